package parquetio

import (
	"errors"
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// maxDictionary is the number of different numbers past which a column is
// plain. Few numbers are cheaper as indices than as bytes for the compressor.
const maxDictionary = 4096

// A gatherer takes the filled cells of a column out of record batches. What it
// returns lives in its buffers, until the next column.
type gatherer struct {
	filled  []byte // per row 1, or 0 for null
	int32s  []int32
	int64s  []int64
	floats  []float64
	flags   flags
	texts   texts
	indices []int32

	places  []int32 // of a batch's dictionary in that of the chunk, -1 = not yet asked for
	slots   [2 * maxDictionary]uint16
	first32 []int32
	first64 []int64
}

// gather returns which rows are filled, their cells, and the dictionary that
// the cells point into, nil if there is none.
func (g *gatherer) gather(t pipeline.Type, pieces []arrow.Array) (filled []byte, values, dictionary cells, err error) {
	g.filled = g.filled[:0]
	for _, p := range pieces {
		g.filled = appendFilled(g.filled, p)
	}
	switch t {
	case pipeline.TextType:
		g.gatherTexts(pieces)
		return g.filled, &g.texts, nil, nil
	case pipeline.CodeType:
		if err := g.gatherCodes(pieces); err != nil {
			return nil, nil, nil, err
		}
		if len(g.indices) == 0 {
			return g.filled, &g.texts, nil, nil
		}
		return g.filled, indices(g.indices), &g.texts, nil
	case pipeline.FlagType:
		g.gatherFlags(pieces)
		return g.filled, g.flags, nil, nil
	case pipeline.ShareType:
		g.floats = gatherNumbers(g.floats[:0], pieces, g.filled)
		return g.filled, numbers[float64](g.floats), nil, nil
	case pipeline.DaysType, pipeline.DateType:
		g.int32s = gatherNumbers(g.int32s[:0], pieces, g.filled)
		values, dictionary = index(g, g.int32s, &g.first32)
	default:
		g.int64s = gatherNumbers(g.int64s[:0], pieces, g.filled)
		values, dictionary = index(g, g.int64s, &g.first64)
	}
	return g.filled, values, dictionary, nil
}

// appendFilled appends a 1 for every filled row of a piece and a 0 for every
// null.
func appendFilled(filled []byte, piece arrow.Array) []byte {
	start := len(filled)
	filled = slices.Grow(filled, piece.Len())[:start+piece.Len()]
	rows := filled[start:]
	if piece.NullN() == 0 {
		for i := range rows {
			rows[i] = 1
		}
		return filled
	}
	valid, offset := piece.NullBitmapBytes(), piece.Data().Offset()
	for i := range rows {
		bit := offset + i
		rows[i] = valid[bit/8] >> (bit % 8) & 1
	}
	return filled
}

func gatherNumbers[T int32 | int64 | float64](values []T, pieces []arrow.Array, filled []byte) []T {
	for _, p := range pieces {
		data := p.Data()
		all := arrow.GetData[T](data.Buffers()[1].Bytes())[data.Offset() : data.Offset()+data.Len()]
		rows := filled[:len(all)]
		filled = filled[len(all):]
		if p.NullN() == 0 {
			values = append(values, all...)
			continue
		}
		// Every value is written, a null is written over: no branch to guess.
		next := len(values)
		values = slices.Grow(values, len(all))[:next+len(all)]
		for i, v := range all {
			values[next] = v
			next += int(rows[i])
		}
		values = values[:next]
	}
	return values
}

func (g *gatherer) gatherFlags(pieces []arrow.Array) {
	g.flags = g.flags[:0]
	for _, p := range pieces {
		column := p.(*array.Boolean)
		for i := range column.Len() {
			switch {
			case column.IsNull(i):
			case column.Value(i):
				g.flags = append(g.flags, 1)
			default:
				g.flags = append(g.flags, 0)
			}
		}
	}
}

func (g *gatherer) gatherTexts(pieces []arrow.Array) {
	g.texts.reset()
	row := 0
	for _, p := range pieces {
		column := p.(*array.String)
		for i := range column.Len() {
			if g.filled[row] == 1 {
				g.texts.add(column.Value(i))
			}
			row++
		}
	}
}

// gatherCodes joins the dictionaries of the batches. Codes get their places in
// the order of the rows, so that the dictionary does not depend on how the rows
// were batched.
func (g *gatherer) gatherCodes(pieces []arrow.Array) error {
	g.texts.reset()
	g.indices = g.indices[:0]
	codes := make(map[string]int32)
	var known arrow.ArrayData
	row := 0
	for _, p := range pieces {
		column := p.(*array.Dictionary)
		words := column.Dictionary().(*array.String)
		if words.NullN() > 0 {
			return errors.New("dictionary has a null entry")
		}
		if words.Data() != known {
			known = words.Data()
			g.places = slices.Grow(g.places[:0], words.Len())[:words.Len()]
			for i := range g.places {
				g.places[i] = -1
			}
		}
		for _, at := range column.Indices().(*array.Int32).Int32Values() {
			if g.filled[row] == 1 {
				if g.places[at] < 0 {
					g.places[at] = g.place(codes, words.Value(int(at)))
				}
				g.indices = append(g.indices, g.places[at])
			}
			row++
		}
	}
	return nil
}

// place returns where a code stands in the dictionary of the chunk.
func (g *gatherer) place(codes map[string]int32, code string) int32 {
	at, ok := codes[code]
	if !ok {
		at = int32(len(codes))
		codes[code] = at
		g.texts.add(code)
	}
	return at
}

// index makes a dictionary of numbers if they repeat: no more than
// maxDictionary different ones, and each twice on average. Otherwise the
// numbers are the cells.
func index[T int32 | int64](g *gatherer, all []T, buffer *[]T) (values, dictionary cells) {
	if len(all) == 0 {
		return numbers[T](nil), nil
	}
	limit := min(maxDictionary, len(all)/2)
	first := (*buffer)[:0]
	g.indices = g.indices[:0]
	clear(g.slots[:])
	for _, v := range all {
		// Fibonacci hashing, linear probing. A slot holds a place plus one.
		slot := uint64(v) * 0x9E3779B97F4A7C15 >> (64 - bits.TrailingZeros(uint(len(g.slots))))
		for g.slots[slot] != 0 && first[g.slots[slot]-1] != v {
			slot = (slot + 1) % uint64(len(g.slots))
		}
		if g.slots[slot] == 0 {
			if len(first) == limit {
				*buffer = first
				return numbers[T](all), nil
			}
			first = append(first, v)
			g.slots[slot] = uint16(len(first))
		}
		g.indices = append(g.indices, int32(g.slots[slot])-1)
	}
	*buffer = first
	return indices(g.indices), numbers[T](first)
}
