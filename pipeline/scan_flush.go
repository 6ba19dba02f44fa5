package pipeline

import (
	"bytes"
	"unsafe"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A codeList holds the codes of a chunk's rows as numbers, and the text of each
// number. The numbers are those of the builder's own dictionary, which keeps
// what it has seen from batch to batch.
type codeList struct {
	rows    []int
	texts   []string
	numbers map[string]int
	last    int
	fresh   int // texts[fresh:] are not in the dictionary yet
}

// set gives a row its code. Rows next to each other often have the same.
func (l *codeList) set(row int, text []byte) {
	if l.last < len(l.texts) && bytes.Equal(text, view(l.texts[l.last])) {
		l.rows[row] = l.last
		return
	}
	number, ok := l.numbers[string(text)]
	if !ok {
		if l.numbers == nil {
			l.numbers = map[string]int{}
		}
		number = len(l.texts)
		l.texts = append(l.texts, string(text))
		l.numbers[l.texts[number]] = number
	}
	l.rows[row], l.last = number, number
}

// teach adds the new codes to the dictionary of the builder.
func (l *codeList) teach(mem memory.Allocator, b *array.BinaryDictionaryBuilder) {
	if l.fresh == len(l.texts) {
		return
	}
	texts := array.NewStringBuilder(mem)
	defer texts.Release()
	texts.AppendValues(l.texts[l.fresh:], nil)
	values := texts.NewStringArray()
	defer values.Release()
	if err := b.InsertStringDictValues(values); err != nil {
		panic(err) // the memo table of a text dictionary takes every text
	}
	l.fresh = len(l.texts)
}

// flush appends the rows of the chunk that are used.
func (cr *columnReader) flush(n int, dropped bool) {
	if dropped {
		n = cr.compact(n)
	}
	if n == 0 {
		return
	}
	valid := cr.valid[:n]
	switch b := cr.builder.(type) {
	case *array.StringBuilder:
		b.Reserve(n)
		for row, ok := range valid {
			if ok {
				b.BinaryBuilder.Append(cr.texts[row])
			} else {
				b.AppendNull()
			}
		}
	case *array.BinaryDictionaryBuilder:
		cr.codes.teach(cr.typer.scanner.Mem, b)
		b.AppendIndices(cr.codes.rows[:n], valid)
	case *array.Int64Builder:
		b.AppendValues(cr.ints[:n], valid)
	case *array.TimestampBuilder:
		b.AppendValues(unsafe.Slice((*arrow.Timestamp)(unsafe.Pointer(unsafe.SliceData(cr.ints))), n), valid) // both are int64
	case *array.Int32Builder:
		b.Reserve(n)
		for row, ok := range valid {
			if ok {
				b.UnsafeAppend(int32(cr.ints[row]))
			} else {
				b.UnsafeAppendBoolToBitmap(false)
			}
		}
	case *array.Date32Builder:
		b.Reserve(n)
		for row, ok := range valid {
			if ok {
				b.UnsafeAppend(arrow.Date32(cr.ints[row]))
			} else {
				b.UnsafeAppendBoolToBitmap(false)
			}
		}
	case *array.BooleanBuilder:
		b.Reserve(n)
		for row, ok := range valid {
			if ok {
				b.UnsafeAppend(cr.ints[row] == 1)
			} else {
				b.UnsafeAppendBoolToBitmap(false)
			}
		}
	case *array.Float64Builder:
		b.AppendNulls(n) // shares are computed, never read
	}
}

// compact moves the rows that are used to the front and returns their number.
func (cr *columnReader) compact(n int) int {
	to := 0
	for row := range n {
		if cr.typer.bad[row] {
			continue
		}
		cr.valid[to] = cr.valid[row]
		switch cr.column.Type() {
		case TextType:
			cr.texts[to] = cr.texts[row]
		case CodeType:
			cr.codes.rows[to] = cr.codes.rows[row]
		default:
			cr.ints[to] = cr.ints[row]
		}
		to++
	}
	return to
}
