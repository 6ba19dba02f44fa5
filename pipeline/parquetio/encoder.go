package parquetio

import (
	"bytes"
	"fmt"
	"hash/crc32"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"ozpayout/pipeline"
)

// pageRows is the number of rows of a data page: three pages a row group keep
// pages of numbers below 1 MiB, which BigQuery wants of wide tables. It is a
// multiple of 8, so that levels are cut between bytes.
const pageRows = GroupRows / 3

// Encoders encode as many row groups at a time as they are, of all writers that share
// them. Each keeps its buffers from one row group to the next, 10 to 30 MB.
type Encoders struct{ idle chan *encoder }

// NewEncoders returns n encoders, of which there must be one at least.
func NewEncoders(n int) (*Encoders, error) {
	all := &Encoders{make(chan *encoder, n)}
	for range n {
		e, err := newEncoder()
		if err != nil {
			return nil, err
		}
		all.put(e)
	}
	return all, nil
}

// take waits for an idle encoder.
func (all *Encoders) take() *encoder { return <-all.idle }

func (all *Encoders) put(e *encoder) { all.idle <- e }

// An encoder turns rows into row groups.
type encoder struct {
	gatherer

	zstd       *zstd.Encoder
	ids        idCompressor
	page       []byte // body of the page being made
	compressed []byte
	header     bytes.Buffer
	pages      []byte // of the chunk being made
}

// newEncoder returns an encoder with a compressor of its own. It has the fastest level, but
// codes literals by their frequency (Huffman) even where no matches are found: that is
// what makes indices and instants smaller.
func newEncoder() (*encoder, error) {
	compressor, err := zstd.NewWriter(nil,
		zstd.WithEncoderLevel(zstd.SpeedFastest),
		zstd.WithAllLitEntropyCompression(true),
		zstd.WithEncoderConcurrency(1),
		zstd.WithWindowSize(1<<20), // most pages are smaller
		zstd.WithZeroFrames(true),
		zstd.WithEncoderCRC(false), // pages have one
	)
	if err != nil {
		return nil, err
	}
	return &encoder{zstd: compressor, ids: idCompressor{general: compressor}}, nil
}

// encode makes one row group of batches of a dataset, ordered by its key.
func (e *encoder) encode(d *pipeline.Dataset, batches []batch) rowGroup {
	var group rowGroup
	for _, b := range batches {
		group.rows += int64(b.rows())
	}
	defer e.forget()
	if group.err = e.arrange(d, batches); group.err != nil {
		return group
	}
	for i, c := range d.Columns {
		made, err := e.chunk(c, isKey(d, c), e.columnOf(batches, i))
		if err != nil {
			group.err = fmt.Errorf("column %s: %w", c.ColumnName(), err)
			return group
		}
		group.chunks = append(group.chunks, made)
	}
	return group
}

// chunk encodes one column of a row group.
func (e *encoder) chunk(c pipeline.Column, required bool, pieces []piece) (chunk, error) {
	values, dictionary, err := e.gather(c, pieces)
	if err != nil {
		return chunk{}, err
	}
	made := chunk{meta: format.ColumnMetaData{
		Type:         physical(c.Type()),
		Encoding:     []format.Encoding{format.Plain, format.RLE},
		PathInSchema: []string{c.ColumnName()},
		Codec:        format.Zstd,
		NumValues:    int64(e.filled.rows),
	}}
	e.pages = e.pages[:0]
	described := values
	if dictionary != nil {
		described = dictionary
		made.meta.Encoding = append(made.meta.Encoding, format.RLEDictionary)
		if err := e.dictionaryPage(&made, dictionary); err != nil {
			return chunk{}, err
		}
		made.meta.DataPageOffset = int64(len(e.pages))
	}
	lower, upper := described.bounds()
	made.meta.Statistics = format.Statistics{
		MinValue:  lower,
		MaxValue:  upper,
		NullCount: int64(e.filled.rows - values.count()),
	}
	length := e.lengthOfIDs(values)
	for first, from := 0, 0; first < e.filled.rows; first += pageRows {
		last := min(first+pageRows, e.filled.rows)
		to := from + e.filled.count(first, last)
		if err := e.dataPage(&made, first, last, required, values, from, to, length); err != nil {
			return chunk{}, err
		}
		from = to
	}
	made.body = bytes.Clone(e.pages)
	return made, nil
}

func (e *encoder) dictionaryPage(c *chunk, dictionary cells) error {
	entries := dictionary.count()
	e.page = dictionary.appendTo(e.page[:0], 0, entries)
	e.compressed = e.zstd.EncodeAll(e.page, e.compressed[:0])
	return e.append(c, format.PageHeader{
		Type: format.DictionaryPage,
		DictionaryPageHeader: thrift.New(format.DictionaryPageHeader{
			NumValues: int32(entries),
			Encoding:  format.Plain,
		}),
	}, format.Plain)
}

// lengthOfIDs returns the length of texts that [idCompressor] suits, judged by a sample that
// is compressed both ways, and 0 for all other cells.
func (e *encoder) lengthOfIDs(values cells) int {
	ids, ok := values.(texts)
	if !ok || !ids.areIDs() {
		return 0
	}
	e.page = ids.appendTo(e.page[:0], 0, fewestIDs)
	e.compressed, ok = e.ids.append(e.compressed[:0], e.page, 0, ids.spans[0].length())
	size := len(e.compressed)
	e.compressed = e.zstd.EncodeAll(e.page, e.compressed[:0])
	// What the compressor saves in the sample by a hundredth it loses in a whole page.
	if !ok || size-size/64 > len(e.compressed) {
		return 0
	}
	return ids.spans[0].length()
}

// dataPage appends a page with the rows first..last of the chunk, whose filled cells are
// values from..to. Length is that of ids, or 0: see lengthOfIDs.
func (e *encoder) dataPage(c *chunk, first, last int, required bool, values cells, from, to, length int) error {
	e.page = e.page[:0]
	if !required {
		e.page = e.filled.appendLevels(e.page, first, last, to-from)
	}
	head := len(e.page)
	e.page = values.appendTo(e.page, from, to)
	made := false
	if length > 0 && to-from >= fewestIDs {
		e.compressed, made = e.ids.append(e.compressed[:0], e.page, head, length)
	}
	if !made {
		e.compressed = e.zstd.EncodeAll(e.page, e.compressed[:0])
	}
	return e.append(c, format.PageHeader{
		Type: format.DataPage,
		DataPageHeader: thrift.New(format.DataPageHeader{
			NumValues:               int32(last - first),
			Encoding:                values.encoding(),
			DefinitionLevelEncoding: format.RLE,
			RepetitionLevelEncoding: format.RLE,
			Statistics:              format.Statistics{NullCount: int64(last - first - (to - from))},
		}),
	}, values.encoding())
}

// append puts the compressed page, with its header, after the other pages of the chunk. A
// page of more than maxPageBytes is an error.
func (e *encoder) append(c *chunk, header format.PageHeader, coding format.Encoding) error {
	if len(e.page) > maxPageBytes {
		return fmt.Errorf("page of %d bytes is more than the %d of a page", len(e.page), maxPageBytes)
	}
	header.UncompressedPageSize = int32(len(e.page))
	header.CompressedPageSize = int32(len(e.compressed))
	header.CRC = int32(crc32.ChecksumIEEE(e.compressed))
	e.header.Reset()
	if err := thrift.NewEncoder(new(thrift.CompactProtocol).NewWriter(&e.header)).Encode(&header); err != nil {
		return fmt.Errorf("header of a page: %w", err)
	}
	e.pages = append(e.pages, e.header.Bytes()...)
	e.pages = append(e.pages, e.compressed...)
	c.meta.TotalUncompressedSize += int64(e.header.Len() + len(e.page))
	c.meta.TotalCompressedSize += int64(e.header.Len() + len(e.compressed))
	c.meta.EncodingStats = countPage(c.meta.EncodingStats, header.Type, coding)
	return nil
}

// countPage adds a page to the counts by type and encoding; a chunk has at most
// two kinds of pages.
func countPage(stats []format.PageEncodingStats, t format.PageType, coding format.Encoding) []format.PageEncodingStats {
	for i := range stats {
		if stats[i].PageType == t {
			stats[i].Count++
			return stats
		}
	}
	return append(stats, format.PageEncodingStats{PageType: t, Encoding: coding, Count: 1})
}
