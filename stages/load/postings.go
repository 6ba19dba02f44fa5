package load

import (
	"maps"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/vector"
)

// A filler is the row of a source that fills a cell; the zero filler is none.
type filler struct {
	source int32 // position among the sources, plus one
	row    int32
}

func (f filler) isKnown() bool { return f.source > 0 }

// A posting says which rows fill its cells.
type posting struct {
	first      filler // names the posting and its place
	order, sku filler
	times      [len(postingTimes)]filler
	codes      [len(postingCodes)]filler
	scheme     filler
	schemeRank schemeRank
	value      postingValue
}

// A joiner collects postings.
type joiner struct {
	sources  []*orderRows
	numbers  *join.Numbers
	postings []posting
}

func (j *joiner) release() {
	for _, s := range j.sources {
		s.rec.Release()
	}
}

// of returns the source of a filler.
func (j *joiner) of(f filler) *orderRows { return j.sources[f.source-1] }

// add adds the loaded rows of a source, whose batch is released with the joiner.
func (j *joiner) add(s *orderRows, res resolution) {
	j.sources = append(j.sources, s)
	if j.numbers == nil {
		j.numbers = join.NewNumbers(s.number.Len())
		j.postings = make([]posting, 0, s.number.Len())
	}
	for row, class := range res.class {
		if class != pipeline.Loaded || s.number.IsNull(row) {
			continue
		}
		number := s.number.Value(row)
		if strings.Count(number, "-") < 2 {
			continue // an order number or a service document: it belongs to no posting of its own
		}
		from := filler{int32(len(j.sources)), int32(row)}
		i, isNew := j.numbers.Of(number)
		if isNew {
			j.postings = append(j.postings, posting{first: from})
		}
		j.fill(&j.postings[i], s, from)
	}
}

// fill takes from a row what no earlier source filled.
func (j *joiner) fill(p *posting, s *orderRows, from filler) {
	row := int(from.row)
	if s.order != nil {
		if !p.order.isKnown() && s.order.IsValid(row) {
			p.order = from
		}
		if s.sku.IsValid(row) && (!p.sku.isKnown() || s.sku.Value(row) < j.of(p.sku).sku.Value(int(p.sku.row))) {
			p.sku = from
		}
	}
	for i, times := range s.times {
		if times != nil && !p.times[i].isKnown() && times.IsValid(row) {
			p.times[i] = from
		}
	}
	for i, codes := range s.codes {
		if codes != nil && !p.codes[i].isKnown() && codes.IsValid(row) {
			p.codes[i] = from
		}
	}
	if s.goods != nil {
		p.value.add(s.goods, from)
	}
	if s.schemeRank > p.schemeRank && s.scheme.IsValid(row) {
		p.scheme, p.schemeRank = from, s.schemeRank
	}
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
	if len(j.postings) == 0 {
		return nil
	}
	columns := j.filled(t.Mem)
	maps.Copy(columns, j.named(t.Mem))
	out := pipeline.Assemble(datasets.Postings, columns)
	defer out.Release()
	return t.Write(datasets.Postings, out)
}

// named returns the columns that name a posting, and its row in the file.
func (j *joiner) named(mem memory.Allocator) map[pipeline.Column]arrow.Array {
	const length = 16 // of a number, about
	n := len(j.postings)
	numbers, orders, skus := vector.NewTexts(mem, n, length*n), vector.NewTexts(mem, n, length*n), vector.NewTexts(mem, n, length*n)
	rows := vector.New[int64](mem, n)
	defer numbers.Release()
	defer orders.Release()
	defer skus.Release()
	defer rows.Release()
	for i := range j.postings {
		p := &j.postings[i]
		number := j.numbers.Key(i)
		numbers.Append(number)
		if p.order.isKnown() {
			orders.Append(j.of(p.order).order.Value(int(p.order.row)))
		} else {
			orders.Append(join.OrderOf(number))
		}
		if p.sku.isKnown() {
			skus.Append(j.of(p.sku).sku.Value(int(p.sku.row)))
		} else {
			skus.AppendNull()
		}
		rows.Append(j.of(p.first).place.row.Value(int(p.first.row)))
	}
	return map[pipeline.Column]arrow.Array{
		datasets.PostingNumber: numbers.Column(), datasets.OrderID: orders.Column(), datasets.PostingSKU: skus.Column(),
		pipeline.FromRow: rows.Column(pipeline.IntType.Arrow()),
	}
}

// filled returns the other columns.
func (j *joiner) filled(mem memory.Allocator) map[pipeline.Column]arrow.Array {
	columns := map[pipeline.Column]arrow.Array{
		pipeline.FromFile: j.codeColumn(mem,
			func(s *orderRows) *array.Dictionary { return s.place.codes }, func(p *posting) filler { return p.first }),
		datasets.Scheme:       j.schemeColumn(mem),
		datasets.PostingValue: j.valueColumn(mem),
		datasets.PostingCurrency: j.codeColumn(mem, (*orderRows).currencies, func(p *posting) filler {
			if p.value.isKnown() {
				return p.value.from
			}
			return filler{}
		}),
	}
	for i, c := range postingCodes {
		columns[c] = j.codeColumn(mem,
			func(s *orderRows) *array.Dictionary { return s.codes[i] }, func(p *posting) filler { return p.codes[i] })
	}
	for i, c := range postingTimes {
		columns[c] = j.timeColumn(mem, i)
	}
	return columns
}

// codeColumn makes a column of the codes that fill it.
func (j *joiner) codeColumn(mem memory.Allocator, of func(*orderRows) *array.Dictionary, at func(*posting) filler) arrow.Array {
	b := vector.NewCodeBuilder(mem, len(j.postings))
	defer b.Release()
	sources := j.translated(of, b.Words.Index)
	for i := range j.postings {
		if from := at(&j.postings[i]); from.isKnown() {
			b.Append(sources[from.source-1].At(int(from.row)))
		} else {
			b.AppendNull()
		}
	}
	return b.Column()
}

func (j *joiner) schemeColumn(mem memory.Allocator) arrow.Array {
	b := vector.NewCodeBuilder(mem, len(j.postings), unknownScheme)
	defer b.Release()
	sources := j.translated(
		func(s *orderRows) *array.Dictionary { return s.scheme },
		func(word string) int { return b.Words.Index(schemeCode(word)) },
	)
	for i := range j.postings {
		if from := j.postings[i].scheme; from.isKnown() {
			b.Append(sources[from.source-1].At(int(from.row)))
		} else {
			b.AppendWord(unknownScheme)
		}
	}
	return b.Column()
}

// translated translates a code column of each source that has it.
func (j *joiner) translated(of func(*orderRows) *array.Dictionary, index func(word string) int) []vector.Codes[int] {
	translated := make([]vector.Codes[int], len(j.sources))
	for i, s := range j.sources {
		if cells := of(s); cells != nil {
			translated[i] = vector.CodesOf(cells, index)
		}
	}
	return translated
}

func (j *joiner) timeColumn(mem memory.Allocator, of int) arrow.Array {
	v := vector.New[arrow.Timestamp](mem, len(j.postings))
	defer v.Release()
	for i := range j.postings {
		if from := j.postings[i].times[of]; from.isKnown() {
			v.Append(j.of(from).times[of].Value(int(from.row)))
		} else {
			v.AppendNull()
		}
	}
	return v.Column(pipeline.InstantType.Arrow())
}
