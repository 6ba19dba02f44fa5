package parquetio

import (
	"bytes"
	"math"

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
