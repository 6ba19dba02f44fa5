package datepayouts

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// codes is a code column whose entries were translated once: at costs an array
// read.
type codes[T any] struct {
	cells    *array.Dictionary
	hasNulls bool
	indices  []int32
	values   []T
}

// codesOf translates the entries of a code column.
func codesOf[T any](cells *array.Dictionary, of func(string) T) codes[T] {
	dictionary := cells.Dictionary().(*array.String)
	values := make([]T, dictionary.Len())
	for i := range values {
		values[i] = of(dictionary.Value(i))
	}
	return codes[T]{cells, cells.NullN() > 0, cells.Indices().(*array.Int32).Int32Values(), values}
}

// wordsOf copies the entries of a code column.
func wordsOf(cells *array.Dictionary) codes[string] { return codesOf(cells, strings.Clone) }

// at returns the value of a row, the zero value for a null.
func (c *codes[T]) at(row int) (value T) {
	if c.isNull(row) {
		return value
	}
	return c.values[c.indices[row]]
}

func (c *codes[T]) isNull(row int) bool { return c.hasNulls && c.cells.IsNull(row) }

// A codeBuilder builds a code column from indices into a list of its own.
type codeBuilder struct {
	indices *vector[int32]
	words   []string
}

func newCodeBuilder(mem memory.Allocator, rows int, words ...string) *codeBuilder {
	return &codeBuilder{indices: newVector[int32](mem, rows), words: words}
}

// append adds the word at an index.
func (b *codeBuilder) append(index int) { b.indices.append(int32(index)) }

func (b *codeBuilder) appendNull() { b.indices.appendNull() }

// appendWord adds a word that may be new to the list, null for an empty one. The
// list is searched: it is for columns of a handful of words.
func (b *codeBuilder) appendWord(word string) {
	if word == "" {
		b.appendNull()
		return
	}
	index := slices.Index(b.words, word)
	if index < 0 {
		index = len(b.words)
		b.words = append(b.words, word)
	}
	b.append(index)
}

// column returns the column built. The caller releases it.
func (b *codeBuilder) column(mem memory.Allocator) arrow.Array {
	words := array.NewStringBuilder(mem)
	defer words.Release()
	words.AppendValues(b.words, nil)
	dictionary := words.NewArray()
	defer dictionary.Release()
	return b.indices.column(pipeline.CodeType.Arrow(), dictionary.Data().(*array.Data))
}
