package vector

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// Codes is a code column whose entries were translated once: a row costs an
// array read. It may be used while the column is not released.
type Codes[T any] struct {
	Entries  []T // what each entry of the dictionary was translated to
	cells    *array.Dictionary
	hasNulls bool
	indices  []int32
}

// CodesOf translates the entries of a code column.
func CodesOf[T any](cells *array.Dictionary, of func(string) T) Codes[T] {
	dictionary := cells.Dictionary().(*array.String)
	entries := make([]T, dictionary.Len())
	for i := range entries {
		entries[i] = of(dictionary.Value(i))
	}
	return Codes[T]{entries, cells, cells.NullN() > 0, cells.Indices().(*array.Int32).Int32Values()}
}

// WordsOf copies the entries of a code column, which then outlive it.
func WordsOf(cells *array.Dictionary) Codes[string] { return CodesOf(cells, strings.Clone) }

// At returns the translation of a row, the zero value for a null.
func (c *Codes[T]) At(row int) (value T) {
	if c.IsNull(row) {
		return value
	}
	return c.Entries[c.indices[row]]
}

// IsNull reports whether a row is null.
func (c *Codes[T]) IsNull(row int) bool { return c.hasNulls && c.cells.IsNull(row) }

// Index returns the entry of a row that is not null.
func (c *Codes[T]) Index(row int) int { return int(c.indices[row]) }

// Words numbers distinct words from 0 on, in the order in which they come. The zero
// value has none.
type Words struct {
	list    []string
	numbers map[string]int // of the words, once they are more than a handful
}

// NewWords returns words with the numbers of their places.
func NewWords(list ...string) Words { return Words{list: slices.Clip(list)} }

// Word returns the word of a number.
func (w *Words) Word(number int) string { return w.list[number] }

// List returns the words by number. It is not to be changed.
func (w *Words) List() []string { return w.list }

// handful is how many words are sooner found by looking at each.
const handful = 16

// Index returns the number of a word, which is added if it is new.
func (w *Words) Index(word string) int {
	if w.numbers == nil {
		if index := slices.Index(w.list, word); index >= 0 {
			return index
		}
	} else if index, ok := w.numbers[word]; ok {
		return index
	}
	w.list = append(w.list, word)
	switch {
	case w.numbers != nil:
		w.numbers[word] = len(w.list) - 1
	case len(w.list) > handful:
		w.numbers = make(map[string]int)
		for i := len(w.list) - 1; i >= 0; i-- { // of words given twice the first counts
			w.numbers[w.list[i]] = i
		}
	}
	return len(w.list) - 1
}

// A CodeBuilder builds a code column of a known number of rows from indices into
// a list of words.
type CodeBuilder struct {
	Words   Words // may be given or added to until Column is called
	mem     memory.Allocator
	indices *Vector[int32]
}

// NewCodeBuilder returns an empty builder with room for rows and with the words
// known so far. Release it after use.
func NewCodeBuilder(mem memory.Allocator, rows int, words ...string) *CodeBuilder {
	return &CodeBuilder{Words: NewWords(words...), mem: mem, indices: New[int32](mem, rows)}
}

// NullCodes returns a full builder of nulls with the words known so far. Rows are
// changed by Set.
func NullCodes(mem memory.Allocator, rows int, words ...string) *CodeBuilder {
	return &CodeBuilder{Words: NewWords(words...), mem: mem, indices: Nulls[int32](mem, rows)}
}

// CopyCodes returns a full builder with the rows and words of a column. Rows are
// changed by Set.
func CopyCodes(mem memory.Allocator, cells *array.Dictionary) *CodeBuilder {
	codes := WordsOf(cells)
	b := &CodeBuilder{Words: NewWords(codes.Entries...), mem: mem, indices: Zeros[int32](mem, cells)}
	copy(b.indices.values, codes.indices)
	return b
}

// Set changes a row that has been appended to the word at an index.
func (b *CodeBuilder) Set(row, index int) { b.indices.Set(row, int32(index)) }

// Append appends the word at an index.
func (b *CodeBuilder) Append(index int) { b.indices.Append(int32(index)) }

// AppendNull appends a null.
func (b *CodeBuilder) AppendNull() { b.indices.AppendNull() }

// AppendIf appends the word at an index if there is one, else null.
func (b *CodeBuilder) AppendIf(isKnown bool, index int) { b.indices.AppendIf(isKnown, int32(index)) }

// AppendWord appends a word that may be new, null for an empty one.
func (b *CodeBuilder) AppendWord(word string) {
	if word == "" {
		b.AppendNull()
		return
	}
	b.Append(b.Words.Index(word))
}

// AppendName appends the name of a number, null for one that is not above 0. The words
// are those of [Names.List].
func (b *CodeBuilder) AppendName(number int32) { b.AppendIf(number > 0, int(number)-1) }

// Column returns the column built. The caller releases it.
func (b *CodeBuilder) Column() arrow.Array {
	words := array.NewStringBuilder(b.mem)
	defer words.Release()
	words.AppendValues(b.Words.list, nil)
	dictionary := words.NewArray()
	defer dictionary.Release()
	return b.indices.column(pipeline.CodeType.Arrow(), dictionary.Data().(*array.Data))
}

// Constant returns a code column that has one word in all rows. The caller releases
// it.
func Constant(mem memory.Allocator, rows int, word string) arrow.Array {
	b := NewCodeBuilder(mem, rows, word)
	defer b.Release()
	clear(b.indices.values)
	b.indices.rows = rows
	return b.Column()
}

// Release gives up the builder; columns built from it live on.
func (b *CodeBuilder) Release() { b.indices.Release() }
