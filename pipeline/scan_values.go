package pipeline

import (
	"encoding/binary"
	"math/bits"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline/internal/layout"
)

// columnValues are the values of one column of the batch at hand, in the layout of Arrow
// but for validity and flags, which take a byte each until column packs them. Their
// memory is used again for the next batch. Only the slice that the kind calls for is used;
// where a value is missing it may hold anything.
type columnValues struct {
	kind  Type
	valid []byte  // 1 where the row has a value, else 0
	longs []int64 // numbers, instants, money, rates
	words []int32 // dates, days, numbers of codes
	flags []byte  // 0 or 1
	ends  []int32 // the text of row i is text[ends[i]:ends[i+1]]
	text  []byte

	validBits, flagBits []byte // valid and flags, packed
}

func (v *columnValues) rows() int { return len(v.valid) }

// extend appends n rows without a value. Those of texts are complete with
// [columnValues.endText], in their order.
func (v *columnValues) extend(n int) {
	v.valid = extended(v.valid, n)
	clear(v.valid[len(v.valid)-n:])
	switch v.kind {
	case TextType:
		if len(v.ends) == 0 {
			v.ends = append(v.ends, 0)
		}
		v.ends = extended(v.ends, n)
	case CodeType, DateType, DaysType:
		v.words = extended(v.words, n)
	case FlagType:
		v.flags = extended(v.flags, n)
	case IntType, MoneyType, RateType, InstantType, ShareType:
		v.longs = extended(v.longs, n)
	}
}

// extended returns values with n more, which may be anything. What has to grow is doubled, up to
// the rows of a batch: those may come from a thousand files.
func extended[T any](values []T, n int) []T {
	if cap(values)-len(values) < n {
		values = slices.Grow(values, max(n, min(len(values), batchRows-len(values))))
	}
	return values[:len(values)+n]
}

// fill sets all values to one, by copies that double in length.
func fill[T any](values []T, value T) {
	if len(values) == 0 {
		return
	}
	values[0] = value
	for done := 1; done < len(values); done *= 2 {
		copy(values[done:], values[:done])
	}
}

// set gives a row its value.
func (v *columnValues) set(row int, value int64) {
	v.valid[row] = 1
	switch v.kind {
	case CodeType, DateType, DaysType:
		v.words[row] = int32(value)
	case FlagType:
		v.flags[row] = byte(value)
	default:
		v.longs[row] = value
	}
}

// setText gives a row its text, which [columnValues.endText] ends. Rows must come in ascending
// order.
func (v *columnValues) setText(row int, text []byte) {
	v.valid[row] = 1
	v.text = append(v.text, text...)
}

// endText ends a row of texts, whether it was given one or not.
func (v *columnValues) endText(row int) { v.ends[row+1] = int32(len(v.text)) }

// drop takes out rows: row from+i if marked[i]. The marks reach to the last row.
func (v *columnValues) drop(from int, marked []bool) {
	rows := from
	for i, out := range marked {
		if out {
			continue
		}
		at := from + i
		v.valid[rows] = v.valid[at]
		switch v.kind {
		case TextType:
			copy(v.text[v.ends[rows]:], v.text[v.ends[at]:v.ends[at+1]])
			v.ends[rows+1] = v.ends[rows] + v.ends[at+1] - v.ends[at]
		case CodeType, DateType, DaysType:
			v.words[rows] = v.words[at]
		case FlagType:
			v.flags[rows] = v.flags[at]
		default:
			v.longs[rows] = v.longs[at]
		}
		rows++
	}
	v.cut(rows)
}

// cut keeps the given number of first rows.
func (v *columnValues) cut(rows int) {
	v.valid = v.valid[:rows]
	switch v.kind {
	case TextType:
		if len(v.ends) > 0 {
			v.ends = v.ends[:rows+1]
			v.text = v.text[:v.ends[rows]]
		}
	case CodeType, DateType, DaysType:
		v.words = v.words[:rows]
	case FlagType:
		v.flags = v.flags[:rows]
	default:
		v.longs = v.longs[:rows]
	}
}

// column returns the values as an Arrow column, which is a view of them: it is
// good until the next row is added. Dictionary holds the texts of codes.
func (v *columnValues) column(dictionary arrow.Array) arrow.Array {
	rows := v.rows()
	t := v.kind.Arrow()
	var present int
	v.validBits, present = packBits(v.validBits, v.valid)
	buffers := []*memory.Buffer{nil}
	if present < rows {
		buffers[0] = memory.NewBufferBytes(v.validBits)
	}
	switch v.kind {
	case TextType:
		buffers = append(buffers, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(v.ends)), memory.NewBufferBytes(v.text))
	case CodeType, DateType, DaysType:
		buffers = append(buffers, memory.NewBufferBytes(arrow.Int32Traits.CastToBytes(v.words)))
	case FlagType:
		v.flagBits, _ = packBits(v.flagBits, v.flags)
		buffers = append(buffers, memory.NewBufferBytes(v.flagBits))
	default:
		buffers = append(buffers, memory.NewBufferBytes(arrow.Int64Traits.CastToBytes(v.longs)))
	}
	if v.kind != CodeType {
		return layout.NewColumn(t, rows, rows-present, buffers...)
	}
	data := array.NewDataWithDictionary(t, rows, buffers, rows-present, 0, dictionary.Data().(*array.Data))
	defer data.Release()
	return array.MakeFromData(data)
}

// packBits makes a bit of each byte, which is 0 or 1, and counts the ones. The
// result reuses dst.
func packBits(dst, from []byte) (packed []byte, ones int) {
	packed = extended(dst[:0], (len(from)+7)/8)
	// The product has bit 8i of the word at bit 56+i.
	const gather = 0x0102040810204080
	i := 0
	for ; i+8 <= len(from); i += 8 {
		b := byte(binary.LittleEndian.Uint64(from[i:]) * gather >> 56)
		packed[i/8] = b
		ones += bits.OnesCount8(b)
	}
	if i < len(from) {
		packed[i/8] = 0
		for j, bit := range from[i:] {
			packed[i/8] |= bit << j
			ones += int(bit)
		}
	}
	return packed, ones
}
