package parquetio

import (
	"encoding/binary"
	"fmt"
	"os"

	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"ozpayout/pipeline"
)

const magic = "PAR1"

// A part is a file being written.
type part struct {
	file   *os.File
	offset int64
	footer format.FileMetaData
	rows   int64
}

// A rowGroup is a row group, encoded, with its chunks in column order.
type rowGroup struct {
	rows   int64
	chunks []chunk
	err    error
}

// A chunk is the pages of one column. The offsets of its metadata count from
// the start of the body.
type chunk struct {
	body []byte
	meta format.ColumnMetaData
}

// createPart creates a file, which must not exist, and begins it.
func createPart(path string, d *pipeline.Dataset) (*part, error) {
	metadata, err := declaration(d)
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	p := &part{file: file, footer: format.FileMetaData{
		Version:          2,
		Schema:           schemaOf(d),
		KeyValueMetadata: metadata,
		CreatedBy:        createdBy,
		ColumnOrders:     make([]format.ColumnOrder, len(d.Columns)),
	}}
	for i := range p.footer.ColumnOrders {
		p.footer.ColumnOrders[i].Value = &format.TypeDefinedOrder{}
	}
	if err := p.write([]byte(magic)); err != nil {
		file.Close()
		return nil, err
	}
	return p, nil
}

// append writes a row group after the others.
func (p *part) append(g rowGroup) error {
	group := format.RowGroup{
		NumRows:    g.rows,
		FileOffset: p.offset,
		Ordinal:    int16(len(p.footer.RowGroups)),
	}
	for _, c := range g.chunks {
		if c.meta.DataPageOffset > 0 { // the dictionary comes first
			c.meta.DictionaryPageOffset = p.offset
		}
		c.meta.DataPageOffset += p.offset
		group.Columns = append(group.Columns, format.ColumnChunk{MetaData: c.meta})
		group.TotalByteSize += c.meta.TotalUncompressedSize
		group.TotalCompressedSize += c.meta.TotalCompressedSize
		if err := p.write(c.body); err != nil {
			return err
		}
	}
	p.footer.RowGroups = append(p.footer.RowGroups, group)
	p.footer.NumRows += g.rows
	p.rows += g.rows
	return nil
}

// close writes the footer and closes the file. It does not sync it: who publishes the file
// does.
func (p *part) close() error {
	defer p.file.Close()
	footer, err := thrift.Marshal(new(thrift.CompactProtocol), &p.footer)
	if err != nil {
		return fmt.Errorf("footer of %s: %w", p.file.Name(), err)
	}
	size := len(footer)
	footer = binary.LittleEndian.AppendUint32(footer, uint32(size))
	if err := p.write(append(footer, magic...)); err != nil {
		return err
	}
	return p.file.Close()
}

// write appends bytes and counts them.
func (p *part) write(b []byte) error {
	n, err := p.file.Write(b)
	p.offset += int64(n)
	return err
}
