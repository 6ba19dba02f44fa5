package pipeline

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// joinCodes joins the pieces of a code column under one dictionary, texts in the
// order of their first piece. arrow v17's Concatenate gives wrong codes for
// pieces that were cut out of a longer batch, so it is not used for codes
// (TestConcat).
func joinCodes(mem memory.Allocator, pieces []arrow.Array) arrow.Array {
	texts := array.NewStringBuilder(mem)
	defer texts.Release()
	at := map[string]int32{}
	joined := array.NewInt32Builder(mem)
	defer joined.Release()
	var seen arrow.ArrayData // dictionary of the piece before: cuts of one batch share it
	var renumbered []int32
	for _, piece := range pieces {
		codes := piece.(*array.Dictionary)
		values := codes.Dictionary().(*array.String)
		if values.Data() != seen {
			seen = values.Data()
			renumbered = renumbered[:0]
			for i := range values.Len() {
				text := values.Value(i)
				code, ok := at[text]
				if !ok {
					code = int32(len(at))
					at[text] = code
					texts.Append(text)
				}
				renumbered = append(renumbered, code)
			}
		}
		joined.Reserve(codes.Len())
		for row := range codes.Len() {
			if codes.IsNull(row) {
				joined.UnsafeAppendBoolToBitmap(false)
				continue
			}
			joined.UnsafeAppend(renumbered[codes.GetValueIndex(row)])
		}
	}
	indices, dictionary := joined.NewArray(), texts.NewArray()
	defer indices.Release()
	defer dictionary.Release()
	return array.NewDictionaryArray(CodeType.Arrow(), indices, dictionary)
}
