package load

import (
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/vector"
)

// numberLength is how long the numbers of postings and orders are, about.
const numberLength = 16

// take returns the cells that fill a column of postings, which are all of one source. It
// returns nil where they are those of first rows: as this is so of most columns, they
// are taken together by [joiner.copyFirsts].
func (j *joiner) take(mem memory.Allocator, c pipeline.Column, cells arrow.Array, from filling) arrow.Array {
	if from.isFirst {
		j.copied[c] = cells
		return nil
	}
	return pipeline.TakeColumn(mem, cells, from.rows)
}

// copyFirsts adds the columns whose cells are those of first rows.
func (j *joiner) copyFirsts(mem memory.Allocator, columns map[pipeline.Column]arrow.Array) {
	if len(j.copied) == 0 {
		return
	}
	d := &pipeline.Dataset{Name: datasets.Postings.Name, Columns: slices.Collect(maps.Keys(j.copied))}
	for _, cells := range j.copied {
		cells.Retain()
	}
	all := pipeline.Assemble(d, j.copied)
	defer all.Release()
	first := pipeline.Take(mem, all, j.first.rows)
	defer first.Release()
	maps.Copy(columns, pipeline.ColumnsOf(d, first))
}

func (j *joiner) numberColumn(mem memory.Allocator) arrow.Array {
	if only := j.only(j.first); only != nil {
		return j.take(mem, datasets.PostingNumber, only.number, j.first)
	}
	b := vector.NewTexts(mem, j.numbers.Len(), numberLength*j.numbers.Len())
	defer b.Release()
	for i := range j.numbers.Len() {
		b.Append(j.numbers.Key(i))
	}
	return b.Column()
}

// orderColumn makes the column of orders; the number of a posting says which one it
// belongs to, where no source does.
func (j *joiner) orderColumn(mem memory.Allocator) arrow.Array {
	from := j.fill(func(s *orderRows) arrow.Array { return s.order() })
	if only := j.only(from); only != nil && only.orders.NullN() == 0 && !slices.Contains(from.rows, -1) {
		return j.take(mem, datasets.OrderID, only.orders, from)
	}
	b := vector.NewTexts(mem, len(from.rows), numberLength*len(from.rows))
	defer b.Release()
	for i, row := range from.rows {
		if orders := j.sources[from.sources[i]].orders; row >= 0 && orders.IsValid(int(row)) {
			b.Append(orders.Value(int(row)))
		} else {
			b.Append(join.OrderOf(j.numbers.Key(i)))
		}
	}
	return b.Column()
}

// skuColumn makes the column of articles: of those of a posting the first one in
// the order of texts.
func (j *joiner) skuColumn(mem memory.Allocator) arrow.Array {
	from := j.leastSKUs()
	if only := j.only(from); only != nil {
		return j.take(mem, datasets.PostingSKU, only.skus, from)
	}
	b := vector.NewTexts(mem, len(from.rows), numberLength*len(from.rows))
	defer b.Release()
	for i, row := range from.rows {
		if row >= 0 {
			b.Append(j.sources[from.sources[i]].skus.Value(int(row)))
		} else {
			b.AppendNull()
		}
	}
	return b.Column()
}

// leastSKUs returns the rows with the first article of each posting.
func (j *joiner) leastSKUs() filling {
	hasSKUs := func(s *orderRows) bool { return s.skus != nil && s.skus.NullN() < s.skus.Len() }
	if s := j.sole(hasSKUs); s != nil {
		return j.firstBut(s, func(row, than int32) bool {
			return s.skus.IsValid(int(row)) && (s.skus.IsNull(int(than)) || s.skus.Value(int(row)) < s.skus.Value(int(than)))
		})
	}
	from := j.empty()
	for i, s := range j.sources {
		if !hasSKUs(s) {
			continue
		}
		for row, posting := range s.postings {
			if posting < 0 || s.skus.IsNull(row) {
				continue
			}
			if last := from.rows[posting]; last < 0 || s.skus.Value(row) < j.sources[from.sources[posting]].skus.Value(int(last)) {
				from.set(posting, i, row)
			}
		}
	}
	return from
}

func (j *joiner) rowColumn(mem memory.Allocator) arrow.Array {
	if only := j.only(j.first); only != nil {
		return j.take(mem, pipeline.FromRow, only.place.row, j.first)
	}
	v := vector.New[int64](mem, len(j.first.rows))
	defer v.Release()
	for i, row := range j.first.rows {
		v.Append(j.sources[j.first.sources[i]].place.row.Value(int(row)))
	}
	return v.Column(pipeline.IntType.Arrow())
}

// codeColumn makes a column of the codes that fill it.
func (j *joiner) codeColumn(mem memory.Allocator, c pipeline.Column, from filling, cells func(*orderRows) arrow.Array) arrow.Array {
	if only := j.only(from); only != nil {
		return j.take(mem, c, cells(only), from)
	}
	if from.used == 0 {
		none := vector.NullCodes(mem, len(from.rows))
		defer none.Release()
		return none.Column()
	}
	b := vector.NewCodeBuilder(mem, len(from.rows))
	defer b.Release()
	sources := j.translated(cells, b.Words.Index)
	for i, row := range from.rows {
		if row >= 0 {
			b.Append(sources[from.sources[i]].At(int(row)))
		} else {
			b.AppendNull()
		}
	}
	return b.Column()
}

// schemeColumn makes the column of schemes, each as the source says it that is
// believed most (9.19).
func (j *joiner) schemeColumn(mem memory.Allocator) arrow.Array {
	from := j.empty()
	ranks := make([]schemeRank, len(from.rows))
	for i, s := range j.sources {
		for row, posting := range s.postings {
			if posting >= 0 && s.schemeRank > ranks[posting] && s.scheme.IsValid(row) {
				from.set(posting, i, row)
				ranks[posting] = s.schemeRank
			}
		}
	}
	b := vector.NewCodeBuilder(mem, len(from.rows), unknownScheme)
	defer b.Release()
	sources := j.translated(
		func(s *orderRows) arrow.Array { return s.scheme },
		func(word string) int { return b.Words.Index(schemeCode(word)) },
	)
	for i, row := range from.rows {
		if row >= 0 {
			b.Append(sources[from.sources[i]].At(int(row)))
		} else {
			b.AppendWord(unknownScheme)
		}
	}
	return b.Column()
}

// translated translates a code column of each source that has it.
func (j *joiner) translated(cells func(*orderRows) arrow.Array, index func(word string) int) []vector.Codes[int] {
	translated := make([]vector.Codes[int], len(j.sources))
	for i, s := range j.sources {
		if column := cells(s); column != nil {
			translated[i] = vector.CodesOf(column.(*array.Dictionary), index)
		}
	}
	return translated
}

func (j *joiner) timeColumn(mem memory.Allocator, c *pipeline.Instant) arrow.Array {
	from := j.fill(func(s *orderRows) arrow.Array { return s.column(c) })
	if only := j.only(from); only != nil {
		return j.take(mem, c, only.column(c), from)
	}
	times := make([]*array.Timestamp, len(j.sources))
	for i, s := range j.sources {
		times[i], _ = s.column(c).(*array.Timestamp)
	}
	v := vector.New[arrow.Timestamp](mem, len(from.rows))
	defer v.Release()
	for i, row := range from.rows {
		if row >= 0 {
			v.Append(times[from.sources[i]].Value(int(row)))
		} else {
			v.AppendNull()
		}
	}
	return v.Column(pipeline.InstantType.Arrow())
}
