package parquetio

import (
	"errors"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// A gatherer takes the filled cells of a column, those that are no nulls, out of record
// batches and brings them into the order written. What it returns lives in its buffers
// until the next column.
type gatherer struct {
	arrangement
	indexer

	fillings fillings
	filled   *filled // of the column

	// Cells of all rows by number of the row (see [arrangement]); those of nulls are anything.
	all32    []int32
	all64    []int64
	allFlags []byte
	allTexts texts // of a code column, the words of its batches, to which all32 points

	// Filled cells in the order written.
	int32s []int32
	int64s []int64
	flags  flags
	texts  texts
}

// gather returns the filled cells of a column in the order written: indices into the
// dictionary, or the cells themselves if the dictionary is nil. It sets filled to the rows
// that they are of.
func (g *gatherer) gather(c pipeline.Column, pieces []piece) (values, dictionary cells, err error) {
	g.filled = g.fillings.of(pieces, g.order)
	rows := g.filled.order
	switch c.Type() {
	case pipeline.TextType:
		values, dictionary = g.gatherTexts(c, pieces)
	case pipeline.CodeType:
		return g.gatherCodes(pieces)
	case pipeline.FlagType:
		g.joinFlags(pieces)
		g.flags = inOrder(g.flags, g.allFlags, rows)
		values = g.flags
	case pipeline.DaysType, pipeline.DateType:
		g.int32s = inOrder(g.int32s, joined(&g.all32, pieces), rows)
		values, dictionary = indexNumbers(&g.indexer, g.int32s, &g.first32)
	case pipeline.ShareType:
		g.int64s = inOrder(g.int64s, joined(&g.all64, pieces), rows)
		values, dictionary = g.indexShares(g.int64s)
	default:
		g.int64s = inOrder(g.int64s, joined(&g.all64, pieces), rows)
		values, dictionary = indexNumbers(&g.indexer, g.int64s, &g.first64)
	}
	return values, dictionary, nil
}

// joined returns the cells of all rows of a column of numbers, shares as their bits, and
// keeps them in buffer.
func joined[T int32 | int64](buffer *[]T, pieces []piece) []T {
	*buffer = (*buffer)[:0]
	for _, p := range pieces {
		*buffer = appendCells(*buffer, p, 0)
	}
	return *buffer
}

// appendCells appends the cells of a piece, with more added to each.
func appendCells[T int32 | int64](to []T, p piece, more T) []T {
	data := p.Data()
	cells := arrow.GetData[T](data.Buffers()[1].Bytes())[data.Offset():][:data.Len()]
	from := len(to)
	to = slices.Grow(to, p.count())[:from+p.count()]
	added := to[from:]
	switch {
	case p.rows != nil:
		for i, row := range p.rows {
			added[i] = cells[row] + more
		}
	case more != 0:
		for i, cell := range cells {
			added[i] = cell + more
		}
	default:
		copy(added, cells)
	}
	return to
}

// joinFlags collects the cells of all rows of a column of flags in allFlags.
func (g *gatherer) joinFlags(pieces []piece) {
	g.allFlags = g.allFlags[:0]
	for _, p := range pieces {
		bits, first := p.Data().Buffers()[1].Bytes(), p.Data().Offset()
		for i := range p.count() {
			g.allFlags = append(g.allFlags, bitAt(bits, first+p.at(i)))
		}
	}
}

// joinTexts collects the cells of all rows of a column of texts in allTexts. They stay in
// the memory of the batches.
func (g *gatherer) joinTexts(pieces []piece) {
	g.allTexts = texts{spans: g.allTexts.spans[:0]}
	for _, p := range pieces {
		g.allTexts.add(p.Array.(*array.String), p.rows)
	}
}

// joinCodes collects the dictionaries of a column of codes in allTexts, one after the other,
// and the cells of all rows, as indices into these, in all32. A null in a dictionary is an
// error.
func (g *gatherer) joinCodes(pieces []piece) error {
	g.allTexts, g.all32 = texts{spans: g.allTexts.spans[:0]}, g.all32[:0]
	var last arrow.ArrayData
	first := 0 // of the words of that dictionary
	for _, p := range pieces {
		words := p.Array.(*array.Dictionary).Dictionary().(*array.String)
		if words.NullN() > 0 {
			return errors.New("dictionary has a null entry")
		}
		if words.Data() != last {
			last, first = words.Data(), g.allTexts.count()
			g.allTexts.add(words, nil)
		}
		g.all32 = appendCells(g.all32, p, int32(first)) // a cell is a place in the dictionary of its batch
	}
	return nil
}

// gatherTexts is gather for texts. They are made indices in the order written: those of a
// payout then follow each other, and only the first of them is looked up.
func (g *gatherer) gatherTexts(c pipeline.Column, pieces []piece) (values, dictionary cells) {
	if found, repeat := g.known[c]; repeat {
		g.int32s = inOrder(g.int32s, found.at, g.filled.order)
		return indices{g.int32s, indexWidth(found.words.count())}, found.words
	}
	g.joinTexts(pieces)
	isUnique := g.areUnique(g.allTexts)
	g.texts = g.inOrder(g.allTexts, g.filled.order)
	if isUnique {
		return g.texts, nil
	}
	words, repeat := g.indexTexts(g.texts)
	if !repeat {
		return g.texts, nil
	}
	return indices{g.indices, indexWidth(words.count())}, words
}

// inOrder returns the texts of rows in their order, in the memory of g.texts.
func (g *gatherer) inOrder(all texts, rows []int32) texts {
	return texts{all.memory, inOrder(g.texts.spans, all.spans, rows)}
}

// areUnique reports whether nearly all texts differ, judged by the eighth that is written
// first if that is more than 1024.
func (g *gatherer) areUnique(all texts) bool {
	seen := g.filled.count(0, g.filled.rows/8)
	g.texts = g.inOrder(all, g.filled.order[:seen])
	return seen > 1024 && !g.meet(g.texts, seen/10*9)
}

// gatherCodes is gather for codes. Their dictionary is in the order in which they are
// written, so that it does not depend on how the rows were batched.
func (g *gatherer) gatherCodes(pieces []piece) (values, dictionary cells, err error) {
	if err := g.joinCodes(pieces); err != nil {
		return nil, nil, err
	}
	g.texts = texts{g.allTexts.memory, g.texts.spans[:0]}
	rows := g.filled.order
	if len(rows) == 0 {
		return g.texts, nil, nil
	}
	g.int32s = slices.Grow(g.int32s[:0], len(rows))[:len(rows)]
	places := g.emptyRanks(g.allTexts.count()) // in the dictionary, plus one; 0 for words not met yet
	codes := make(map[string]int32)
	for i, row := range rows {
		at := g.all32[row]
		if places[at] == 0 {
			places[at] = g.codeAt(codes, g.allTexts.spans[at]) + 1
		}
		g.int32s[i] = places[at] - 1
	}
	return indices{g.int32s, indexWidth(g.texts.count())}, g.texts, nil
}

// codeAt returns where a code stands in the dictionary of the chunk.
func (g *gatherer) codeAt(codes map[string]int32, code span) int32 {
	text := g.allTexts.text(code)
	at, ok := codes[string(text)]
	if !ok {
		at = int32(len(codes))
		codes[string(text)] = at
		g.texts.spans = append(g.texts.spans, code)
	}
	return at
}

// forget drops what is in the memory of the batches: texts and bits.
func (g *gatherer) forget() {
	for _, buffer := range []*texts{&g.texts, &g.allTexts, &g.met, &g.words} {
		buffer.memory = nil
	}
	clear(g.known)
	g.fillings.forget()
}

// indexShares makes a dictionary of the bits of shares, if they repeat.
func (x *indexer) indexShares(all []int64) (values, dictionary cells) {
	values, dictionary = indexNumbers(x, all, &x.first64)
	if dictionary == nil {
		return numbers[float64](arrow.GetData[float64](arrow.GetBytes(all))), nil
	}
	return values, numbers[float64](arrow.GetData[float64](arrow.GetBytes(x.first64)))
}
