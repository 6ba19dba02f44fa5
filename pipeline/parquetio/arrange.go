package parquetio

import (
	"bytes"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
)

// An arrangement is the order in which the rows of a row group are written. Rows are
// gathered from the batches in the order in which they lie in memory, and are numbered so,
// from 0.
type arrangement struct {
	order  []int32                     // numbers of the rows in the order written
	chosen [][]int32                   // for each batch its rows that are gathered, ascending; nil = all
	known  map[pipeline.Column]indexed // key columns of texts that repeat, found while sorting

	sorted []int32 // buffer of sortBy: the next order
	places []int32 // buffer of sortBy: for each rank the place of its next row
}

// indexed is a column of texts as indices into a dictionary.
type indexed struct {
	at    []int32 // by number of the row
	words texts   // the dictionary, ascending
}

// arrange orders the rows of batches by the key of their dataset; equal ones
// stay in the order of their batch. Lines that share a payout then repeat its
// cells next to each other, which takes less room
// (docs/decisions/018-parquet-size.md).
func (g *gatherer) arrange(d *pipeline.Dataset, batches []batch) error {
	g.order, g.chosen = g.order[:0], g.chosen[:0]
	for _, b := range batches {
		g.chosen = append(g.chosen, g.choose(b))
	}
	g.known = map[pipeline.Column]indexed{}
	// From the last column to the first: a sort keeps the order of the one before.
	for _, c := range slices.Backward(d.Key) {
		ranks, err := g.rankCells(c, g.columnOf(batches, d.Index(c)))
		if err != nil {
			return err
		}
		g.sortBy(ranks)
	}
	return nil
}

// sortBy orders rows by their ranks, which are not negative; equal ones stay in their
// order (counting sort).
func (a *arrangement) sortBy(ranks []int32) {
	most := int(slices.Max(ranks))
	a.places = slices.Grow(a.places[:0], most+2)[:most+2]
	clear(a.places)
	for _, rank := range ranks {
		a.places[rank+1]++
	}
	for rank := range most {
		a.places[rank+1] += a.places[rank]
	}
	a.sorted = slices.Grow(a.sorted[:0], len(a.order))[:len(a.order)]
	for _, row := range a.order {
		place := &a.places[ranks[row]]
		a.sorted[*place] = row
		*place++
	}
	a.order, a.sorted = a.sorted, a.order
}

// choose appends the rows of a batch to the order. It returns the rows that are gathered,
// ascending; nil = all.
func (g *gatherer) choose(b batch) []int32 {
	first, rows := int32(len(g.order)), b.rows()
	g.order = slices.Grow(g.order, rows)[:int(first)+rows]
	order := g.order[first:]
	switch {
	case b.order == nil:
		for i := range order {
			order[i] = first + int32(i)
		}
		return nil
	case rows == int(b.NumRows()):
		for i, row := range b.order {
			order[i] = first + row
		}
		return nil
	}
	places := g.emptyRanks(int(b.NumRows())) // of the rows in the order, plus one; 0 for the others
	for i, row := range b.order {
		places[row] = int32(i) + 1
	}
	chosen := make([]int32, 0, rows)
	for row, place := range places {
		if place > 0 {
			order[place-1] = first + int32(len(chosen))
			chosen = append(chosen, int32(row))
		}
	}
	return chosen
}

// rankCells returns a rank for each cell of a key column, which has no nulls: numbers from 0
// in the order of the cells, equal for equal cells. They live in a buffer of the gatherer.
func (g *gatherer) rankCells(c pipeline.Column, pieces []piece) ([]int32, error) {
	switch c.Type() {
	case pipeline.TextType:
		g.joinTexts(pieces)
		if words, repeat := g.indexTexts(g.allTexts); repeat {
			g.known[c] = indexed{slices.Clone(g.indices), texts{words.memory, slices.Clone(words.spans)}}
			return g.indices, nil
		}
		return g.rankTexts(g.allTexts), nil
	case pipeline.CodeType:
		if err := g.joinCodes(pieces); err != nil {
			return nil, err
		}
		ranks := g.rankTexts(g.allTexts)
		for i, at := range g.all32 {
			g.all32[i] = ranks[at]
		}
		return g.all32, nil
	case pipeline.FlagType:
		g.joinFlags(pieces)
		g.all32 = g.all32[:0]
		for _, flag := range g.allFlags {
			g.all32 = append(g.all32, int32(flag))
		}
		return g.all32, nil
	case pipeline.DaysType, pipeline.DateType:
		return rankNumbers(&g.indexer, joined(&g.all32, pieces)), nil
	default: // shares by their bits, as in a dictionary
		return rankNumbers(&g.indexer, joined(&g.all64, pieces)), nil
	}
}

// rankTexts returns the ranks of texts by their bytes.
func (x *indexer) rankTexts(all texts) []int32 {
	x.sortTexts(all)
	return x.rankKeys(all.count(), func(a, b sortKey) bool {
		return a.key == b.key && bytes.Equal(all.at(int(a.place)), all.at(int(b.place)))
	})
}

// rankNumbers returns the ranks of numbers.
func rankNumbers[T int32 | int64](x *indexer, all []T) []int32 {
	x.keys = slices.Grow(x.keys[:0], len(all))
	for place, v := range all {
		x.keys = append(x.keys, sortKey{uint64(v) ^ sign, int32(place)})
	}
	x.sortKeys()
	return x.rankKeys(len(all), func(a, b sortKey) bool { return a.key == b.key })
}

// rankKeys returns the ranks of so many cells, whose keys are sorted. It is told whether two
// cells are equal.
func (x *indexer) rankKeys(cells int, areEqual func(a, b sortKey) bool) []int32 {
	ranks := x.emptyRanks(cells)
	rank := int32(0)
	for i, k := range x.keys {
		if i > 0 && !areEqual(x.keys[i-1], k) {
			rank++
		}
		ranks[k.place] = rank
	}
	return ranks
}

// inOrder returns the cells of rows in their order, in the memory of buffer.
func inOrder[T any](buffer, all []T, rows []int32) []T {
	buffer = slices.Grow(buffer[:0], len(rows))[:len(rows)]
	for i, row := range rows {
		buffer[i] = all[row]
	}
	return buffer
}

// A piece is what a batch has of a column, as it lies in memory: all cells, or
// those of some rows.
type piece struct {
	arrow.Array
	rows []int32 // ascending; nil = all
}

// columnOf returns the pieces of a column.
func (a *arrangement) columnOf(batches []batch, column int) []piece {
	pieces := make([]piece, len(batches))
	for i, b := range batches {
		pieces[i] = piece{b.Column(column), a.chosen[i]}
	}
	return pieces
}

// count returns the number of cells of the piece.
func (p piece) count() int {
	if p.rows != nil {
		return len(p.rows)
	}
	return p.Len()
}

// at returns the row of a cell.
func (p piece) at(i int) int {
	if p.rows != nil {
		return int(p.rows[i])
	}
	return i
}
