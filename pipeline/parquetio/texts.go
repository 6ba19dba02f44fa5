package parquetio

import (
	"bytes"
	"encoding/binary"
	"slices"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/parquet-go/parquet-go/format"
)

// texts are cells of text, in the memory of the batches they come from. A row group has
// millions of them, so they say where a text lies instead of pointing there: the collector
// would look at every pointer.
type texts struct {
	memory [][]byte
	spans  []span
}

// A span is where a text lies: bytes begin..end of a memory, counted from 0.
type span struct{ memory, begin, end int32 }

func (s span) length() int { return int(s.end - s.begin) }

// at returns a text, in the memory of its batch.
func (t texts) at(i int) []byte { return t.text(t.spans[i]) }

// text returns the text of a span.
func (t texts) text(s span) []byte { return t.memory[s.memory][s.begin:s.end] }

// add appends rows of a column of a batch; nil = all.
func (t *texts) add(column *array.String, rows []int32) {
	if column.Len() == 0 {
		return
	}
	memory, ends := int32(len(t.memory)), column.ValueOffsets()
	first := ends[0] // of the bytes that belong to the column
	t.memory = append(t.memory, column.ValueBytes())
	if rows != nil {
		t.spans = slices.Grow(t.spans, len(rows))
		for _, row := range rows {
			t.spans = append(t.spans, span{memory, ends[row] - first, ends[row+1] - first})
		}
		return
	}
	t.spans = slices.Grow(t.spans, column.Len())
	for i, begin := range ends[:column.Len()] {
		t.spans = append(t.spans, span{memory, begin - first, ends[i+1] - first})
	}
}

// longestBound is the length past which a text is no bound: statistics are read
// with every file, and few filters ask for long texts.
const longestBound = 64

func (t texts) count() int                { return len(t.spans) }
func (t texts) encoding() format.Encoding { return format.Plain }

func (t texts) appendTo(page []byte, from, to int) []byte {
	for _, s := range t.spans[from:to] {
		page = binary.LittleEndian.AppendUint32(page, uint32(s.length()))
		page = append(page, t.text(s)...)
	}
	return page
}

// areIDs reports whether the texts are many, short and all of one length, and few of a sample
// are equal to the one before.
func (t texts) areIDs() bool {
	if len(t.spans) < fewestIDs {
		return false
	}
	length := t.spans[0].length()
	if length == 0 || length > longestID {
		return false
	}
	repeated := 0
	for i := range fewestIDs - 1 {
		if bytes.Equal(t.at(i), t.at(i+1)) {
			repeated++
		}
	}
	return repeated < fewestIDs/16 && !slices.ContainsFunc(t.spans, func(s span) bool { return s.length() != length })
}

func (t texts) bounds() (lower, upper []byte) {
	if len(t.spans) == 0 {
		return nil, nil
	}
	least, greatest := t.extremes()
	return bound(least), bound(greatest)
}

// extremes returns the least and the greatest of some texts. Most differ from
// both in their first bytes.
func (t texts) extremes() (least, greatest []byte) {
	least, greatest = t.at(0), t.at(0)
	low, high := leading(least), leading(greatest)
	for _, s := range t.spans[1:] {
		text := t.text(s)
		first := leading(text)
		if first <= low && bytes.Compare(text, least) < 0 {
			least, low = text, first
		}
		if first >= high && bytes.Compare(text, greatest) > 0 {
			greatest, high = text, first
		}
	}
	return least, greatest
}

// bound makes a bound of a text unless it is too long. The empty text is a
// bound, nil is none.
func bound(text []byte) []byte {
	if len(text) > longestBound {
		return nil
	}
	return append([]byte{}, text...)
}
