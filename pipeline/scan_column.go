package pipeline

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strings"
	"time"
	"unsafe"

	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// moscow is the zone of the business date: UTC+3 since 2014-10-26.
var moscow = cell.NewZone(time.FixedZone(BusinessZone, 3*3600))

// A columnReader types one column of a dataset, chunk by chunk: all cells are
// read into scratch, then the rows that are used go to the builder in one step.
type columnReader struct {
	typer       *typer
	column      Column
	source      int // position among the wanted headers, -1 = not in the file
	field       Field
	header      string
	constant    string
	hasConstant bool
	separator   cell.Separator
	builder     array.Builder

	valid []bool
	ints  []int64  // numbers, dates, instants, money, rates, flags
	texts [][]byte // ids and texts: views into the chunk
	codes codeList // codes

	spellings map[string]int // of a code column: a spelling to the number of its code
}

func (cr *columnReader) prepare() {
	cr.separator = cr.typer.r.separators[cr.header]
}

// code returns the text of a row of a code column.
func (cr *columnReader) code(row int) string { return cr.codes.texts[cr.codes.rows[row]] }

// view returns the bytes of a string without copying; they are never changed.
func view(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

func (cr *columnReader) read(c *tabular.Chunk) {
	n := c.Len()
	cr.valid = reuse(cr.valid, n)
	switch cr.column.Type() {
	case TextType:
		cr.texts = sized(cr.texts, n)
	case CodeType:
		cr.codes.rows = sized(cr.codes.rows, n)
	default:
		cr.ints = sized(cr.ints, n)
	}
	switch {
	case cr.source >= 0:
		for row := range n {
			cr.cell(c, row)
		}
	case cr.hasConstant:
		cr.fillConstant(n)
	default:
		cr.fillPlace(c)
	}
	cr.fillSnapshot(n)
}

// sized returns a slice of n values, reusing the memory of an old one.
func sized[T any](old []T, n int) []T {
	if cap(old) < n {
		return make([]T, n)
	}
	return old[:n]
}

// cell types one cell. Empty is null, and a fault where the column is required.
func (cr *columnReader) cell(c *tabular.Chunk, row int) {
	raw := c.Cell(row, cr.source)
	kind := c.Kind(row, cr.source)
	var reason cell.Reason
	switch {
	case kind == tabular.NullCell || len(raw) == 0:
		reason = cell.NoValue
	case kind == tabular.ErrorCell:
		reason = cell.ExcelError
	case cr.field.Form == Secret:
		cr.reduce(raw, row)
	default:
		reason = cr.convert(raw, kind == tabular.NumberCell, row)
		if reason != "" && cr.field.Form != Raw && cell.Empty(raw) {
			reason = cell.NoValue
		}
	}
	switch {
	case reason == "":
		cr.valid[row] = true
		return
	case reason == cell.NoValue:
		if cr.field.Need == Required {
			cr.fail(c, row, raw, "missing_required", "The cell is empty, but every row needs a value here.")
		}
		return
	case reason == cell.UnknownWord && cr.field.Need != Required:
		cr.codes.set(row, unknown)
		cr.valid[row] = true
	}
	cr.fail(c, row, raw, string(reason), reason.Explain())
}

var unknown = []byte("unknown")

// fail reports a bad cell; in a required or needed column the row goes with it (D42).
func (cr *columnReader) fail(c *tabular.Chunk, row int, raw []byte, code, message string) {
	if cr.typer.total[row] {
		return
	}
	severity := Warning
	if cr.field.Need != Optional {
		severity = Fault
		cr.typer.bad[row] = true
	}
	cr.typer.reject(c.Rows[row], cr.header, code, string(raw[:min(len(raw), 200)]), severity, message)
}

// convert types a filled cell into the scratch of the row.
func (cr *columnReader) convert(raw []byte, number bool, row int) (reason cell.Reason) {
	t := cr.typer
	spreadsheet := number && t.r.File.Form == tabular.XLSX
	switch cr.column.Type() {
	case TextType:
		return cr.convertText(raw, spreadsheet, row)
	case CodeType:
		return cr.convertCode(raw, row)
	case DateType:
		var day cell.Day
		switch {
		case cr.field.Form == MonthForm:
			var year, month int
			if year, month, reason = cell.Month(raw); reason == "" {
				day = cell.Day(time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC).Unix() / 86400)
			}
		case spreadsheet:
			day, reason = cell.SerialDate(raw, t.r.File.Date1904)
		default:
			day, reason = cell.Date(raw, t.r.zone)
		}
		cr.ints[row] = int64(day)
	case InstantType:
		var at cell.Micros
		var dayOnly bool
		if spreadsheet {
			at, dayOnly, reason = cell.SerialInstant(raw, t.r.File.Date1904, t.r.zone)
		} else {
			at, dayOnly, reason = cell.Instant(raw, t.r.zone, cr.field.Form == DateAllowed)
		}
		if dayOnly && cr.field.Form != DateAllowed && reason == "" && !spreadsheet {
			reason = cell.TimeMissing
		}
		cr.ints[row] = int64(at)
	case MoneyType:
		if number {
			cr.ints[row], reason = cell.NumberMoney(raw, minorDigits)
		} else {
			cr.ints[row], reason = cell.Money(raw, minorDigits, cr.separator)
		}
	case RateType:
		switch {
		case cr.field.Form == PercentForm && number:
			cr.ints[row], reason = atRateScale(cell.NumberPercent(raw))
		case cr.field.Form == PercentForm:
			cr.ints[row], reason = atRateScale(cell.Percent(raw))
		case number:
			cr.ints[row], reason = cell.NumberRate(raw)
		default:
			cr.ints[row], reason = cell.Rate(raw)
		}
	case IntType, DaysType:
		cr.ints[row], reason = cell.Int(trimDecimalZero(raw, number))
	case FlagType:
		var flag bool
		flag, reason = cell.Flag(raw)
		cr.ints[row] = 0
		if flag {
			cr.ints[row] = 1
		}
	case ShareType:
		reason = cell.NotAnInteger
	}
	return reason
}

// atRateScale brings a percentage, which is read with four decimals, to the ten of
// a column of type Rate.
func atRateScale(percent int64, reason cell.Reason) (int64, cell.Reason) {
	const sixDecimals = 1_000_000
	if reason == "" && (percent > math.MaxInt64/sixDecimals || percent < math.MinInt64/sixDecimals) {
		return 0, cell.OutOfRange
	}
	return percent * sixDecimals, reason
}

// reduce keeps what the column's type leaves of a secret.
func (cr *columnReader) reduce(raw []byte, row int) {
	switch cr.column.Type() {
	case FlagType:
		cr.ints[row] = 1
	case CodeType:
		cr.codes.set(row, view(cell.Script(raw)))
	case TextType:
		sum := sha256.Sum256(raw)
		cr.texts[row] = hex.AppendEncode(nil, sum[:])
	}
}

// minorDigits is the scale of money on disk (D48).
const minorDigits = 2

// trimDecimalZero takes ".0" off a whole number that a spreadsheet stored.
func trimDecimalZero(raw []byte, number bool) []byte {
	if number {
		return bytes.TrimSuffix(raw, []byte(".0"))
	}
	return raw
}

func (cr *columnReader) convertText(raw []byte, spreadsheet bool, row int) cell.Reason {
	switch {
	case cr.field.Form == Raw:
		cr.texts[row] = raw
	case spreadsheet:
		id, reason := cell.NumberID(raw)
		if reason != "" {
			return reason
		}
		cr.texts[row] = id
	default:
		id, _ := cell.ID(raw)
		if len(id) == 0 {
			return cell.NoValue
		}
		if reason := cell.ExcelDamage(id); reason != "" {
			return reason
		}
		cr.texts[row] = id
	}
	return ""
}

// convertCode looks a spelling up once: the rows of a column share few.
func (cr *columnReader) convertCode(raw []byte, row int) cell.Reason {
	if number, ok := cr.spellings[string(raw)]; ok {
		cr.codes.rows[row] = number
		return ""
	}
	code, reason := cr.codeOf(raw)
	if reason != "" {
		return reason
	}
	cr.codes.set(row, view(code))
	if cr.spellings == nil {
		cr.spellings = map[string]int{}
	}
	if len(cr.spellings) < mostSpellings {
		cr.spellings[string(raw)] = cr.codes.rows[row]
	}
	return ""
}

// mostSpellings bounds what a column of hostile codes may make us remember.
const mostSpellings = 4096

func (cr *columnReader) codeOf(raw []byte) (code string, reason cell.Reason) {
	switch {
	case cr.field.Form == CurrencyForm:
		return cell.Currency(raw)
	case cr.field.Form == WordList:
		var codes []string
		for word := range cell.SplitWords(raw) {
			code, reason := cr.field.Words.Code(word)
			if reason != "" {
				return "", reason
			}
			codes = append(codes, code)
		}
		return strings.Join(codes, "|"), ""
	case cr.field.Words != nil:
		code, reason = cr.field.Words.Code(raw)
		if reason == cell.UnknownWord && cr.field.Form == Keep {
			return string(cell.Trim(raw)), ""
		}
		return code, reason
	}
	text := cell.Trim(raw)
	if len(text) == 0 {
		return "", cell.NoValue
	}
	return string(text), ""
}

func (cr *columnReader) fillConstant(n int) {
	value := view(cr.constant)
	switch cr.column.Type() {
	case TextType:
		for row := range n {
			cr.texts[row], cr.valid[row] = value, true
		}
	case CodeType:
		for row := range n {
			cr.codes.set(row, value)
			cr.valid[row] = true
		}
	default:
		for row := range n {
			cr.valid[row] = cr.convert(value, false, row) == ""
		}
	}
}

// fillPlace fills the columns that say where a row stands.
func (cr *columnReader) fillPlace(c *tabular.Chunk) {
	r := cr.typer.r
	switch cr.column {
	case FromRow:
		copy(cr.ints, c.Rows)
		for row := range c.Rows {
			cr.valid[row] = true
		}
	case FromFile:
		cr.hasConstant, cr.constant = true, r.Name
		cr.fillConstant(c.Len())
	case FromForm:
		cr.hasConstant, cr.constant = true, string(r.File.Form)
		cr.fillConstant(c.Len())
	case FromEncoding:
		cr.hasConstant, cr.constant = true, r.File.Encoding
		cr.fillConstant(c.Len())
	case FromSheet:
		cr.hasConstant, cr.constant = true, r.File.Sheets[r.Sheet].Name
		cr.fillConstant(c.Len())
	}
}

// fillSnapshot takes the snapshot stamp from the file name where a row has none.
func (cr *columnReader) fillSnapshot(n int) {
	r := cr.typer.r
	if r.Dataset.Snapshot == nil || cr.column != Column(r.Dataset.Snapshot) || r.snapshot == noSnapshot {
		return
	}
	for row := range n {
		if !cr.valid[row] {
			cr.ints[row], cr.valid[row] = int64(r.snapshot), true
		}
	}
}
