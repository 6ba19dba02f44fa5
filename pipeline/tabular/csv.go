package tabular

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"ozpayout/pipeline/digest"
)

// A csvReader reads the data records of a CSV.
type csvReader struct {
	dialect
	src        source
	dataOffset int64 // of the first data record, in the decoded content
	dataRow    int64 // its record number
	width      int   // cells per record
	seekable   bool  // the decoded content is the file as it lies on disk: it can be cut
	marks      []mark
	block      int    // bytes read at a time
	unread     bool   // only the beginning was read: no checksum and no marks yet
	content    []byte // of a small file, as long as it is kept: see [Opener.Look]
}

// openCSV completes f and reads the content to its end, unless a scan can do that.
func openCSV(f *File, in *opening) error {
	encoding, head, err := chooseCharset(f, in)
	if !in.all && len(in.head) < headBytes && !(err == nil && head.isPlain() && encoding.decode == nil && utf8.Valid(withoutCutRune(in.head, false))) {
		if err := in.readOn(); err != nil {
			return err
		}
		encoding, head, err = chooseCharset(f, in)
	}
	if err != nil {
		return err
	}
	f.Encoding, f.Delimiter = encoding.name, head.delimiter
	sheet := Sheet{Head: head.records, Known: head.known}
	r := &csvReader{dialect: head.dialect, src: in.src, block: in.block}
	r.src.charset = encoding
	if len(head.records) > 0 {
		sheet.Header = head.records[head.header]
		r.width = len(sheet.Header)
		r.dataOffset, r.dataRow = int64(head.ends[head.header]), int64(head.header)+2
	}
	if head.known {
		sheet.HeaderRow = int64(head.header) + 1
		f.Repairs = append(f.Repairs, repairs(encoding, in.marked, head)...)
	}
	f.Sheets, f.reader = []Sheet{sheet}, r

	r.seekable = f.Compression == "" && encoding.decode == nil
	switch {
	case r.seekable && in.all:
		in.buffers.keep(r, in.head)
		data := in.head[r.dataOffset:]
		if len(data) < r.block && r.eol == '\n' {
			return nil // too short to be cut
		}
		return r.index(f, bytes.NewReader(data))
	case head.eol == '\n':
		r.unread = true
		return nil
	}
	text := encoding.reader(io.MultiReader(bytes.NewReader(in.head), in.rest))
	if _, err := io.CopyN(io.Discard, text, r.dataOffset); err != nil {
		return err
	}
	return r.index(f, text)
}

// index reads the data records and learns where they can be cut.
func (r *csvReader) index(f *File, data io.Reader) error {
	x := newIndexer(r.dialect, r.dataOffset, r.dataRow, int64(r.block))
	err := x.readAll(data, f.Size-r.dataOffset, func(b []byte) error {
		if r.eol == '\r' && bytes.IndexByte(b, '\n') >= 0 {
			return f.refuse("line ends change from CR to LF")
		}
		return nil
	})
	if r.seekable {
		r.marks = x.marks
	}
	return err
}

// finish does what Look left undone.
func (r *csvReader) finish(f *File) error {
	if !r.unread {
		return nil
	}
	disk, err := r.src.disk()
	if err != nil {
		return err
	}
	defer disk.Close()
	hash := digest.New()
	raw := io.TeeReader(disk, hash)
	text, err := r.src.decoded(raw)
	if err != nil {
		return err
	}
	defer text.Close()
	if _, err := io.CopyN(io.Discard, text, r.dataOffset); err != nil {
		return err
	}
	if err := r.index(f, text); err != nil {
		return err
	}
	if _, err := io.Copy(io.Discard, raw); err != nil { // behind the unpacked content
		return err
	}
	if err := r.src.unchanged(disk); err != nil {
		return err
	}
	f.Sums = hash.Sums()
	r.unread = false
	return nil
}

// chooseCharset decodes the beginning of a CSV. Without a byte order mark the
// order is UTF-8, then the one legacy encoding in which the header is known.
// Whether the rest is UTF-8 too is checked record by record.
func chooseCharset(f *File, in *opening) (charset, csvHead, error) {
	text := in.charset.text(in.head, in.all)
	head := in.buffers.head(text, in.all, in.opener)
	if in.marked || head.known && !head.asciiOnly {
		return in.charset, head, nil
	}
	if head.known {
		if !validUTF8(text) && mostlyNotUTF8(text, head.eol) {
			return charset{}, head, f.decline("most lines are not UTF-8, and a header without letters beyond ASCII " +
				"does not tell windows-1251 from gb18030: save the file as UTF-8")
		}
		return in.charset, head, nil
	}
	isText := bytes.IndexByte(in.head, 0) < 0
	if isText && utf8.Valid(withoutCutRune(text, in.all)) {
		return in.charset, head, nil
	}
	var fits []charset
	var heads []csvHead
	var names []string
	for _, legacy := range legacyCharsets {
		if h := readHead(legacy.text(in.head, in.all), in.all, in.opener.Known); h.known {
			fits, heads, names = append(fits, legacy), append(heads, h), append(names, legacy.name)
		}
	}
	switch len(fits) {
	case 0:
		if !isText {
			return charset{}, head, f.decline("no text, or UTF-16 without a byte order mark: unpack an archive, save a table as UTF-8")
		}
		return charset{}, head, f.decline("the text is not UTF-8, and no header is known in windows-1251 or gb18030")
	case 1:
		return fits[0], heads[0], nil
	}
	return charset{}, head, f.decline("the encoding is ambiguous: the header is known in " + strings.Join(names, " and in "))
}

// withoutCutRune takes off a character that the end of a head cuts in two.
func withoutCutRune(text []byte, all bool) []byte {
	if all {
		return text
	}
	for i := len(text) - 1; i >= max(0, len(text)-utf8.UTFMax); i-- {
		if utf8.RuneStart(text[i]) {
			if !utf8.FullRune(text[i:]) {
				return text[:i]
			}
			break
		}
	}
	return text
}

// repairs names what the canonical form (UTF-8, comma, LF, header in row 1)
// does not have.
func repairs(c charset, marked bool, head csvHead) []string {
	var done []string
	if marked {
		done = append(done, "byte order mark")
	}
	if c.decode != nil {
		done = append(done, "encoding "+c.name)
	}
	switch {
	case head.crlf:
		done = append(done, "CRLF line ends")
	case head.eol == '\r':
		done = append(done, "CR line ends")
	}
	switch head.delimiter {
	case ';':
		done = append(done, "delimiter ;")
	case '\t':
		done = append(done, "delimiter TAB")
	}
	switch head.header {
	case 0:
	case 1:
		done = append(done, "1 preamble row")
	default:
		done = append(done, fmt.Sprintf("%d preamble rows", head.header))
	}
	return done
}

// splits cuts at marks. A file that is compressed or transcoded is one split, and so
// is one that was only looked at.
func (r *csvReader) splits(f *File, sheet int, size int64) []Split {
	if !r.seekable {
		return []Split{{Sheet: sheet, FirstRow: r.dataRow}}
	}
	split := Split{Sheet: sheet, Start: r.dataOffset, End: f.Size, FirstRow: r.dataRow}
	var cut []Split
	for _, m := range r.marks {
		if size > 0 && m.offset-split.Start >= size && m.offset < f.Size {
			before := split
			before.End = m.offset
			cut = append(cut, before)
			split.Start, split.FirstRow = m.offset, m.row
		}
	}
	return append(cut, split)
}
