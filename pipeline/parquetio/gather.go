package parquetio

import (
	"errors"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// A gatherer takes the filled cells of a column out of record batches. What it
// returns lives in its buffers, until the next column.
type gatherer struct {
	filled filled
	int32s []int32
	int64s []int64
	floats []float64
	flags  flags
	texts  texts
	codes  []int32
	known  []int32 // places of a batch's dictionary in that of the chunk, -1 = not yet asked for
	arrangement
	indexer
}

// gather returns the filled cells of a column, as they came, and the dictionary that they
// point into, nil if there is none, and leaves in filled which rows they are.
func (g *gatherer) gather(t pipeline.Type, pieces []arrow.Array) (values, dictionary cells, err error) {
	g.filled.reset()
	for _, p := range pieces {
		g.filled.add(p)
	}
	switch t {
	case pipeline.TextType:
		g.gatherTexts(pieces)
		values, dictionary = g.indexTexts(g.texts)
	case pipeline.CodeType:
		if err := g.gatherCodes(pieces); err != nil {
			return nil, nil, err
		}
		if len(g.codes) == 0 {
			return g.texts, nil, nil
		}
		values, dictionary = indices{g.codes, indexWidth(len(g.texts))}, g.texts
	case pipeline.FlagType:
		g.gatherFlags(pieces)
		values = g.flags
	case pipeline.ShareType:
		g.floats = gatherNumbers(g.floats[:0], pieces, &g.filled)
		values, dictionary = g.indexShares()
	case pipeline.DaysType, pipeline.DateType:
		g.int32s = gatherNumbers(g.int32s[:0], pieces, &g.filled)
		values, dictionary = indexNumbers(&g.indexer, g.int32s, &g.first32)
	default:
		g.int64s = gatherNumbers(g.int64s[:0], pieces, &g.filled)
		values, dictionary = indexNumbers(&g.indexer, g.int64s, &g.first64)
	}
	return values, dictionary, nil
}

// Where a column has nulls, numbers and flags are all written, and a null is
// written over by the next: no branch to guess.

func gatherNumbers[T int32 | int64 | float64](values []T, pieces []arrow.Array, filled *filled) []T {
	row := 0
	for _, p := range pieces {
		data := p.Data()
		all := arrow.GetData[T](data.Buffers()[1].Bytes())[data.Offset() : data.Offset()+data.Len()]
		if p.NullN() == 0 {
			values = append(values, all...)
			row += len(all)
			continue
		}
		next := len(values)
		values = slices.Grow(values, len(all))[:next+len(all)]
		for i := 0; i < len(all); {
			if row%8 == 0 && i+8 <= len(all) && filled.bits[row/8] == 0xFF {
				next += copy(values[next:], all[i:i+8])
				i, row = i+8, row+8
				continue
			}
			values[next] = all[i]
			next += filled.at(row)
			i, row = i+1, row+1
		}
		values = values[:next]
	}
	return values
}

func (g *gatherer) gatherFlags(pieces []arrow.Array) {
	g.flags = slices.Grow(g.flags[:0], g.filled.rows+1)[:g.filled.rows+1]
	row, next := 0, 0
	for _, p := range pieces {
		bits, first := p.Data().Buffers()[1].Bytes(), p.Data().Offset()
		for i := first; i < first+p.Len(); i++ {
			g.flags[next] = bits[i/8] >> (i % 8) & 1
			next += g.filled.at(row)
			row++
		}
	}
	g.flags = g.flags[:next]
}

func (g *gatherer) gatherTexts(pieces []arrow.Array) {
	g.texts = g.texts[:0]
	row := 0
	for _, p := range pieces {
		column := p.(*array.String)
		for i := range column.Len() {
			if g.filled.at(row) == 1 {
				g.texts = append(g.texts, column.Value(i))
			}
			row++
		}
	}
}

// forget drops the texts of the column that was gathered last, which are in the
// memory of its batches.
func (g *gatherer) forget() {
	clear(g.texts)
	clear(g.spareTexts)
	g.texts, g.spareTexts = g.texts[:0], g.spareTexts[:0]
	g.indexer.forget()
}

// indexShares makes a dictionary of the bits of shares, if they repeat.
func (g *gatherer) indexShares() (values, dictionary cells) {
	values, dictionary = indexNumbers(&g.indexer, arrow.GetData[int64](arrow.GetBytes(g.floats)), &g.first64)
	if dictionary == nil {
		return numbers[float64](g.floats), nil
	}
	return values, numbers[float64](arrow.GetData[float64](arrow.GetBytes(g.first64)))
}

// gatherCodes joins the dictionaries of the batches. Codes get their places in
// the order in which rows came, so that the dictionary does not depend on how the rows
// were batched.
func (g *gatherer) gatherCodes(pieces []arrow.Array) error {
	g.texts = g.texts[:0]
	g.codes = g.codes[:0]
	codes := make(map[string]int32)
	var asked arrow.ArrayData
	row := 0
	for _, p := range pieces {
		column := p.(*array.Dictionary)
		words := column.Dictionary().(*array.String)
		if words.NullN() > 0 {
			return errors.New("dictionary has a null entry")
		}
		if words.Data() != asked {
			asked = words.Data()
			g.known = slices.Grow(g.known[:0], words.Len())[:words.Len()]
			for i := range g.known {
				g.known[i] = -1
			}
		}
		for _, at := range column.Indices().(*array.Int32).Int32Values() {
			if g.filled.at(row) == 1 {
				if g.known[at] < 0 {
					g.known[at] = g.codeAt(codes, words.Value(int(at)))
				}
				g.codes = append(g.codes, g.known[at])
			}
			row++
		}
	}
	return nil
}

// codeAt returns where a code stands in the dictionary of the chunk.
func (g *gatherer) codeAt(codes map[string]int32, code string) int32 {
	at, ok := codes[code]
	if !ok {
		at = int32(len(codes))
		codes[code] = at
		g.texts = append(g.texts, code)
	}
	return at
}
