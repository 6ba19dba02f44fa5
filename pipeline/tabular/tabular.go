// Package tabular turns the bytes of an exported file into tables of cells:
// it recognises container, compression, encoding and dialect, and reads CSV,
// XLSX, JSON and XML through one vocabulary of sheets, splits and chunks.
//
// It knows no word of the trade. Which header belongs to which dataset is told
// by the caller (a [Probe]); what a cell means is the business of package cell
// and of the declared columns.
//
// A damaged file is an error ([DamageError]), and so is one that is no table
// ([RefusedError]); a record that cannot be read is
// data ([Fault]) and the scan goes on.
package tabular

import (
	"context"
	"fmt"
	"slices"

	"ozpayout/pipeline/digest"
)

// A Form is the outer shape of a file.
type Form string

// The forms that are read.
const (
	CSV  Form = "csv"
	XLSX Form = "xlsx"
	JSON Form = "json"
	XML  Form = "xml"
)

// Limits bounds what a file may make the process do. The zero value means the
// defaults of [DefaultLimits].
type Limits struct {
	FileBytes     int64 // size on disk of a container (zip, gzip, zstd); plain CSV is not limited
	UnpackedBytes int64 // total size after decompression of a zip container
	Ratio         int64 // largest unpacked:packed ratio, looked at above RatioFloor
	RatioFloor    int64
	Entries       int // members of a zip container
	RecordBytes   int // one record: the cells of a row, an object
	CellBytes     int // one cell of any form
	// StringBytes is how much of the shared strings of a workbook is in memory
	// while it is read. The others go to a file without a name in the folder Scratch,
	// which is made when it is needed; if none is given, all stay in memory.
	StringBytes int
	Scratch     string
}

// DefaultLimits holds the bounds of the product: generous for real exports, and small
// enough that a decompression bomb is refused before it does harm.
var DefaultLimits = Limits{
	FileBytes: 2 << 30, UnpackedBytes: 8 << 30, Ratio: 100, RatioFloor: 32 << 20,
	Entries: 1000, RecordBytes: 1 << 20, CellBytes: 32767, StringBytes: 8 << 20,
}

// A Probe says whether a record, given as its raw cells, is the header row of a
// table that the caller knows. For JSON and XML the cells are those of
// [Sheet.Header].
type Probe func(header []string) bool

// A File is an export whose form, encoding and dialect are known.
type File struct {
	Path        string
	Form        Form
	Compression string      // "", "gzip" or "zstd"
	Encoding    string      // "utf-8", "utf-8-bom", "windows-1251", "gb18030", "utf-16le", "utf-16be"; "" for XLSX
	Delimiter   byte        // CSV only: ';', ',' or '\t'
	Size        int64       // bytes on disk
	Sums        digest.Sums // not known before the file was read to its end: see [Opener.Look]
	Date1904    bool        // XLSX: serial dates count from 1904-01-01
	Sheets      []Sheet
	Repairs     []string // what was tolerated, in words: "byte order mark", "CRLF line ends", ...

	reader reader
}

// A Sheet is one table of a file: the only one of a CSV, a worksheet of a
// workbook or a part of one, an array of objects of a JSON document, the records
// of an XML one.
type Sheet struct {
	// Name is the worksheet's name, the path of the JSON array ("result.operations",
	// "" for a bare array), the element name of XML records, or "" for CSV.
	Name string
	// Header holds the raw header cells, byte for byte after decoding; for JSON
	// the flattened paths of the first 50 objects ("posting.posting_number",
	// "items[].sku", "$.page" for scalars beside or above the array, "@key" for
	// the key of a record in a map), for XML attributes as "@ID", children as
	// "Value" and attributes of the root as "$@Date".
	Header []string
	// HeaderRow is the record number of the header from 1, the lower one of a
	// header in two rows; 0 where no record is a header (JSON, XML) or where the
	// probe recognised none.
	HeaderRow int64
	// LastRow is the record number of the last row of a part of a worksheet (see
	// [File.Cut]); 0 where the table goes on to the end.
	LastRow int64
	// Head holds the first records (at most 20), the header included, for
	// preambles, titles and for telling what an unknown file is. Of a CSV whose
	// header is known it ends there. Of an XLSX sheet
	// Head[i] is row i+1. Of a JSON sheet it is Header and the first object, or,
	// where there are no objects, names and values of the scalars in the file.
	Head [][]string
	// Known reports whether the probe recognised the header.
	Known bool
	// Pages is the number of documents of a JSON file, or of objects where a document is an
	// array: the pages of a table that is an array in each.
	Pages int
	// Beside holds the scalars beside or above the array of a JSON sheet, by their name in
	// Header: those of the first page that has them, but flags of the last. It is nil where
	// there are more than 64.
	Beside map[string]string
}

// A Split is a piece of a sheet that can be scanned on its own. Splits of a
// sheet cover its data records exactly once.
type Split struct {
	Sheet int   // index into File.Sheets
	Start int64 // first byte (UTF-8 CSV only)
	End   int64 // one past the last byte; 0 means all of the sheet
	// FirstRow is the record number of the first record. Records of a table are
	// counted from 1 at the top of the file or worksheet, preamble, header and
	// blank ones included, so that a person finds the row in a spreadsheet: the
	// header is 1 (D41) unless there are rows before it. Objects are counted from 1.
	FirstRow int64
}

// A Kind says how a cell was stored where the form knows types.
type Kind uint8

// The kinds of cells. CSV and XML have text only.
const (
	TextCell   Kind = iota
	NumberCell      // XLSX number (raw <v>), JSON number literal
	BoolCell        // "true" or "false"
	ErrorCell       // XLSX error such as #N/A, or a formula without a result
	NullCell        // JSON null or a missing key, XLSX missing cell
)

// A Chunk is a run of records as cells by position. It is valid only until the
// yield function returns: the scanner reuses its buffers.
type Chunk struct {
	Width int     // cells per record
	Rows  []int64 // record number of each record
	// NotData counts records that are no data: blank lines, and what stands below
	// the last row of a part.
	NotData int64
	// Faults lists the records that could not be read as records.
	Faults []Fault
	// Bytes is how much of the text the records took; 0 where the form does not tell.
	Bytes int

	data  []byte
	spans []span // stride per record if columns is not nil, else Width
	kinds []Kind // Width per record; nil means TextCell throughout

	columns []int // which spans of a record are its cells; nil means all of them
	stride  int
}

// A span is the position of a cell in a chunk's bytes.
type span struct{ start, end uint32 }

// Len returns the number of records.
func (c *Chunk) Len() int { return len(c.Rows) }

// Cell returns the bytes of a cell, UTF-8, quotes and escapes resolved. The
// slice must neither be kept nor changed.
func (c *Chunk) Cell(row, col int) []byte {
	cells := c.Column(col)
	return cells.At(row)
}

// Cells are the cells of one column of a chunk.
type Cells struct {
	data  []byte
	spans []span // beginning with that of the first record
	width int    // of a record
}

// Column returns the cells of a column; [Chunk.Cell] says how long they last.
func (c *Chunk) Column(col int) Cells {
	width := c.Width
	if c.columns != nil {
		col, width = c.columns[col], c.stride
	}
	return Cells{c.data, c.spans[min(col, len(c.spans)):], width}
}

// At returns the bytes of the cell of a record.
func (c *Cells) At(row int) []byte {
	s := c.spans[row*c.width]
	return c.data[s.start:s.end]
}

// Part returns some of the records of a chunk, which last as long.
func (c *Chunk) Part(from, to int) Chunk {
	part := *c
	width := c.Width
	if c.columns != nil {
		width = c.stride
	}
	part.Rows, part.spans = c.Rows[from:to], c.spans[from*width:to*width]
	part.Faults, part.NotData, part.Bytes = nil, 0, 0
	return part
}

// TextOnly reports whether all cells are of kind TextCell.
func (c *Chunk) TextOnly() bool { return c.kinds == nil }

// Kind returns how the cell was stored.
func (c *Chunk) Kind(row, col int) Kind {
	if c.kinds == nil {
		return TextCell
	}
	return c.kinds[row*c.Width+col]
}

// A Fault is a record that could not be read: it counts as quarantined, as many times as
// it has lines that would have been records but for the fault.
type Fault struct {
	Row     int64
	Column  int    // index of the cell in the header, for JSON among the wanted paths; -1 for the record as a whole
	Code    string // "ragged_record", "bare_quote", "unclosed_quote", "invalid_utf8", "nul_byte", "record_too_long", "cell_too_long", "duplicate_key", "not_an_object"
	Raw     string // at most 200 bytes of the record, as written: cells that nobody wants included
	Message string // what was expected and what was found
	Lines   int64  // that the record may stand for; 0 means 1
}

// A DamageError says that a file is broken: truncated, corrupt, beyond limits,
// or written in a way that would lose rows. Nothing of it is used.
type DamageError struct {
	Path   string // "" where whoever tells the error names the file
	Part   string // sheet, archive member or byte range
	Reason string
	Err    error // may be nil
	// IsChanged says that somebody wrote to the file while it was read: it may be
	// whole when that is done.
	IsChanged bool
}

// changedFile says that a file is not what it was when it was listed.
func changedFile(path string) error {
	return &DamageError{Path: path, Reason: "file changed while reading", IsChanged: true}
}

func (e *DamageError) Error() string {
	msg := e.Reason
	switch {
	case e.Path == "" && e.Part != "":
		msg = e.Part + ": " + msg
	case e.Part != "":
		msg = e.Path + " (" + e.Part + "): " + msg
	case e.Path != "":
		msg = e.Path + ": " + msg
	}
	if e.Err != nil {
		msg += ": " + e.Err.Error()
	}
	return msg
}

func (e *DamageError) Unwrap() error { return e.Err }

// A RefusedError says that a file is whole, but not something that is read: a
// PDF, a login page, an old workbook, an unknown encoding.
type RefusedError struct {
	Path   string
	Reason string
}

func (e *RefusedError) Error() string { return e.Path + ": " + e.Reason }

// A reader reads one form.
type reader interface {
	splits(f *File, sheet int, bytes int64) []Split
	scan(ctx context.Context, b *Buffers, f *File, sp Split, want []string, yield func(*Chunk) error) error
}

// Splits cuts a sheet into pieces of about the given number of bytes. Only
// uncompressed UTF-8 CSV files are cut, if they were read to their end; everything else is
// one split.
func (f *File) Splits(sheet int, bytes int64) []Split {
	return f.reader.splits(f, sheet, bytes)
}

// Scan reads the records of one split and hands them to yield chunk by chunk.
// The columns of a chunk are those of want, in that order: each must be an
// entry of the sheet's Header (nil means the whole header). Columns that nobody
// wants are not materialised. Where the header of a table has a text more
// than once, its n-th mention in want is the n-th column with it, and text+"#2"
// the second column by itself; a mention beyond the last one is an error.
//
// For JSON a wanted path need not be in Header, which knows the first objects
// only: NullCell stands where an object lacks it. A path that goes through one
// array ("products[].sku") makes one record per element of that array, with
// the row number of the object; an object with an empty or missing array makes
// one record with NullCell there. Paths through two arrays are an error, so nil
// is one for a sheet whose objects hold two. "items[0].sku" is the first element
// and makes no records, "items[#]" the number of elements, and "barcodes[]", an
// array of scalars, one text with "|" between them.
//
// Scan returns what yield returns, ctx's error, a *DamageError or a *ScratchError.
func (f *File) Scan(ctx context.Context, sp Split, want []string, yield func(*Chunk) error) error {
	return new(Buffers).Scan(ctx, f, sp, want, yield)
}

// Buffers are the memory of scans, and of looks at files, that follow each other: a small
// file does not need its own. The zero value is ready; one look or scan at a time may use it.
type Buffers struct {
	text     []byte
	begun    []byte     // the beginning of a file, or all of a small one, behind those that are gathered
	at       int        // where in begun the file that was looked at last begins
	kept     *csvReader // that has the content of the file that was looked at last
	last     beginning  // that was a header
	scanner  csvScanner // of a CSV: at work, or of the scan before
	gathered gathering

	header, want []string // of the scan before
	columns      []int
}

// beginning returns memory for the first bytes of a file. There is room for one byte behind
// them, which a scan that keeps them wants to see the end. What was there before is gone.
func (b *Buffers) beginning(bytes int64) []byte {
	if b == nil {
		return make([]byte, bytes)
	}
	b.forget()
	b.at = b.gathered.filled
	if end := b.at + int(bytes) + 1; len(b.begun) < end {
		b.begun = append(b.begun[:b.at], make([]byte, max(end, gatherBytes+BeginBytes+1)-b.at)...)
	}
	return b.begun[b.at:][:bytes]
}

// forget takes the content that was kept from its reader: another will be where it was.
func (b *Buffers) forget() {
	if b.kept != nil {
		b.kept.content, b.kept = nil, nil
	}
}

// keep leaves the beginning of a file, which is all of it, to its scan.
func (b *Buffers) keep(r *csvReader, content []byte) {
	if b != nil {
		r.content, b.kept = content, r
	}
}

// Scan is [File.Scan] with the memory of the scans before.
func (b *Buffers) Scan(ctx context.Context, f *File, sp Split, want []string, yield func(*Chunk) error) error {
	if sp.Sheet < 0 || sp.Sheet >= len(f.Sheets) {
		return fmt.Errorf("%s: no sheet %d", f.Path, sp.Sheet)
	}
	if want == nil {
		want = f.Sheets[sp.Sheet].Header
	}
	return f.reader.scan(ctx, b, f, sp, want, yield)
}

// columnsOf is [columnsOf] with a memory of the last columns: scans that follow each other
// mostly want the same.
func (b *Buffers) columnsOf(header, want []string) (columns []int, err error) {
	if b.columns != nil && slices.Equal(header, b.header) && slices.Equal(want, b.want) {
		return b.columns, nil
	}
	if columns, err = columnsOf(header, want); err == nil {
		b.header, b.want, b.columns = header, want, columns
	}
	return columns, err
}
