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
	least, greatest, found := n.extremes()
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

// extremes returns the least and the greatest number, if there is one. NaN has
// no place in an order.
func (n numbers[T]) extremes() (least, greatest T, found bool) {
	for _, v := range n {
		if v != v {
			continue
		}
		if !found {
			least, greatest, found = v, v, true
		}
		least, greatest = min(least, v), max(greatest, v)
	}
	return least, greatest, found
}

// texts are cells of text, in the memory of the batches they come from.
type texts []string

// longestBound is the length past which a text is no bound: statistics are read
// with every file, and few filters ask for long texts.
const longestBound = 64

func (t texts) count() int                { return len(t) }
func (t texts) encoding() format.Encoding { return format.Plain }

func (t texts) appendTo(page []byte, from, to int) []byte {
	for _, text := range t[from:to] {
		page = binary.LittleEndian.AppendUint32(page, uint32(len(text)))
		page = append(page, text...)
	}
	return page
}

// areIDs reports whether the texts are many, short and all of one length, and few of a sample
// are equal to the one before.
func (t texts) areIDs() bool {
	if len(t) < fewestIDs || len(t[0]) == 0 || len(t[0]) > longestID {
		return false
	}
	repeated := 0
	for i, text := range t[:fewestIDs] {
		if i > 0 && text == t[i-1] {
			repeated++
		}
	}
	return repeated < fewestIDs/16 && !slices.ContainsFunc(t, func(text string) bool { return len(text) != len(t[0]) })
}

func (t texts) bounds() (lower, upper []byte) {
	if len(t) == 0 {
		return nil, nil
	}
	least, greatest := t.extremes()
	return bound(least), bound(greatest)
}

// extremes returns the least and the greatest of some texts. Most differ from
// both in their first bytes.
func (t texts) extremes() (least, greatest string) {
	least, greatest = t[0], t[0]
	low, high := leading(least), leading(greatest)
	for _, text := range t[1:] {
		first := leading(text)
		if first <= low && text < least {
			least, low = text, first
		}
		if first >= high && text > greatest {
			greatest, high = text, first
		}
	}
	return least, greatest
}

// bound makes a bound of a text unless it is too long. The empty text is a
// bound, nil is none.
func bound(text string) []byte {
	if len(text) > longestBound {
		return nil
	}
	return []byte(text)
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
	lower, upper = []byte{1}, []byte{0}
	if bytes.IndexByte(f, 0) >= 0 {
		lower[0] = 0
	}
	if bytes.IndexByte(f, 1) >= 0 {
		upper[0] = 1
	}
	return lower, upper
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
