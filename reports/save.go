package reports

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
)

const contentTypes = "[Content_Types].xml"

// save writes the workbook: what the library makes of it, with the rows of the tables
// put in. The library writes streamed sheets and the list of content types in the order
// of maps; both are sorted, so that equal workbooks are equal files.
func (b *book) save(folder string) (err error) {
	raw, err := os.Create(filepath.Join(folder, b.labels.language+".xlsx"))
	if err != nil {
		return err
	}
	defer raw.Close()
	if err := b.file.Write(raw); err != nil {
		return err
	}
	size, err := raw.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	parts, err := zip.NewReader(raw, size)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(b.path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o640)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	return b.copyParts(out, parts)
}

// copyParts copies a workbook with its parts and its content types sorted, and with the
// rows of its tables.
func (b *book) copyParts(to io.Writer, parts *zip.Reader) error {
	rows := map[string]*part{}
	for i, p := range b.parts {
		if p.data.raw > 0 {
			rows[fmt.Sprintf("xl/worksheets/sheet%d.xml", i+1)] = p // numbered as they were made
		}
	}
	out := zip.NewWriter(to)
	files := slices.SortedFunc(slices.Values(parts.File), func(a, b *zip.File) int {
		return cmp.Or(cmp.Compare(partRank(a.Name), partRank(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	for _, part := range files {
		var err error
		if p := rows[part.Name]; p != nil {
			err = b.insertRows(out, part, p)
			delete(rows, part.Name)
		} else if part.Name == contentTypes {
			err = sortContentTypes(out, part)
		} else {
			err = out.Copy(part)
		}
		if err != nil {
			return err
		}
	}
	if len(rows) > 0 {
		return fmt.Errorf("%d worksheets have no place for their rows", len(rows))
	}
	return out.Close()
}

// insertRows copies a worksheet with its rows below those that stand above them. The rows
// are compressed already: three pieces of a deflate stream are put together.
func (b *book) insertRows(out *zip.Writer, part *zip.File, p *part) error {
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	rows, after := p.data, text
	for range p.above {
		var found bool
		if _, after, found = bytes.Cut(after, []byte(endRow)); !found {
			return fmt.Errorf("%s has not the %d rows above its rows", part.Name, p.above)
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
		Name: part.Name, Method: zip.Deflate, CreatorVersion: part.CreatorVersion, ReaderVersion: part.ReaderVersion, Flags: part.Flags,
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

// packageTypes is the part [Content_Types].xml (ECMA-376 part 2, 10.1.2).
type packageTypes struct {
	XMLName   xml.Name       `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Defaults  []defaultType  `xml:"Default"`
	Overrides []overrideType `xml:"Override"`
}

type defaultType struct {
	Extension   string `xml:"Extension,attr"`
	ContentType string `xml:"ContentType,attr"`
}

type overrideType struct {
	PartName    string `xml:"PartName,attr"`
	ContentType string `xml:"ContentType,attr"`
}

func sortContentTypes(to *zip.Writer, part *zip.File) error {
	r, err := part.Open()
	if err != nil {
		return err
	}
	defer r.Close()
	var types packageTypes
	if err := xml.NewDecoder(r).Decode(&types); err != nil {
		return err
	}
	slices.SortFunc(types.Defaults, func(a, b defaultType) int { return cmp.Compare(a.Extension, b.Extension) })
	slices.SortFunc(types.Overrides, func(a, b overrideType) int { return cmp.Compare(a.PartName, b.PartName) })
	var out bytes.Buffer
	out.WriteString(xml.Header)
	if err := xml.NewEncoder(&out).Encode(types); err != nil {
		return err
	}
	w, err := to.CreateHeader(&zip.FileHeader{Name: part.Name, Method: zip.Deflate})
	if err != nil {
		return err
	}
	_, err = out.WriteTo(w)
	return err
}
