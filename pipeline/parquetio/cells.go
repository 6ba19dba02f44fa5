package parquetio

import (
	"bytes"
	"encoding/binary"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/parquet-go/parquet-go/format"
)

// cells are the filled cells of a column chunk, in row order, in the form that
// a page encoding needs. A dictionary is a list of cells too.
type cells interface {
	count() int
	encoding() format.Encoding
	// appendTo appends the body of a page with the cells from..to.
	appendTo(page []byte, from, to int) []byte
	// bounds returns the least and the greatest cell, plain encoded without
	// length; nil where there is none or it is too long to be of use.
	bounds() (lower, upper []byte)
}

// numbers are cells of fixed width. Their plain encoding is their memory: the
// product runs on little-endian machines only.
type numbers[T int32 | int64 | float64] []T

func (n numbers[T]) count() int                { return len(n) }
func (n numbers[T]) encoding() format.Encoding { return format.Plain }

func (n numbers[T]) appendTo(page []byte, from, to int) []byte {
	return append(page, arrow.GetBytes(n[from:to])...)
}

func (n numbers[T]) bounds() (lower, upper []byte) {
	var least, greatest T
	found := false
	for _, v := range n {
		if v != v {
			continue // NaN has no place in an order
		}
		if !found {
			least, greatest, found = v, v, true
		}
		least, greatest = min(least, v), max(greatest, v)
	}
	if !found {
		return nil, nil
	}
	if l, ok := any(least).(float64); ok && l == 0 {
		// The format wants the zero that lies farther out: -0 below, +0 above.
		least = any(math.Copysign(0, -1)).(T)
	}
	if g, ok := any(greatest).(float64); ok && g == 0 {
		greatest = any(0.0).(T)
	}
	lower = append(lower, arrow.GetBytes([]T{least})...)
	upper = append(upper, arrow.GetBytes([]T{greatest})...)
	return lower, upper
}

// texts are cells of text, plain encoded: length, then bytes.
type texts struct {
	encoded []byte
	ends    []int // of each cell in encoded
}

// longestBound is the length past which a text is no bound: statistics are read
// with every file, and few filters ask for long texts.
const longestBound = 64

func (t *texts) reset() { t.encoded, t.ends = t.encoded[:0], t.ends[:0] }

func (t *texts) add(text string) {
	t.encoded = binary.LittleEndian.AppendUint32(t.encoded, uint32(len(text)))
	t.encoded = append(t.encoded, text...)
	t.ends = append(t.ends, len(t.encoded))
}

// addAll adds many texts, with room for them made once.
func (t *texts) addAll(all []string) {
	size := 0
	for _, text := range all {
		size += 4 + len(text)
	}
	t.encoded = slices.Grow(t.encoded, size)
	t.ends = slices.Grow(t.ends, len(all))
	for _, text := range all {
		t.add(text)
	}
}

// start returns where the i-th cell begins; i may be the count.
func (t *texts) start(i int) int {
	if i == 0 {
		return 0
	}
	return t.ends[i-1]
}

func (t *texts) count() int                { return len(t.ends) }
func (t *texts) encoding() format.Encoding { return format.Plain }

func (t *texts) appendTo(page []byte, from, to int) []byte {
	return append(page, t.encoded[t.start(from):t.start(to)]...)
}

func (t *texts) bounds() (lower, upper []byte) {
	for i, end := range t.ends {
		text := t.encoded[t.start(i)+4 : end]
		if i == 0 || bytes.Compare(text, lower) < 0 {
			lower = text
		}
		if i == 0 || bytes.Compare(text, upper) > 0 {
			upper = text
		}
	}
	return bound(lower), bound(upper)
}

// bound copies a bound out of the buffer, unless it is too long. The empty text
// is a bound, nil is none.
func bound(text []byte) []byte {
	if text == nil || len(text) > longestBound {
		return nil
	}
	return append([]byte{}, text...)
}

// flags are booleans, one byte each, 0 or 1.
type flags []byte

func (f flags) count() int                { return len(f) }
func (f flags) encoding() format.Encoding { return format.Plain }

func (f flags) appendTo(page []byte, from, to int) []byte {
	return packBits(page, f[from:to], 1)
}

func (f flags) bounds() (lower, upper []byte) {
	if len(f) == 0 {
		return nil, nil
	}
	return []byte{slices.Min(f)}, []byte{slices.Max(f)}
}

// indices are cells that point into a dictionary, which knows their bounds.
type indices struct {
	at    []int32
	width int // bits of an index
}

func (x indices) count() int                    { return len(x.at) }
func (x indices) encoding() format.Encoding     { return format.RLEDictionary }
func (x indices) bounds() (lower, upper []byte) { return nil, nil }

func (x indices) appendTo(page []byte, from, to int) []byte {
	return appendIndices(append(page, byte(x.width)), x.at[from:to], x.width)
}
