package shop

import (
	"strconv"
	"strings"
)

// A dialect is the way in which a table is spelled.
type dialect struct {
	delimiter byte
	quoteAll  bool // quote every cell that is not empty, as Ozon does
	crlf      bool
	bom       bool
	comma     bool // decimal comma
	dotted    bool // dates as 01.07.2024
	zone      bool // instants of Moscow carry their offset
	utc       bool // instants are UTC without a mark
	shanghai  bool // instants are of Shanghai without a mark; else of Moscow
	json      bool // an array of flat objects instead of CSV
}

// The dialects of the shop's files.
var (
	ozonDialect      = dialect{delimiter: ';', quoteAll: true, bom: true, utc: true}
	canonicalDialect = dialect{delimiter: ',', zone: true}
	chineseDialect   = dialect{delimiter: ',', bom: true}
	russianDialect   = dialect{delimiter: ';', bom: true, crlf: true, comma: true, dotted: true}
	jsonDialect      = dialect{json: true, zone: true}
)

// A table writes rows cell by cell. Each cell method writes the next cell of
// the row; endRow ends it.
type table struct {
	dialect
	out     *output
	columns []string
	row     []byte
	cell    int
	rows    int64 // without the header
}

// createTable makes a file and writes its header.
func (o *outputs) createTable(path string, d dialect, columns []string) (*table, error) {
	out, err := o.create(path)
	if err != nil {
		return nil, err
	}
	t := &table{dialect: d, out: out, columns: columns}
	if d.json {
		out.WriteString("[\n")
		return t, nil
	}
	if d.bom {
		out.WriteString("\ufeff")
	}
	for _, column := range columns {
		t.text(column)
	}
	t.endRow()
	t.rows = 0
	return t, nil
}

// finish writes what stands after the last row.
func (t *table) finish() {
	if t.json {
		t.out.WriteString("\n]\n")
	}
}

func (t *table) endRow() {
	switch {
	case t.json:
		if t.rows > 0 {
			t.out.WriteString(",\n")
		}
		t.row = append(t.row, '}')
	case t.crlf:
		t.row = append(t.row, '\r', '\n')
	default:
		t.row = append(t.row, '\n')
	}
	t.out.Write(t.row)
	t.row = t.row[:0]
	t.cell = 0
	t.rows++
}

// next starts a cell.
func (t *table) next() {
	switch {
	case t.json && t.cell == 0:
		t.row = append(t.row, '{')
	case t.cell > 0 && t.json:
		t.row = append(t.row, ',')
	case t.cell > 0:
		t.row = append(t.row, t.delimiter)
	}
	if t.json {
		t.row = strconv.AppendQuote(t.row, t.columns[t.cell])
		t.row = append(t.row, ':')
	}
	t.cell++
}

// blank writes empty cells.
func (t *table) blank(cells int) {
	for range cells {
		t.next()
		if t.json {
			t.row = append(t.row, "null"...)
		}
	}
}

// text writes a cell of any text.
func (t *table) text(s string) {
	if s == "" {
		t.blank(1)
		return
	}
	t.next()
	switch {
	case t.json:
		t.row = strconv.AppendQuote(t.row, s)
	case t.quoteAll || t.needsQuotes(s):
		t.row = append(t.row, '"')
		t.row = append(t.row, strings.ReplaceAll(s, `"`, `""`)...)
		t.row = append(t.row, '"')
	default:
		t.row = append(t.row, s...)
	}
}

func (t *table) needsQuotes(s string) bool {
	for i := range len(s) {
		if c := s[i]; c == t.delimiter || c == '"' || c == '\n' || c == '\r' {
			return true
		}
	}
	return false
}

// plain writes a cell that needs no escaping.
func (t *table) plain(s []byte) {
	t.open()
	t.row = append(t.row, s...)
	t.shut()
}

func (t *table) open() {
	t.next()
	if t.quoteAll || t.json {
		t.row = append(t.row, '"')
	}
}

func (t *table) shut() {
	if t.quoteAll || t.json {
		t.row = append(t.row, '"')
	}
}

func (t *table) number(n int64) {
	t.open()
	t.row = strconv.AppendInt(t.row, n, 10)
	t.shut()
}

// money writes minor units with two fraction digits.
func (t *table) money(minor int64) {
	t.open()
	t.row = appendDecimal(t.row, minor, 2, t.point())
	t.shut()
}

// rate writes a rate of 1/10000 units.
func (t *table) rate(scaled int64) {
	t.open()
	t.row = appendDecimal(t.row, scaled, 4, t.point())
	t.shut()
}

func (t *table) point() byte {
	if t.comma {
		return ','
	}
	return '.'
}

// date writes a day; never is an empty cell.
func (t *table) date(d day) {
	if d == 0 {
		t.blank(1)
		return
	}
	t.open()
	t.row = appendDay(t.row, d, t.dotted)
	t.shut()
}

// instant writes a moment; never is an empty cell.
func (t *table) instant(at instant) {
	if at == 0 {
		t.blank(1)
		return
	}
	local := int64(at)
	switch {
	case t.shanghai:
		local += shanghaiOffset
	case !t.utc:
		local += moscowOffset
	}
	separator := byte(' ')
	if t.zone {
		separator = 'T'
	}
	t.open()
	t.row = appendDay(t.row, day(local/secondsPerDay), t.dotted)
	t.row = append(t.row, separator)
	t.row = appendClock(t.row, local%secondsPerDay)
	if t.zone {
		t.row = append(t.row, "+03:00"...)
	}
	t.shut()
}

// flag writes true or false.
func (t *table) flag(yes bool) {
	t.open()
	t.row = strconv.AppendBool(t.row, yes)
	t.shut()
}

// appendDecimal appends n / 10^digits.
func appendDecimal(b []byte, n int64, digits int, point byte) []byte {
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	scale := int64(1)
	for range digits {
		scale *= 10
	}
	b = strconv.AppendInt(b, n/scale, 10)
	b = append(b, point)
	return appendPadded(b, n%scale, digits)
}
