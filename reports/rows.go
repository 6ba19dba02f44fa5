package reports

import (
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// rows returns the rows of a sheet in its order, and how many rows of the mart it
// does not show. The caller releases them. Memory grows with the rows shown, not
// with the mart.
func (b *book) rows(s *sheet) (shown arrow.Record, leftOut int64, err error) {
	if s.Rows != nil {
		shown, err = s.Rows(b)
		return shown, 0, err
	}
	mem := memory.NewGoAllocator()
	columns := s.reads()
	var kept []arrow.Record
	defer func() {
		for _, rec := range kept {
			rec.Release()
		}
	}()
	for rec, err := range b.marts(s.Dataset, columns...) {
		if err != nil {
			return nil, 0, err
		}
		if err := b.ctx.Err(); err != nil {
			return nil, 0, err
		}
		if s.Keep == nil {
			rec.Retain()
			kept = append(kept, rec)
			continue
		}
		keep := s.Keep(rec, b.facts)
		var chosen []int32
		for row := range int32(rec.NumRows()) {
			if keep(int(row)) {
				chosen = append(chosen, row)
			}
		}
		leftOut += rec.NumRows() - int64(len(chosen))
		if len(chosen) > 0 {
			kept = append(kept, pipeline.Take(mem, rec, chosen))
		}
	}
	all, err := pipeline.Concat(mem, &pipeline.Dataset{Name: s.Dataset.Name, Columns: columns}, kept)
	if err != nil {
		return nil, 0, err
	}
	defer all.Release()
	order := s.Order
	if order == nil {
		order = func(rec arrow.Record) []int32 { return orderBy(rec, s.Dataset.Key) }
	}
	return pipeline.Take(mem, all, order(all)), leftOut, nil
}

// orderBy returns the positions of the rows of a batch in the order of a key.
// Nulls come first; equal rows keep their order.
func orderBy(rec arrow.Record, key []pipeline.Column) []int32 {
	order := make([]int32, rec.NumRows())
	for i := range order {
		order[i] = int32(i)
	}
	var compare []func(i, j int) int
	for _, c := range key {
		compare = append(compare, comparing(c, rec))
	}
	slices.SortStableFunc(order, func(i, j int32) int {
		for _, by := range compare {
			if d := by(int(i), int(j)); d != 0 {
				return d
			}
		}
		return 0
	})
	return order
}

// comparing compares two rows by a key column. Keys are texts, codes, dates,
// moments, amounts, days and whole numbers; other types do not order rows.
func comparing(c pipeline.Column, rec arrow.Record) func(i, j int) int {
	switch c := c.(type) {
	case *pipeline.Text:
		return nullsFirst[string](c.In(rec))
	case *pipeline.Code:
		code, a := codesOf(c.In(rec)), c.In(rec)
		return func(i, j int) int {
			return cmp.Or(cmp.Compare(filled(a, i), filled(a, j)), cmp.Compare(code(i), code(j)))
		}
	case *pipeline.Date:
		return nullsFirst[arrow.Date32](c.In(rec))
	case *pipeline.Instant:
		return nullsFirst[arrow.Timestamp](c.In(rec))
	case *pipeline.Int:
		return nullsFirst[int64](c.In(rec))
	case *pipeline.Money:
		return nullsFirst[int64](c.In(rec))
	case *pipeline.Days:
		return nullsFirst[int32](c.In(rec))
	}
	return func(int, int) int { return 0 }
}

func nullsFirst[T cmp.Ordered](a interface {
	arrow.Array
	Value(int) T
},
) func(i, j int) int {
	return func(i, j int) int {
		if d := cmp.Compare(filled(a, i), filled(a, j)); d != 0 || a.IsNull(i) {
			return d
		}
		return cmp.Compare(a.Value(i), a.Value(j))
	}
}

func filled(a arrow.Array, row int) int {
	if a.IsNull(row) {
		return 0
	}
	return 1
}

// currenciesOf returns the currencies of a column, sorted, without the empty one.
func currenciesOf(a *array.Dictionary) []string {
	code, seen := codesOf(a), map[string]bool{"": true}
	var out []string
	for row := range a.Len() {
		if c := code(row); !seen[c] {
			seen[c] = true
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return out
}
