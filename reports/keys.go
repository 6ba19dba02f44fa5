package reports

import (
	"encoding/binary"
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// A keyWriter appends the sort key of a row to a buffer: keys compare as bytes as the
// rows do.
type keyWriter func(to []byte, row int) []byte

// The first byte of a value of a key; nulls come first.
const (
	keyNull  = 0
	keyValue = 1
)

// keyOf returns the sort keys of the rows of a batch: the rank of the sheet if it has
// one, then the key of its mart.
func (s *sheet) keyOf(rec arrow.Record) keyWriter {
	var columns []keyWriter
	if s.Rank != nil {
		rank := s.Rank(rec)
		columns = append(columns, func(to []byte, row int) []byte { return appendKeyInt(to, rank(row)) })
	}
	for _, c := range s.Dataset.Key {
		if column := columnKey(c, rec); column != nil {
			columns = append(columns, column)
		}
	}
	return func(to []byte, row int) []byte {
		for _, column := range columns {
			to = column(to, row)
		}
		return to
	}
}

// columnKey returns the keys of a column. Keys are texts, codes, dates, moments,
// amounts, days and whole numbers; other types do not order rows and have none.
func columnKey(c pipeline.Column, rec arrow.Record) keyWriter {
	switch c := c.(type) {
	case *pipeline.Text:
		a := c.In(rec)
		return nullsFirst(a, func(to []byte, row int) []byte { return appendKeyText(to, a.Value(row)) })
	case *pipeline.Code:
		a := c.In(rec)
		code := codesOf(a)
		return nullsFirst(a, func(to []byte, row int) []byte { return appendKeyText(to, code(row)) })
	case *pipeline.Date:
		return integerKey(c.In(rec))
	case *pipeline.Instant:
		return integerKey(c.In(rec))
	case *pipeline.Int:
		return integerKey(c.In(rec))
	case *pipeline.Money:
		return integerKey(c.In(rec))
	case *pipeline.Days:
		return integerKey(c.In(rec))
	}
	return nil
}

func nullsFirst(a arrow.Array, value keyWriter) keyWriter {
	return func(to []byte, row int) []byte {
		if a.IsNull(row) {
			return append(to, keyNull)
		}
		return value(append(to, keyValue), row)
	}
}

// integerKey returns the keys of a column of whole numbers.
func integerKey[T ~int32 | ~int64](a interface {
	arrow.Array
	Value(int) T
},
) keyWriter {
	return nullsFirst(a, func(to []byte, row int) []byte { return appendKeyInt(to, int64(a.Value(row))) })
}

func appendKeyInt(to []byte, v int64) []byte {
	return binary.BigEndian.AppendUint64(to, uint64(v)^(1<<63)) // negative numbers first
}

// appendKeyText ends the text with two zero bytes and tells them from zero bytes of
// the text by a byte after each of these.
func appendKeyText(to []byte, text string) []byte {
	for i := range len(text) {
		to = append(to, text[i])
		if text[i] == 0 {
			to = append(to, math.MaxUint8)
		}
	}
	return append(to, 0, 0)
}

// rowKeys are the sort keys of the rows of a batch, one after the other.
type rowKeys struct {
	bytes []byte
	ends  []int
}

// fill replaces the keys by those of a batch.
func (k *rowKeys) fill(key keyWriter, rows int) {
	k.bytes, k.ends = k.bytes[:0], k.ends[:0]
	for row := range rows {
		k.bytes = key(k.bytes, row)
		k.ends = append(k.ends, len(k.bytes))
	}
}

func (k *rowKeys) of(row int) []byte {
	from := 0
	if row > 0 {
		from = k.ends[row-1]
	}
	return k.bytes[from:k.ends[row]]
}

// codesOf reads a column of codes; null is "".
func codesOf(a *array.Dictionary) func(row int) string {
	values, entries := a.Dictionary().(*array.String), entriesOf(a)
	return func(row int) string {
		if a.IsNull(row) {
			return ""
		}
		return values.Value(int(entries[row]))
	}
}

// entriesOf returns the entry of the dictionary of each row, anything for null.
func entriesOf(a *array.Dictionary) []int32 { return a.Indices().(*array.Int32).Int32Values() }
