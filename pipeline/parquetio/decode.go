package parquetio

import (
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/encoding"

	"ozpayout/pipeline"
)

// readColumn reads one column of a row group. The caller releases the result.
func readColumn(mem memory.Allocator, t pipeline.Type, c parquet.ColumnChunk, rows int) (cells arrow.Array, err error) {
	defer recoverTo(&err)
	into := newCollector(mem, t)
	defer into.release()
	pages := c.Pages()
	defer pages.Close()
	read := 0
	for {
		page, err := pages.ReadPage()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		read += int(page.NumRows())
		if read <= rows {
			into.add(page)
		}
		parquet.Release(page)
	}
	if read != rows {
		return nil, fmt.Errorf("%d rows in the pages, the row group says %d", read, rows)
	}
	return into.array(), nil
}

// A collector puts the pages of one column together.
type collector interface {
	add(parquet.Page)
	array() arrow.Array
	release()
}

func newCollector(mem memory.Allocator, t pipeline.Type) collector {
	if t == pipeline.CodeType {
		return &codes{
			at:     array.NewInt32Builder(mem),
			words:  array.NewStringBuilder(mem),
			places: make(map[string]int32),
		}
	}
	return &built{array.NewBuilder(mem, t.Arrow())}
}

// built collects cells in an Arrow builder.
type built struct{ array.Builder }

func (b *built) array() arrow.Array { return b.NewArray() }
func (b *built) release()           { b.Release() }

func (b *built) add(page parquet.Page) {
	b.Reserve(int(page.NumRows()))
	switch to := b.Builder.(type) {
	case *array.Int64Builder:
		addNumbers(page, (*encoding.Values).Int64, to.UnsafeAppend, to.AppendNull)
	case *array.TimestampBuilder:
		addNumbers(page, (*encoding.Values).Int64, func(v int64) { to.UnsafeAppend(arrow.Timestamp(v)) }, to.AppendNull)
	case *array.Int32Builder:
		addNumbers(page, (*encoding.Values).Int32, to.UnsafeAppend, to.AppendNull)
	case *array.Date32Builder:
		addNumbers(page, (*encoding.Values).Int32, func(v int32) { to.UnsafeAppend(arrow.Date32(v)) }, to.AppendNull)
	case *array.Float64Builder:
		addNumbers(page, (*encoding.Values).Double, to.UnsafeAppend, to.AppendNull)
	case *array.BooleanBuilder:
		data := page.Data()
		bits := data.Boolean()
		eachRow(page, func(i int) { to.UnsafeAppend(bits[i/8]>>(i%8)&1 == 1) }, to.AppendNull)
	case *array.StringBuilder:
		text := textsOf(page)
		eachRow(page, func(i int) { to.BinaryBuilder.Append(text(i)) }, to.AppendNull)
	default:
		panic(fmt.Sprintf("parquetio: no pages of %v", b.Type()))
	}
}

// addNumbers adds the cells of a page of numbers, plain or by dictionary.
func addNumbers[T int32 | int64 | float64](page parquet.Page, of func(*encoding.Values) []T, value func(T), null func()) {
	data := page.Data()
	if dictionary := page.Dictionary(); dictionary != nil {
		entries := dictionary.Page().Data()
		numbers, at := of(&entries), data.Int32()
		eachRow(page, func(i int) { value(numbers[at[i]]) }, null)
		return
	}
	numbers := of(&data)
	eachRow(page, func(i int) { value(numbers[i]) }, null)
}

// textsOf returns the i-th filled cell of a page of texts. The bytes are those
// of the page.
func textsOf(page parquet.Page) func(i int) []byte {
	data := page.Data()
	if dictionary := page.Dictionary(); dictionary != nil {
		entries := dictionary.Page().Data()
		text, starts := entries.ByteArray()
		at := data.Int32()
		return func(i int) []byte { return text[starts[at[i]]:starts[at[i]+1]] }
	}
	text, starts := data.ByteArray()
	return func(i int) []byte { return text[starts[i]:starts[i+1]] }
}

// eachRow calls value with the number of the filled cell for each filled row of
// a page, and null for the others.
func eachRow(page parquet.Page, value func(i int), null func()) {
	filled := page.DefinitionLevels()
	next := 0
	for row := range int(page.NumRows()) {
		if filled != nil && filled[row] == 0 {
			null()
			continue
		}
		value(next)
		next++
	}
}

// codes collects codes: a dictionary in the order of first appearance.
type codes struct {
	at     *array.Int32Builder
	words  *array.StringBuilder
	places map[string]int32
}

func (c *codes) add(page parquet.Page) {
	c.at.Reserve(int(page.NumRows()))
	if page.Dictionary() == nil {
		text := textsOf(page)
		eachRow(page, func(i int) { c.at.UnsafeAppend(c.place(text(i))) }, c.at.AppendNull)
		return
	}
	data := page.Data()
	entries := page.Dictionary().Page().Data()
	text, starts := entries.ByteArray()
	places := make([]int32, page.Dictionary().Len())
	for i := range places {
		places[i] = c.place(text[starts[i]:starts[i+1]])
	}
	at := data.Int32()
	eachRow(page, func(i int) { c.at.UnsafeAppend(places[at[i]]) }, c.at.AppendNull)
}

func (c *codes) place(word []byte) int32 {
	at, ok := c.places[string(word)]
	if !ok {
		at = int32(len(c.places))
		c.places[string(word)] = at
		c.words.BinaryBuilder.Append(word)
	}
	return at
}

func (c *codes) array() arrow.Array {
	at, words := c.at.NewArray(), c.words.NewArray()
	defer at.Release()
	defer words.Release()
	return array.NewDictionaryArray(pipeline.CodeType.Arrow(), at, words)
}

func (c *codes) release() {
	c.at.Release()
	c.words.Release()
}
