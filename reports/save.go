package reports

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"sort"

	"github.com/xuri/excelize/v2"
)

const (
	contentTypes = "[Content_Types].xml"
	// zipVersion is what one must know to read a part: directories and deflate, 2.0.
	zipVersion = 20
	// sizesBehind is the flag that sizes and checksum of a part stand behind it.
	sizesBehind = 8
)

// packageParts are the files of a workbook as the library makes them, by name.
type packageParts map[string]*bytes.Buffer

// Create takes a part.
func (p packageParts) Create(name string) (io.Writer, error) {
	p[name] = &bytes.Buffer{}
	return p[name], nil
}

// AddFS is asked for by the interface, and by nobody.
func (p packageParts) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close does nothing.
func (p packageParts) Close() error { return nil }

// save writes the workbook: what the library makes of it, with the rows of the tables
// put in. The library writes streamed sheets and the list of content types in the order
// of maps; both are sorted, so that equal workbooks are equal files.
func (b *book) save() (err error) {
	parts := packageParts{}
	b.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return parts })
	types := b.file.ContentTypes
	sort.Slice(types.Defaults, func(i, j int) bool { return types.Defaults[i].Extension < types.Defaults[j].Extension })
	sort.Slice(types.Overrides, func(i, j int) bool { return types.Overrides[i].PartName < types.Overrides[j].PartName })
	if err := b.file.Write(io.Discard); err != nil {
		return err
	}
	out, err := os.OpenFile(b.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	return b.pack(out, parts)
}

// pack writes the parts in order, the content types first, as readers that stream expect,
// and the rows of the tables.
func (b *book) pack(to io.Writer, parts packageParts) error {
	rows := map[string]*part{}
	for i, p := range b.parts {
		if p.data.raw > 0 {
			rows[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = p // numbered as they were made
		}
	}
	out := zip.NewWriter(to)
	for _, name := range slices.SortedFunc(maps.Keys(parts), func(a, b string) int {
		return cmp.Or(cmp.Compare(partRank(a), partRank(b)), cmp.Compare(a, b))
	}) {
		text := parts[name].Bytes()
		if p := rows[name]; p != nil {
			if err := b.insertRows(out, name, text, p); err != nil {
				return err
			}
			delete(rows, name)
			continue
		}
		w, err := out.Create(name)
		if err != nil {
			return err
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
	}
	if len(rows) > 0 {
		return fmt.Errorf("%d worksheets have no place for their rows", len(rows))
	}
	return out.Close()
}

// insertRows writes a worksheet with its rows below those that stand above them. The rows
// are compressed already: three pieces of a deflate stream are put together.
func (b *book) insertRows(out *zip.Writer, name string, text []byte, p *part) error {
	rows, after := p.data, text
	for range p.above {
		var found bool
		if _, after, found = bytes.Cut(after, []byte(endRow)); !found {
			return fmt.Errorf("%s has not the %d rows above its rows", name, p.above)
		}
	}
	before := text[:len(text)-len(after)]
	head, err := b.rowFile.piece(before, false)
	if err != nil {
		return err
	}
	foot, err := b.rowFile.piece(after, true)
	if err != nil {
		return err
	}
	crc := joinCRC(crc32.ChecksumIEEE(before), rows.crc, rows.raw)
	w, err := out.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CreatorVersion: zipVersion, ReaderVersion: zipVersion, Flags: sizesBehind,
		CRC32:              joinCRC(crc, crc32.ChecksumIEEE(after), int64(len(after))),
		CompressedSize64:   uint64(int64(len(head)) + rows.size + int64(len(foot))),
		UncompressedSize64: uint64(int64(len(text)) + rows.raw),
	})
	if err != nil {
		return err
	}
	_, err = io.Copy(w, io.MultiReader(bytes.NewReader(head), b.rowFile.read(rows), bytes.NewReader(foot)))
	return err
}

// partRank puts the content types first, as readers that stream expect.
func partRank(name string) int {
	if name == contentTypes {
		return 0
	}
	return 1
}
