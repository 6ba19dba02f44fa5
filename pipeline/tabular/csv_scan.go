package tabular

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"ozpayout/pipeline/digest"
)

const (
	// scanBytes is how much text is scanned at a time: with the positions of its cells
	// it fits the second cache of a processor, where typing finds it again.
	scanBytes = 256 << 10
	// firstBytes is how much of the beginning of a table is scanned at once: its first
	// chunk is the sample by which signs of numbers are told.
	firstBytes = 1 << 20
)

// A csvScanner turns one split into chunks. It reads blocks into one buffer,
// finds their structure, and hands out wanted cells as positions in the buffer;
// what is left of a block behind its last complete record is moved to the front.
type csvScanner struct {
	*csvReader
	file      *File
	yield     func(*Chunk) error
	buf       []byte
	filled    int // bytes of buf that hold text
	row       int64
	structure structure
	chunk     Chunk
}

func (r *csvReader) scan(ctx context.Context, b *Buffers, f *File, sp Split, want []string, yield func(*Chunk) error) error {
	cols, err := b.columnsOf(f.Sheets[sp.Sheet].Header, want)
	if err != nil {
		return err
	}
	s := &b.scanner
	*s = csvScanner{
		csvReader: r, file: f, yield: yield, row: sp.FirstRow, structure: s.structure,
		chunk: Chunk{Width: len(cols), Rows: s.chunk.Rows, columns: cols, stride: r.width},
	}
	if kept := r.content; kept != nil { // and is changed by the scan
		r.content = nil
		s.filled = len(kept) - int(sp.Start)
		s.buf = append(kept[sp.Start:], 0) // one more to see the end in the first read
		return s.records(ctx, noMore{}, true)
	}
	length := min(int64(r.block), scanBytes)
	if sp.FirstRow == r.dataRow {
		length = int64(min(r.block, firstBytes))
	}
	if sp.End > 0 {
		length = min(length, sp.End-sp.Start+1) // one more, as above
	}
	s.buf = slices.Grow(b.text[:0], int(length))[:length]
	defer func() { b.text = s.buf }()
	disk, err := r.src.disk()
	if err != nil {
		return err
	}
	defer disk.Close()
	if r.seekable && !r.unread {
		err = s.records(ctx, io.NewSectionReader(disk, sp.Start, sp.End-sp.Start), sp.End == f.Size)
	} else {
		err = s.scanAll(ctx, disk)
	}
	var damage *DamageError
	if err != nil && !errors.As(err, &damage) {
		return err
	}
	return cmp.Or(r.src.unchanged(disk), err)
}

// scanAll reads a file that is one split from its beginning to its end, and takes its
// checksum unless that is known.
func (s *csvScanner) scanAll(ctx context.Context, disk io.Reader) error {
	hash := digest.New()
	if s.unread {
		disk = io.TeeReader(disk, hash)
	}
	text, err := s.src.decoded(disk)
	if err != nil {
		return err
	}
	defer text.Close()
	if _, err := io.CopyN(io.Discard, text, s.dataOffset); err != nil {
		return s.changed(err)
	}
	if err := s.records(ctx, text, true); err != nil || !s.unread {
		return err
	}
	if _, err := io.Copy(io.Discard, disk); err != nil { // behind the unpacked content
		return err
	}
	s.file.Sums = hash.Sums()
	s.unread = false
	return nil
}

// changed names an end of the text where Look found more of it.
func (s *csvScanner) changed(err error) error {
	if errors.Is(err, io.EOF) {
		return changedFile(s.file.Path)
	}
	return err
}

// records reads text to its end. Last says that it ends where the file does.
func (s *csvScanner) records(ctx context.Context, text io.Reader, last bool) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := io.ReadFull(text, s.buf[s.filled:])
		s.filled += n
		atEnd := err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !atEnd {
			return err
		}
		s.find()
		if atEnd && s.structure.done() < s.filled {
			if !last {
				return s.changed(io.EOF)
			}
			start := s.structure.done()
			s.structure.closeLast(s.buf[:s.filled], s.dialect)
			if err := s.refuseCutOff(s.buf[start:s.filled]); err != nil {
				return err
			}
		}
		if len(s.structure.ends) == 0 && !atEnd {
			if len(s.buf) < s.longest() {
				s.buf = append(s.buf, make([]byte, min(len(s.buf), s.longest()-len(s.buf)))...)
				continue
			}
			if atEnd, err = s.skipRecord(ctx, text); err != nil {
				return err
			}
		}
		if err := s.emit(atEnd); err != nil || atEnd {
			return err
		}
	}
}

// refuseCutOff looks at a last record that has no line end. One that stops among its fields,
// within quotes or within a character, or in the NUL bytes of a file made before its content
// came, is where a download ended: nobody knows how many records are missing behind it. One
// of a single field may be a remark.
func (s *csvScanner) refuseCutOff(record []byte) error {
	last := len(s.structure.ends) - 1
	fields := len(s.structure.record(last))
	char, size := utf8.DecodeLastRune(record)
	var where string
	switch {
	case s.isBlank(record), s.structure.open && s.lineEnds(record) > 0:
		return nil
	case s.structure.open:
		where = "within quotes"
	case fields > 1 && fields < s.width:
		where = fmt.Sprintf("in field %d of %d", fields, s.width)
	case char == utf8.RuneError && size == 1:
		where = "within a character"
	case char == 0 && size == 1:
		where = "in NUL bytes"
	default:
		return nil
	}
	return &DamageError{Path: s.file.Path, Reason: fmt.Sprintf("cut off: record %d ends %s, and the file with it", s.row+int64(last), where)}
}

// longest is the length of buffer that a record with its line end must fit into.
func (s *csvScanner) longest() int { return s.src.lim.RecordBytes + len("\r\n") }

func (s *csvScanner) find() {
	s.structure.reset()
	if s.structure.fill(s.buf[:s.filled], 0, s.dialect) {
		return
	}
	s.structure.reset()
	w := walker{dialect: s.dialect}
	w.walk(s.buf[:s.filled], &s.structure, -1)
}

// skipRecord passes over a record that does not fit into the longest buffer.
func (s *csvScanner) skipRecord(ctx context.Context, text io.Reader) (atEnd bool, err error) {
	raw := excerpt(s.buf[:s.filled])
	w := walker{dialect: s.dialect}
	var length, lines int64
	for {
		for i, c := range s.buf[:s.filled] {
			if _, ends := w.step(c); ends {
				length += int64(i)
				s.fault(-1, "record_too_long", raw, fmt.Sprintf("%d bytes, at most %d are read", length, s.src.lim.RecordBytes))
				s.filled = copy(s.buf, s.buf[i+1:s.filled])
				s.structure.reset()
				return false, nil
			}
		}
		length += int64(s.filled)
		lines += s.lineEnds(s.buf[:s.filled])
		if err := ctx.Err(); err != nil {
			return false, err
		}
		if s.filled, err = io.ReadFull(text, s.buf); s.filled == 0 {
			break
		}
	}
	if err != io.EOF {
		return false, err
	}
	if w.state == quoted {
		s.faultUnclosed(raw, length, lines)
	} else {
		s.fault(-1, "record_too_long", raw, fmt.Sprintf("%d bytes, at most %d are read", length, s.src.lim.RecordBytes))
	}
	return true, nil
}

// emit hands over the complete records of the buffer.
func (s *csvScanner) emit(atEnd bool) error {
	data := s.buf[:s.filled]
	complete := min(s.structure.done(), s.filled)
	c := &s.chunk
	c.data, c.Rows, c.Bytes = data, c.Rows[:0], complete
	isUTF8, hasNUL := inspect(data[:complete])
	plain := isUTF8 && !hasNUL
	cells, misquoted, doubled := s.structure.cells, s.structure.misquoted, s.structure.doubled
	start, first, kept := 0, 0, 0
	for i, end := range s.structure.ends {
		record := data[start:s.trimCR(data, start, end.at)]
		its := cells[first:end.cells]
		var spoilt string
		if len(misquoted) > 0 && misquoted[0].record == i {
			spoilt, misquoted = misquoted[0].message, misquoted[1:]
		}
		open := s.structure.open && atEnd && i == len(s.structure.ends)-1
		switch {
		case s.isBlank(record):
			c.NotData++
			s.row++
		case s.accept(record, its, plain, open, spoilt):
			c.Rows = append(c.Rows, s.row)
			s.row++
			for len(doubled) > 0 && int(doubled[0])+64 <= start {
				doubled = doubled[1:]
			}
			if len(doubled) > 0 && int(doubled[0]) <= end.at {
				undouble(data, its)
			}
			kept += copy(cells[kept:], its)
		}
		start, first = end.at+1, end.cells
	}
	c.spans = cells[:kept]
	var err error
	if len(c.Rows) > 0 || c.NotData > 0 || len(c.Faults) > 0 {
		err = s.yield(c)
	}
	c.Faults, c.NotData = c.Faults[:0], 0
	s.filled = copy(s.buf, s.buf[complete:s.filled])
	if s.filled < scanBytes/2 { // behind the first chunk, or a long record
		s.buf = s.buf[:min(len(s.buf), scanBytes)]
	}
	return err
}

// undouble makes doubled quotes one in quoted cells, in place.
func undouble(data []byte, cells []span) {
	for i, cell := range cells {
		text := data[cell.start:cell.end]
		if isQuoted(data, cell) && bytes.IndexByte(text, '"') >= 0 {
			cells[i].end = cell.start + uint32(len(appendUndoubled(text[:0], text)))
		}
	}
}

// appendUndoubled appends a quoted text with each doubled quote made one. The two
// may share their memory.
func appendUndoubled(dst, text []byte) []byte {
	for {
		i := bytes.IndexByte(text, '"')
		if i < 0 {
			return append(dst, text...)
		}
		dst = append(dst, text[:i+1]...)
		text = text[min(i+2, len(text)):]
	}
}

// accept reports whether a record has the right number of good cells, or else
// notes its fault. Plain says that the whole block is UTF-8 without NUL.
func (s *csvScanner) accept(record []byte, cells []span, plain, open bool, spoilt string) bool {
	lim := s.src.lim
	switch {
	case open:
		s.faultUnclosed(excerpt(record), int64(len(record)), s.lineEnds(record))
	case spoilt != "":
		s.fault(-1, "bare_quote", excerpt(record), spoilt)
	case len(record) > lim.RecordBytes:
		s.fault(-1, "record_too_long", excerpt(record), fmt.Sprintf("%d bytes, at most %d are read", len(record), lim.RecordBytes))
	case !plain && bytes.IndexByte(record, 0) >= 0:
		s.fault(-1, "nul_byte", excerpt(record), fmt.Sprintf("a NUL at byte %d of the record", bytes.IndexByte(record, 0)+1))
	case !plain && !utf8.Valid(record):
		s.fault(-1, "invalid_utf8", excerpt(record), s.notTextMessage(record))
	case len(cells) != s.width:
		s.fault(-1, "ragged_record", excerpt(record), fmt.Sprintf("%d fields expected, %d found", s.width, len(cells)))
	case len(record) > lim.CellBytes:
		return s.acceptCells(cells)
	default:
		return true
	}
	return false
}

// acceptCells looks for a cell that is too long.
func (s *csvScanner) acceptCells(cells []span) bool {
	for i, cell := range cells {
		written := s.buf[cell.start:cell.end]
		length := len(written)
		if isQuoted(s.buf, cell) {
			length -= bytes.Count(written, []byte(`""`))
			written = s.buf[cell.start-1 : cell.end+1]
		}
		if length > s.src.lim.CellBytes {
			s.fault(i, "cell_too_long", excerpt(written), fmt.Sprintf("%d bytes, at most %d are read", length, s.src.lim.CellBytes))
			return false
		}
	}
	return true
}

func (s *csvScanner) notTextMessage(record []byte) string {
	at := 0
	for at < len(record) {
		r, size := utf8.DecodeRune(record[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	if s.src.charset.decode != nil {
		return fmt.Sprintf("bytes that are no %s text, after %d bytes of the record", s.file.Encoding, at)
	}
	return fmt.Sprintf("byte %d of the record is not UTF-8", at+1)
}

// faultUnclosed notes a record that takes the rest of the file with it. Its lines
// are mostly records that nobody can tell apart any more.
func (s *csvScanner) faultUnclosed(raw string, length, lines int64) {
	s.fault(-1, "unclosed_quote", raw, fmt.Sprintf(
		"a quote is opened and never closed: the last %d bytes of the file are one record", length))
	s.chunk.Faults[len(s.chunk.Faults)-1].Lines = max(lines, 1)
}

// lineEnds counts the line ends in a text.
func (s *csvScanner) lineEnds(text []byte) int64 { return int64(bytes.Count(text, []byte{s.eol})) }

func (s *csvScanner) fault(column int, code, raw, message string) {
	s.chunk.Faults = append(s.chunk.Faults, Fault{Row: s.row, Column: column, Code: code, Raw: raw, Message: message})
	s.row++
}

// excerpt returns the first 200 bytes.
func excerpt(record []byte) string { return string(record[:min(len(record), 200)]) }
