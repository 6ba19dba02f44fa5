package pipeline

import (
	"bytes"
	"cmp"
	"fmt"
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline/internal/layout"
)

// sortedRows returns the numbers of the rows of a batch in the order of their hashes, if
// there are any, then of the key of the dataset, and rows of one key in the order of all
// their columns: so the order follows from the rows alone, not from who wrote first. It is
// nil if the rows are in that order already.
func sortedRows(d *Dataset, rec arrow.Record, hashes []uint64) []int32 {
	compare := rowOrder(d, rec)
	if hashes != nil {
		byRow := compare
		compare = func(a, b int32) int {
			if order := cmp.Compare(hashes[a], hashes[b]); order != 0 {
				return order
			}
			return byRow(a, b)
		}
	}
	rows := int32(rec.NumRows())
	inOrder := true
	for i := int32(1); i < rows && inOrder; i++ {
		inOrder = compare(i-1, i) <= 0
	}
	if inOrder {
		return nil
	}
	if hashes == nil {
		order := allRows(rec.NumRows())
		slices.SortFunc(order, compare)
		return order
	}
	order, ends := byHash(hashes)
	for i, from := range ends[:len(ends)-1] {
		if to := ends[i+1]; to-from > 1 {
			slices.SortFunc(order[from:to], compare)
		}
	}
	return order
}

// rowOrder returns the order of the rows of a batch by the key of its dataset, then by all
// its columns. A key is hardly ever doubled: the columns are prepared when one is.
func rowOrder(d *Dataset, rec arrow.Record) func(a, b int32) int {
	byKey := columnOrder(d.Key, rec)
	var byAll func(a, b int32) int
	return func(a, b int32) int {
		order := byKey(a, b)
		if order != 0 || a == b {
			return order
		}
		if byAll == nil {
			byAll = columnOrder(d.Columns, rec)
		}
		return byAll(a, b)
	}
}

// columnOrder returns the order of the rows of a batch by some of its columns, nulls first.
func columnOrder(columns []Column, rec arrow.Record) func(a, b int32) int {
	compare := make([]func(a, b int32) int, len(columns))
	for i, c := range columns {
		compare[i] = comparer(ValuesOf(rec, c))
	}
	return func(a, b int32) int {
		for _, column := range compare {
			if order := column(a, b); order != 0 {
				return order
			}
		}
		return 0
	}
}

// byHash returns rows, at least one, ordered by the top bits of their hashes, and where each
// bucket of equal ones begins, as grouped does (bucket sort). Hashes are spread evenly, so a
// bucket has a row or two.
func byHash(hashes []uint64) (order, ends []int32) {
	// The hashes of a partition agree in their top bits: divide what they span.
	low, high := slices.Min(hashes), slices.Max(hashes)
	shift := max(0, bits.Len64(high-low)-bits.Len(uint(len(hashes))))
	buckets := make([]int32, len(hashes))
	for row, h := range hashes {
		buckets[row] = int32((h - low) >> shift)
	}
	return new(grouping).of(buckets, int((high-low)>>shift)+1)
}

// comparer returns the order of the rows of a column, nulls first.
func comparer(a arrow.Array) func(i, j int32) int {
	values := valueComparer(a)
	if a.NullN() == 0 {
		return values
	}
	return func(i, j int32) int {
		switch x, y := a.IsValid(int(i)), a.IsValid(int(j)); {
		case x && y:
			return values(i, j)
		case x:
			return 1
		case y:
			return -1
		}
		return 0
	}
}

// valueComparer is comparer for rows that have a value. Texts and codes are compared by
// their bytes.
func valueComparer(a arrow.Array) func(i, j int32) int {
	switch a := a.(type) {
	case *array.String:
		offsets, text := layout.TextOffsets(a), layout.TextBytes(a)
		return func(i, j int32) int {
			return bytes.Compare(text[offsets[i]:offsets[i+1]], text[offsets[j]:offsets[j+1]])
		}
	case *array.Dictionary:
		ranks, indices := dictionaryRanks(a.Dictionary().(*array.String)), layout.Int32s(a)
		return func(i, j int32) int { return cmp.Compare(ranks[indices[i]], ranks[indices[j]]) }
	case *array.Boolean:
		return func(i, j int32) int {
			switch x, y := a.Value(int(i)), a.Value(int(j)); {
			case x == y:
				return 0
			case x:
				return 1
			}
			return -1
		}
	case *array.Int32, *array.Date32:
		values := layout.Int32s(a)
		return func(i, j int32) int { return cmp.Compare(values[i], values[j]) }
	case *array.Int64, *array.Timestamp:
		values := layout.Int64s(a)
		return func(i, j int32) int { return cmp.Compare(values[i], values[j]) }
	case *array.Float64:
		values := a.Float64Values()
		return func(i, j int32) int { return cmp.Compare(values[i], values[j]) }
	}
	panic(fmt.Sprintf("pipeline: no column type has %s values", a.DataType()))
}

// dictionaryRanks returns a rank for each entry of a dictionary: ranks are in the order of
// the bytes, those of equal entries are equal.
func dictionaryRanks(values *array.String) []int32 {
	order := allRows(int64(values.Len()))
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(values.Value(int(a)), values.Value(int(b))) })
	ranks := make([]int32, values.Len())
	for place, i := range order {
		if place > 0 && values.Value(int(i)) == values.Value(int(order[place-1])) {
			ranks[i] = ranks[order[place-1]]
			continue
		}
		ranks[i] = int32(place)
	}
	return ranks
}
