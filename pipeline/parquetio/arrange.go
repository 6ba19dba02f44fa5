package parquetio

import (
	"math"
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
)

// An arrangement is the order in which the rows of a row group are written.
type arrangement struct {
	order   []int32  // numbers of the rows as they came; empty if they stay so
	weights []uint64 // of the rows as they came, in the order of a key column

	before []int32 // filled rows before each eighth row as they came
	places []int32 // of the filled cells, in the order written
	levels []byte

	spare32     []int32
	spare64     []int64
	spareFloats []float64
	spareFlags  []byte
	spareTexts  []string
}

// arrange orders the rows of batches by the key of their dataset; equal ones
// stay as they came. Lines that share a payout then repeat its cells next to
// each other, which takes less room (docs/decisions/018-parquet-size.md).
func (g *gatherer) arrange(d *pipeline.Dataset, batches []arrow.Record) error {
	g.order = g.order[:0]
	for _, b := range batches {
		for range b.NumRows() {
			g.order = append(g.order, int32(len(g.order)))
		}
	}
	// From the last column to the first: a sort keeps the order of the one before.
	for _, c := range slices.Backward(d.Key) {
		if err := g.weigh(c.Type(), columnOf(batches, d.Index(c))); err != nil {
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
	if slices.IsSorted(g.order) {
		g.order = g.order[:0]
	}
	return nil
}

// weigh makes the weights numbers that are in the order of the cells of a key
// column, which has no nulls.
func (g *gatherer) weigh(t pipeline.Type, pieces []arrow.Array) error {
	values, _, err := g.gather(t, pieces)
	defer g.forget()
	if err != nil {
		return err
	}
	g.weights = g.weights[:0]
	const sign = 1 << 63
	switch values := values.(type) {
	case indices:
		var ranks []int32
		if t == pipeline.CodeType { // the only dictionary that is not sorted
			ranks = g.rankTexts(g.texts)
		}
		for _, at := range values.at {
			if ranks != nil {
				at = ranks[at]
			}
			g.weights = append(g.weights, uint64(at))
		}
	case texts:
		for _, rank := range g.rankTexts(values) {
			g.weights = append(g.weights, uint64(rank))
		}
	case flags:
		for _, flag := range values {
			g.weights = append(g.weights, uint64(flag))
		}
	case numbers[int32]:
		for _, v := range values {
			g.weights = append(g.weights, uint64(v)^sign)
		}
	case numbers[int64]:
		for _, v := range values {
			g.weights = append(g.weights, uint64(v)^sign)
		}
	case numbers[float64]: // by their bits, as in a dictionary
		for _, v := range values {
			g.weights = append(g.weights, math.Float64bits(v)^sign)
		}
	}
	return nil
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

// arranged returns the gathered cells of a column in the order written, and
// brings filled into it.
func (g *gatherer) arranged(values cells) cells {
	if len(g.order) == 0 {
		return values
	}
	places := g.place(&g.filled)
	switch values := values.(type) {
	case indices:
		g.spare32 = taken(g.spare32, values.at, places)
		return indices{g.spare32, values.width}
	case texts:
		g.spareTexts = taken(g.spareTexts, values, places)
		return texts(g.spareTexts)
	case flags:
		g.spareFlags = taken(g.spareFlags, values, places)
		return flags(g.spareFlags)
	case numbers[int32]:
		g.spare32 = taken(g.spare32, values, places)
		return numbers[int32](g.spare32)
	case numbers[int64]:
		g.spare64 = taken(g.spare64, values, places)
		return numbers[int64](g.spare64)
	case numbers[float64]:
		g.spareFloats = taken(g.spareFloats, values, places)
		return numbers[float64](g.spareFloats)
	}
	return values
}

// taken returns the values at some places, in a buffer.
func taken[T any](buffer, values []T, places []int32) []T {
	buffer = slices.Grow(buffer[:0], len(places))[:len(places)]
	for i, at := range places {
		buffer[i] = values[at]
	}
	return buffer
}

// place returns where the filled cells of a column, in the order written, stand
// among those gathered, and brings filled into that order.
func (a *arrangement) place(f *filled) []int32 {
	count := f.count(0, f.rows)
	if count == f.rows || count == 0 {
		return a.order[:count]
	}
	a.before = a.before[:0]
	sum := int32(0)
	for _, eight := range f.bits {
		a.before = append(a.before, sum)
		sum += int32(bits.OnesCount8(eight))
	}
	a.levels = slices.Grow(a.levels[:0], len(f.bits))[:len(f.bits)]
	clear(a.levels)
	a.places = slices.Grow(a.places[:0], f.rows+1)[:f.rows+1]
	next := 0
	for i, row := range a.order {
		eight, bit := f.bits[row/8], uint(row)%8
		a.places[next] = a.before[row/8] + int32(bits.OnesCount8(eight&(1<<bit-1))) // that of a null is written over
		set := eight >> bit & 1
		a.levels[i/8] |= set << (uint(i) % 8)
		next += int(set)
	}
	a.levels, f.bits = f.bits, a.levels
	return a.places[:next]
}

// columnOf returns the pieces of a column.
func columnOf(batches []arrow.Record, column int) []arrow.Array {
	pieces := make([]arrow.Array, len(batches))
	for i, b := range batches {
		pieces[i] = b.Column(column)
	}
	return pieces
}
