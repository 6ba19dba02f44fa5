package parquetio

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"
)

// parquet-go makes room for what a file says of its sizes before it looks at the
// file. The checks below come first: they keep a damaged file of some kilobytes
// from taking gigabytes.

// maxPageBytes bounds a page, uncompressed. The writer keeps to it.
const maxPageBytes = 256 << 20

// maxGroupRows bounds a row group.
const maxGroupRows = 1 << 24

// headerBytes is enough for the header of a page, statistics included.
const headerBytes = 64 << 10

// checkFooter checks that the footer is in the file.
func checkFooter(file io.ReaderAt, size int64) error {
	var tail [8]byte
	if size < int64(len(magic)+len(tail)) {
		return errors.New("too short for a Parquet file")
	}
	if _, err := file.ReadAt(tail[:], size-int64(len(tail))); err != nil {
		return err
	}
	if footer := int64(binary.LittleEndian.Uint32(tail[:])); footer > size-int64(len(magic)+len(tail)) {
		return fmt.Errorf("footer of %d bytes in a file of %d", footer, size)
	}
	return nil
}

// checkPages walks over the page headers of a column chunk and checks that its
// pages are in the file, and neither they nor their values are too many.
func checkPages(file io.ReaderAt, size int64, c format.ColumnMetaData, rows int64) error {
	offset := c.DataPageOffset
	if c.DictionaryPageOffset != 0 {
		offset = c.DictionaryPageOffset
	}
	end := offset + c.TotalCompressedSize
	if offset < 0 || end < offset || end > size {
		return fmt.Errorf("pages at %d to %d in a file of %d bytes", offset, end, size)
	}
	buffer := make([]byte, headerBytes)
	for offset < end {
		n, err := file.ReadAt(buffer[:min(int64(len(buffer)), end-offset)], offset)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		reader := new(thrift.CompactProtocol).NewReaderFromBytes(buffer[:n])
		var header format.PageHeader
		if err := thrift.NewDecoder(reader).Decode(&header); err != nil {
			return fmt.Errorf("page header at %d: %w", offset, err)
		}
		offset += int64(reader.BytesRead())
		values := max(header.DataPageHeader.V.NumValues, header.DataPageHeaderV2.V.NumValues, header.DictionaryPageHeader.V.NumValues)
		switch {
		case header.CompressedPageSize < 0 || int64(header.CompressedPageSize) > end-offset:
			return fmt.Errorf("page of %d bytes at %d, where %d are left", header.CompressedPageSize, offset, end-offset)
		case header.UncompressedPageSize < 0 || header.UncompressedPageSize > maxPageBytes:
			return fmt.Errorf("page of %d bytes, uncompressed, at %d", header.UncompressedPageSize, offset)
		case int64(values) > rows:
			return fmt.Errorf("page of %d values at %d in a row group of %d", values, offset, rows)
		}
		offset += int64(header.CompressedPageSize)
	}
	return nil
}
