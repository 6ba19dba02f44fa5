package parquetio

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
)

// An arrangement is the order in which the rows of a row group are written.
type arrangement struct {
	order   []int32                     // numbers of the rows as they are gathered
	weights []uint64                    // of the rows as they are gathered, in the order of a key column
	known   map[pipeline.Column]indexed // texts of the key that repeat
}

// indexed is a column of texts as indices, a cell for each row as they are gathered.
type indexed struct {
	at    []int32
	words texts // the dictionary
}

// arrange orders the rows of batches by the key of their dataset; equal ones
// stay in the order of their batch. Lines that share a payout then repeat its
// cells next to each other, which takes less room
// (docs/decisions/018-parquet-size.md).
func (g *gatherer) arrange(d *pipeline.Dataset, batches []batch) error {
	g.order = g.order[:0]
	for _, b := range batches {
		first := int32(len(g.order))
		for i := range int32(b.rows()) {
			if b.isWhole() && b.order != nil {
				i = b.order[i]
			}
			g.order = append(g.order, first+i)
		}
	}
	g.known = map[pipeline.Column]indexed{}
	// From the last column to the first: a sort keeps the order of the one before.
	for _, c := range slices.Backward(d.Key) {
		if err := g.weigh(c, columnOf(batches, d.Index(c))); err != nil {
			return err
		}
		g.keys = g.keys[:0]
		for _, row := range g.order {
			g.keys = append(g.keys, sortKey{g.weights[row], row})
		}
		g.sortKeys()
		for i, k := range g.keys {
			g.order[i] = k.place
		}
	}
	return nil
}

// weigh makes the weights numbers that are in the order of the cells of a key
// column, which has no nulls.
func (g *gatherer) weigh(c pipeline.Column, pieces []piece) error {
	g.weights = g.weights[:0]
	switch c.Type() {
	case pipeline.TextType:
		g.joinTexts(pieces)
		if words, repeat := g.indexTexts(g.allTexts, nil); repeat {
			g.known[c] = indexed{slices.Clone(g.indices), slices.Clone(words)}
			g.weighRanks(g.indices)
		} else {
			g.weighRanks(g.rankTexts(g.allTexts))
		}
	case pipeline.CodeType:
		if err := g.joinCodes(pieces); err != nil {
			return err
		}
		ranks := g.rankTexts(g.allTexts)
		for i, at := range g.all32 {
			g.all32[i] = ranks[at]
		}
		g.weighRanks(g.all32)
	case pipeline.FlagType:
		g.joinFlags(pieces)
		for _, flag := range g.allFlags {
			g.weights = append(g.weights, uint64(flag))
		}
	case pipeline.DaysType, pipeline.DateType:
		for _, v := range joined(&g.all32, pieces) {
			g.weights = append(g.weights, uint64(v)^sign)
		}
	default: // shares by their bits, as in a dictionary
		for _, v := range joined(&g.all64, pieces) {
			g.weights = append(g.weights, uint64(v)^sign)
		}
	}
	return nil
}

func (g *gatherer) weighRanks(ranks []int32) {
	for _, rank := range ranks {
		g.weights = append(g.weights, uint64(rank))
	}
}

// rankTexts returns numbers that are in the order of the texts; equal texts
// have the same.
func (g *gatherer) rankTexts(all texts) []int32 {
	g.sortTexts(all)
	ranks := g.emptyRanks(len(all))
	rank := int32(0)
	for i, k := range g.keys {
		if i > 0 && all[k.place] != all[g.keys[i-1].place] {
			rank++
		}
		ranks[k.place] = rank
	}
	return ranks
}

// inOrder returns the filled ones of all cells of a column in the order written,
// in a buffer, and leaves in written which rows they are.
func inOrder[T any](g *gatherer, buffer, all []T) []T {
	rows := len(g.order)
	g.written = g.filled
	switch g.filled.count(0, rows) {
	case 0:
		return buffer[:0]
	case rows:
		buffer = slices.Grow(buffer[:0], rows)[:rows]
		for i, row := range g.order {
			buffer[i] = all[row]
		}
		return buffer
	}
	// All are written, and a null is written over by the next: no branch to guess.
	buffer = slices.Grow(buffer[:0], rows+1)[:rows+1]
	g.levels = g.levels[:0]
	filled, next := g.filled.bits, 0
	for rows := range slices.Chunk(g.order, 8) {
		var levels byte
		for i, row := range rows {
			buffer[next] = all[row]
			level := filled[uint32(row)/8] >> (uint32(row) % 8) & 1
			levels |= level << i
			next += int(level)
		}
		g.levels = append(g.levels, levels)
	}
	g.written.bits = g.levels
	var none T
	buffer[next] = none // texts are not kept
	return buffer[:next]
}

// A piece is what a batch has of a column: all cells as they stand, which is
// their order in memory, or those of some rows.
type piece struct {
	arrow.Array
	rows []int32 // nil = all
}

// isWhole says that no rows of the record are left out.
func (b batch) isWhole() bool { return b.rows() == int(b.NumRows()) }

// columnOf returns the pieces of a column.
func columnOf(batches []batch, column int) []piece {
	pieces := make([]piece, len(batches))
	for i, b := range batches {
		pieces[i].Array = b.Column(column)
		if !b.isWhole() {
			pieces[i].rows = b.order
		}
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
