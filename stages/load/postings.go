package load

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/join"
)

// A filling says which rows fill a column of postings.
type filling struct {
	rows    []int32 // -1 = none
	sources []uint8 // positions of the sources of the rows
	used    uint8   // sources that have rows here, one bit each
	isFirst bool    // the rows are those of [joiner].first
}

// set says that a row of a source fills the column of a posting.
func (f *filling) set(posting int32, source, row int) {
	f.rows[posting], f.sources[posting] = int32(row), uint8(source)
	f.used |= 1 << source
}

// A joiner collects postings.
type joiner struct {
	sources []*orderRows
	numbers *join.Numbers
	first   filling // names each posting and its place
	// copied are the columns of postings whose cells are first rows of one source.
	copied map[pipeline.Column]arrow.Array
}

func (j *joiner) release() {
	for _, s := range j.sources {
		s.rec.Release()
	}
}

// add adds the loaded rows of a source, whose batch is released with the joiner.
func (j *joiner) add(s *orderRows, res resolution) {
	if j.numbers == nil {
		room := s.number.Len()
		j.numbers, j.first = join.NewNumbers(room), filling{rows: make([]int32, 0, room), sources: make([]uint8, 0, room), isFirst: true}
	}
	s.postings = make([]int32, len(res.class))
	for row, class := range res.class {
		s.postings[row] = -1
		if class != pipeline.Loaded || s.number.IsNull(row) {
			continue
		}
		number := s.number.Value(row)
		if strings.Count(number, "-") < 2 {
			continue // an order number or a service document: it belongs to no posting of its own
		}
		posting, isNew := j.numbers.Of(number)
		if isNew {
			j.first.rows, j.first.sources = append(j.first.rows, 0), append(j.first.sources, 0)
			j.first.set(int32(posting), len(j.sources), row)
		} else {
			s.later = append(s.later, int32(row))
		}
		s.postings[row] = int32(posting)
	}
	j.sources = append(j.sources, s)
}

// empty returns a filling without rows.
func (j *joiner) empty() filling {
	f := filling{rows: make([]int32, j.numbers.Len()), sources: make([]uint8, j.numbers.Len())}
	for i := range f.rows {
		f.rows[i] = -1
	}
	return f
}

// fill returns what fills a column: of each posting the first row, in the order in
// which sources are believed, that has a value; a posting without one may have a row
// that is null. cells returns the column of a source, nil if it has none.
func (j *joiner) fill(cells func(*orderRows) arrow.Array) filling {
	hasValues := func(s *orderRows) bool {
		column := cells(s)
		return column != nil && column.NullN() < column.Len()
	}
	if s := j.sole(hasValues); s != nil {
		column := cells(s)
		return j.firstBut(s, func(row, first int32) bool { return column.IsValid(int(row)) && column.IsNull(int(first)) })
	}
	f := j.empty()
	for i, s := range j.sources {
		if !hasValues(s) {
			continue
		}
		column := cells(s)
		for row, posting := range s.postings {
			if posting >= 0 && f.rows[posting] < 0 && column.IsValid(row) {
				f.set(posting, i, row)
			}
		}
	}
	return f
}

// sole returns the source that names all postings first and alone has values; nil if
// there is none.
func (j *joiner) sole(hasValues func(*orderRows) bool) *orderRows {
	s := j.only(j.first)
	if s == nil || !hasValues(s) || slices.ContainsFunc(j.sources, func(other *orderRows) bool { return other != s && hasValues(other) }) {
		return nil
	}
	return s
}

// firstBut returns the first rows of postings, which are all of one source, but for
// postings with a better row. Mostly each posting is one row of the orders export, and
// nothing is copied.
func (j *joiner) firstBut(s *orderRows, isBetter func(row, than int32) bool) filling {
	f := j.first
	for _, row := range s.later {
		posting := s.postings[row]
		if !isBetter(row, f.rows[posting]) {
			continue
		}
		if f.isFirst {
			f.rows, f.isFirst = slices.Clone(f.rows), false
		}
		f.rows[posting] = row
	}
	return f
}

// only returns the source of all rows of a filling; nil if there are several, or none.
func (j *joiner) only(f filling) *orderRows {
	if bits.OnesCount8(f.used) != 1 {
		return nil
	}
	return j.sources[bits.TrailingZeros8(f.used)]
}

// unknownScheme is the scheme of a posting of which nobody says it.
const unknownScheme = "unknown"

// schemeCode turns a scheme as written into its code (9.19).
func schemeCode(word string) string {
	switch strings.ToUpper(word) {
	case "FBO", "FBOECONOMY":
		return "fbo"
	case "FBS", "FBSECONOMY":
		return "fbs"
	case "RFBS":
		return "rfbs"
	case "CROSSBORDER", "OGL":
		return "crossborder"
	}
	return unknownScheme
}

func (j *joiner) write(t *pipeline.Task) error {
	if j.numbers == nil || j.numbers.Len() == 0 {
		return nil
	}
	j.copied = map[pipeline.Column]arrow.Array{}
	values := j.values()
	columns := map[pipeline.Column]arrow.Array{
		datasets.PostingNumber: j.numberColumn(t.Mem), datasets.OrderID: j.orderColumn(t.Mem), datasets.PostingSKU: j.skuColumn(t.Mem),
		datasets.Scheme: j.schemeColumn(t.Mem), datasets.PostingValue: valueColumn(t.Mem, values),
		datasets.PostingCurrency: j.codeColumn(t.Mem, datasets.PostingCurrency, j.knownOf(values), func(s *orderRows) arrow.Array { return s.currencies() }),
		pipeline.FromFile:        j.codeColumn(t.Mem, pipeline.FromFile, j.first, func(s *orderRows) arrow.Array { return s.place.codes }),
		pipeline.FromRow:         j.rowColumn(t.Mem),
	}
	for _, c := range postingCodes {
		cells := func(s *orderRows) arrow.Array { return s.column(c) }
		columns[c] = j.codeColumn(t.Mem, c, j.fill(cells), cells)
	}
	for _, c := range postingTimes {
		columns[c] = j.timeColumn(t.Mem, c)
	}
	j.copyFirsts(t.Mem, columns)
	out := pipeline.Assemble(datasets.Postings, columns)
	defer out.Release()
	return t.Write(datasets.Postings, out)
}
