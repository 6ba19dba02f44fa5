package tabular

import (
	"archive/zip"
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/klauspost/compress/flate"
)

// A workbookArchive is the zip container of a workbook, open for reading.
type workbookArchive struct {
	path    string
	file    *os.File
	size    int64                // of the file
	members map[string]*zip.File // by name in lower case: names of parts ignore case
	strings *stringTable         // shared strings; empty until they are read
}

// openArchive opens a container and refuses what could harm or mislead: unsafe
// or doubled names, members that share bytes, and sizes beyond lim.
func openArchive(path string, lim Limits) (*workbookArchive, error) {
	file, info, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	a := &workbookArchive{path: path, file: file, size: info.Size(), members: map[string]*zip.File{}, strings: &stringTable{}}
	if err := a.inspect(lim); err != nil {
		closeInto(&err, a)
		return nil, err
	}
	return a, nil
}

// Close gives back what the archive holds open.
func (a *workbookArchive) Close() error { return errors.Join(a.strings.close(), a.file.Close()) }

// damage says that a member of the archive is broken.
func (a *workbookArchive) damage(member string, err error) error {
	var already *DamageError
	var scratch *ScratchError
	if err == nil || errors.As(err, &already) || errors.As(err, &scratch) {
		return err
	}
	return &DamageError{Path: a.path, Part: member, Reason: "cannot be read to its end", Err: err}
}

func (a *workbookArchive) inspect(lim Limits) error {
	refuse := func(member, format string, args ...any) error {
		return &DamageError{Path: a.path, Part: member, Reason: fmt.Sprintf(format, args...)}
	}
	if a.size > lim.FileBytes {
		return refuse("", "%d bytes are more than the limit of %d", a.size, lim.FileBytes)
	}
	container, err := zip.NewReader(a.file, a.size)
	if err != nil {
		return &DamageError{Path: a.path, Reason: "the zip directory cannot be read", Err: err}
	}
	container.RegisterDecompressor(zip.Deflate, inflate)
	if len(container.File) > lim.Entries {
		return refuse("", "%d members are more than the limit of %d", len(container.File), lim.Entries)
	}

	var unpacked uint64
	for _, member := range container.File {
		name := member.Name
		if !filepath.IsLocal(name) || strings.ContainsAny(name, "\\:\x00") {
			return refuse(name, "the member's name leads out of the archive")
		}
		folded := strings.ToLower(name)
		if a.members[folded] != nil {
			return refuse(name, "two members have this name")
		}
		a.members[folded] = member
		if member.Flags&1 != 0 {
			return refuse(name, "the member is encrypted")
		}
		size, packed := member.UncompressedSize64, max(member.CompressedSize64, 1)
		if size > uint64(lim.RatioFloor) && size/packed > uint64(lim.Ratio) {
			return refuse(name, "%d bytes unpack to %d: beyond %d to 1", packed, size, lim.Ratio)
		}
		if size > uint64(lim.UnpackedBytes)-unpacked {
			return refuse(name, "the members unpack to more than the limit of %d bytes", lim.UnpackedBytes)
		}
		unpacked += size
	}
	return a.refuseOverlap(container.File)
}

// An inflater unpacks one member after another: of each workbook a dozen, mostly short.
type inflater struct {
	packed *bufio.Reader // by itself flate reads 4 KiB at a time
	text   io.ReadCloser
}

// inflaters are those that unpack nothing now.
var inflaters = sync.Pool{New: func() any {
	packed := bufio.NewReaderSize(nil, windowBytes)
	return &inflater{packed, flate.NewReader(packed)}
}}

// inflate unpacks a member. It is closed once and not read any more then.
func inflate(member io.Reader) io.ReadCloser {
	f := inflaters.Get().(*inflater)
	f.packed.Reset(member)
	if err := f.text.(flate.Resetter).Reset(f.packed, nil); err != nil {
		return flate.NewReader(f.packed)
	}
	return f
}

func (f *inflater) Read(b []byte) (int, error) { return f.text.Read(b) }

func (f *inflater) Close() error {
	err := f.text.Close()
	f.packed.Reset(nil)
	inflaters.Put(f)
	return err
}

// refuseOverlap refuses members that share bytes of the file: the trick by
// which a small archive unpacks to a huge one.
func (a *workbookArchive) refuseOverlap(members []*zip.File) error {
	const localHeader = 30 // bytes before the name, APPNOTE 4.3.7
	type extent struct {
		start, end int64
		name       string
	}
	extents := make([]extent, 0, len(members))
	for _, member := range members {
		start, err := member.DataOffset()
		if err != nil {
			return &DamageError{Path: a.path, Part: member.Name, Reason: "the member's local header cannot be read", Err: err}
		}
		if member.CompressedSize64 > uint64(a.size-start) {
			return &DamageError{Path: a.path, Part: member.Name, Reason: "the member goes on beyond the end of the file"}
		}
		extents = append(extents, extent{start - localHeader - int64(len(member.Name)), start + int64(member.CompressedSize64), member.Name})
	}
	slices.SortFunc(extents, func(x, y extent) int { return cmp.Compare(x.start, y.start) })
	for i := 1; i < len(extents); i++ {
		if extents[i].start < extents[i-1].end {
			return &DamageError{Path: a.path, Part: extents[i].name, Reason: "the member overlaps " + extents[i-1].name}
		}
	}
	return nil
}

// open opens a member. The reader verifies size and checksum when it reaches
// the end.
func (a *workbookArchive) open(name string) (io.ReadCloser, error) {
	member := a.members[strings.ToLower(name)]
	if member == nil {
		return nil, &DamageError{Path: a.path, Part: name, Reason: "the workbook names this part, the archive lacks it"}
	}
	content, err := member.Open()
	if err != nil {
		return nil, &DamageError{Path: a.path, Part: name, Reason: "cannot be opened", Err: err}
	}
	return content, nil
}

// scan returns a scanner of a member that is open, with a window no larger than the member.
func (a *workbookArchive) scan(name string, content io.Reader) *markupScanner {
	const least = 512
	size := a.members[strings.ToLower(name)].UncompressedSize64
	return newMarkupScanner(content, int(min(max(size+1, least), windowBytes)))
}

// verify reads every member but those in skip to its end.
func (a *workbookArchive) verify(skip []string) error {
	skipped := map[string]bool{}
	for _, name := range skip {
		skipped[strings.ToLower(name)] = true
	}
	for _, folded := range slices.Sorted(maps.Keys(a.members)) {
		if skipped[folded] {
			continue
		}
		name := a.members[folded].Name
		content, err := a.open(name)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, content)
		closeInto(&err, content)
		if err != nil {
			return a.damage(name, err)
		}
	}
	return nil
}

// resolvePart returns the member that a relation of the part base points to.
func resolvePart(base, target string) string {
	if strings.HasPrefix(target, "/") {
		return path.Clean(target)[1:]
	}
	return path.Join(path.Dir(base), target)
}
