package pack

import (
	"iter"
	"math"
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline/internal/layout"
)

// A packedColumn is a column of a batch as the packer reads it, and what it found out
// about its values.
type packedColumn struct {
	isEmpty  bool   // no row has a value
	validity []byte // validity bitmap; nil if every row has a value
	offset   int    // of the first row in the bitmap, in bits
	longs    []int64
	words    []int32
	codes    []int32 // what the words stand for: numbers of the table's list; nil = the words themselves
	ends     []int32 // the text of row i is text[ends[i]:ends[i+1]]
	text     []byte  // with [textSlack] behind it
	shaper   *shaper // nil if texts have no shapes
	isCut    bool    // the words are cuts of texts
	least    int64   // of the numbers
	step     divisor // of what the numbers are above the least
	width    int     // bytes that the number of steps above the least takes
}

// open prepares a column of a batch that has rows. Base has the texts that those of the
// column may begin, if it is not nil. Lists gives the numbers that the texts of a
// dictionary have in the table.
func (p *Packer) open(a arrow.Array, base *array.String, lists func(dictionary *array.String) []int32) packedColumn {
	c := packedColumn{isEmpty: a.NullN() == a.Len(), offset: a.Data().Offset(), step: one}
	if c.isEmpty {
		return c
	}
	if a.NullN() > 0 {
		c.validity = a.NullBitmapBytes()
	}
	switch a := a.(type) {
	case *array.String:
		c.ends, c.text = layout.TextOffsets(a), p.withSlack(layout.TextBytes(a))
		if base != nil && p.readCuts(&c, base) {
			c.isCut, c.words = true, p.words
			measure(&c, c.words)
		} else if width, ok := p.shaper.read(&c); ok {
			c.shaper, c.width = &p.shaper, width
		} else {
			c.measureTexts()
		}
	case *array.Boolean:
		p.words = extended(p.words[:0], a.Len())
		bits := a.Data().Buffers()[1].Bytes()
		for row := range p.words {
			bit := c.offset + row
			p.words[row] = int32(bits[bit/8] >> (bit % 8) & 1)
		}
		c.words = p.words
		measure(&c, c.words)
	case *array.Dictionary:
		c.words, c.codes = layout.Int32s(a), lists(a.Dictionary().(*array.String))
		c.measureCodes()
	case *array.Int32, *array.Date32:
		c.words = layout.Int32s(a)
		measure(&c, c.words)
	default:
		c.longs = layout.Int64s(a)
		c.measureSteps()
	}
	return c
}

// withSlack returns text with [textSlack] behind it, a copy if there is no room for it.
func (p *Packer) withSlack(text []byte) []byte {
	if cap(text)-len(text) < textSlack {
		p.text = extended(append(p.text[:0], text...), textSlack)
		return p.text
	}
	return extended(text, textSlack)
}

// measure finds the least number, and the width of what the others are above it. It
// returns the greatest.
func measure[T int32 | int64](c *packedColumn, values []T) (most T) {
	least, most := extremes(c, values)
	c.least = int64(least)
	c.width = widthOf(uint64(most) - uint64(least))
	return most
}

// widthOf returns how many bytes a number needs.
func widthOf(n uint64) int { return (bits.Len64(n) + 7) / 8 }

// measureSteps is measure for numbers that may have a step: it takes their greatest
// common divisor above the least if they need fewer bytes then.
func (c *packedColumn) measureSteps() {
	most := uint64(measure(c, c.longs) - c.least)
	if c.width < 2 {
		return
	}
	found := newDivisor(most)
	for some := range present(c, c.longs) {
		for _, v := range some {
			n := uint64(v - c.least)
			if found.divides(n) {
				continue
			}
			if found = found.gcd(n); found.value == 1 {
				return
			}
		}
	}
	if width := widthOf(found.quotient(most)); width < c.width {
		c.step, c.width = found, width
	}
}

// measureCodes is measure for the numbers that codes stand for. Those between the least and
// the greatest index of a row count, whether a row has them or not.
func (c *packedColumn) measureCodes() {
	numbers := c.codes
	if len(numbers) > 1 {
		first, last := extremes(c, c.words)
		numbers = numbers[first : last+1]
	}
	least, most := slices.Min(numbers), slices.Max(numbers)
	c.least = int64(least)
	c.width = widthOf(uint64(most - least))
}

// extremes returns the least and the greatest of the values of rows that have one.
func extremes[T int32 | int64](c *packedColumn, values []T) (least, most T) {
	isFirst := true
	for some := range present(c, values) {
		if isFirst {
			least, most, isFirst = some[0], some[0], false
		}
		for _, v := range some {
			least, most = min(least, v), max(most, v)
		}
	}
	return least, most
}

// present yields the values of rows that have one, as many at a time as follow each
// other in 64 rows.
func present[T int32 | int64](c *packedColumn, values []T) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		if c.validity == nil {
			yield(values)
			return
		}
		for from := 0; from < len(values); from += 64 {
			some := values[from:min(from+64, len(values))]
			for valid := layout.Bits(c.validity, c.offset+from, len(some)); valid != 0; {
				first := bits.TrailingZeros64(valid)
				end := first + bits.TrailingZeros64(^(valid >> first))
				if !yield(some[first:end]) {
					return
				}
				valid &= math.MaxUint64 << end
			}
		}
	}
}

// measureTexts is measure for the lengths of texts.
func (c *packedColumn) measureTexts() {
	most := int32(0)
	for row, end := range c.ends[1:] {
		most = max(most, end-c.ends[row])
	}
	c.width = widthOf(uint64(most))
}
