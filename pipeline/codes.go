package pipeline

import (
	"unsafe"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline/internal/layout"
)

// codeNumbers numbers texts in the order in which they are met, from 0. The zero value is
// empty.
type codeNumbers struct {
	texts   []string // by number
	numbers map[string]int32
	bytes   int    // that the texts take, with what is kept beside each
	memory  []byte // of texts: many lie in one piece
}

// besideCode is what a code takes beside its text: headers of two strings, a number, and
// its part of the map.
const besideCode = 64

// number returns the number of a text, a new one if it was not met before. The text may
// lie in a batch that is gone later.
func (n *codeNumbers) number(text string) int32 {
	number, ok := n.numbers[text]
	if !ok {
		if n.numbers == nil {
			n.numbers = map[string]int32{}
		}
		number = int32(len(n.texts))
		text = n.clone(text)
		n.texts = append(n.texts, text)
		n.numbers[text] = number
		n.bytes += len(text) + besideCode
	}
	return number
}

// follow is number for a text that lasts and either is the one that got the last number, or
// was not met before: it is not looked up.
func (n *codeNumbers) follow(text string) int32 {
	if len(n.texts) == 0 || n.texts[len(n.texts)-1] != text {
		n.texts = append(n.texts, text)
		n.bytes += len(text) + besideCode
	}
	return int32(len(n.texts) - 1)
}

// clone returns a text that lasts as long as the numbers.
func (n *codeNumbers) clone(text string) string {
	const most = 16 << 10 // bytes of a piece of memory
	if cap(n.memory)-len(n.memory) < len(text) {
		n.memory = make([]byte, 0, max(len(text), min(2*cap(n.memory), most)))
	}
	at := len(n.memory)
	n.memory = append(n.memory, text...)
	return unsafe.String(unsafe.SliceData(n.memory[at:]), len(text))
}

// dictionary returns the texts by number. The caller releases it.
func (n *codeNumbers) dictionary(mem memory.Allocator) arrow.Array {
	texts := array.NewStringBuilder(mem)
	defer texts.Release()
	texts.AppendValues(n.texts, nil)
	return texts.NewArray()
}

// A codeBook unifies the dictionaries of several batches.
type codeBook struct {
	codeNumbers

	seen  arrow.ArrayData // the dictionary renumbered last: slices of one batch share it
	codes []int32         // the book's number for each of its texts
}

// renumber returns the book's number for each text of a dictionary, adding those that are
// new. The result is good until the next call.
func (b *codeBook) renumber(dictionary *array.String) []int32 {
	if dictionary.Data() == b.seen {
		return b.codes
	}
	b.seen = dictionary.Data()
	b.codes = b.codes[:0]
	for i := range dictionary.Len() {
		b.codes = append(b.codes, b.number(dictionary.Value(i)))
	}
	return b.codes
}

// joinIndices joins the codes of stretches as numbers of the book. The caller releases the
// result.
func (b *codeBook) joinIndices(mem memory.Allocator, stretches []stretch) arrow.Array {
	rows := stretchRows(stretches)
	values, bytes := layout.NewBuffer(mem, arrow.Int32Traits.BytesRequired(rows))
	to := arrow.Int32Traits.CastFromBytes(bytes)
	at := 0
	for _, p := range stretches {
		codes := p.array.(*array.Dictionary)
		numbers := b.renumber(codes.Dictionary().(*array.String))
		// The index of a null may be anything.
		for _, code := range layout.Int32s(codes)[p.from:p.to] {
			number := int32(0)
			if uint(code) < uint(len(numbers)) {
				number = numbers[code]
			}
			to[at] = number
			at++
		}
	}
	validity, nulls := joinValidity(mem, stretches, rows)
	return layout.NewColumn(arrow.PrimitiveTypes.Int32, rows, nulls, validity, values)
}

// joinCodes is joinColumn for codes. Their dictionary is that of the stretches if they share
// one, else that of a new book.
func joinCodes(mem memory.Allocator, stretches []stretch) arrow.Array {
	first := stretches[0].array.(*array.Dictionary)
	if sharedDictionary(stretches) {
		indices := joinFixed(mem, arrow.PrimitiveTypes.Int32, arrow.Int32SizeBytes, stretches)
		defer indices.Release()
		return array.NewDictionaryArray(first.DataType(), indices, first.Dictionary())
	}
	var book codeBook
	indices := book.joinIndices(mem, stretches)
	defer indices.Release()
	dictionary := book.dictionary(mem)
	defer dictionary.Release()
	return array.NewDictionaryArray(first.DataType(), indices, dictionary)
}

// sharedDictionary reports whether all stretches have the same dictionary.
func sharedDictionary(stretches []stretch) bool {
	first := stretches[0].array.Data().Dictionary()
	for _, p := range stretches[1:] {
		if p.array.Data().Dictionary() != first {
			return false
		}
	}
	return true
}
