package reports

import (
	"bufio"
	"bytes"
	"hash/crc32"
	"io"
	"os"

	"github.com/klauspost/compress/flate"
)

// blockSize is how much XML is compressed at a time.
const blockSize = 64 << 10

// compression is the level of the rows, the fastest. Level 5 takes twice the time for
// files that are a fifth smaller.
const compression = flate.BestSpeed

// A rowFile keeps the rows of the tables of a workbook, compressed, until the
// workbook is put together. Memory does not grow with the rows.
type rowFile struct {
	file    *os.File
	out     *bufio.Writer
	size    int64 // of the file
	deflate *flate.Writer
	xml     []byte // not yet compressed
	now     rowBlock
}

// A rowBlock is the rows of a worksheet in a rowFile: a piece of a deflate stream that
// ends at a byte, so that other pieces can be put before and after it.
type rowBlock struct {
	offset, size int64
	raw          int64  // bytes of XML
	crc          uint32 // of the XML
}

func createRowFile(path string) (*rowFile, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	f := &rowFile{file: file, out: bufio.NewWriterSize(file, blockSize), xml: make([]byte, 0, 2*blockSize)}
	if f.deflate, err = flate.NewWriter(nil, compression); err != nil {
		file.Close()
		return nil, err
	}
	return f, nil
}

// Write takes compressed bytes.
func (f *rowFile) Write(b []byte) (int, error) {
	f.size += int64(len(b))
	return f.out.Write(b)
}

// begin starts the rows of a worksheet.
func (f *rowFile) begin() {
	f.now = rowBlock{offset: f.size}
	f.xml = f.xml[:0]
	f.deflate.Reset(f)
}

// flush compresses the XML that has gathered once there is a block of it.
func (f *rowFile) flush() error {
	if len(f.xml) < blockSize {
		return nil
	}
	return f.compress()
}

func (f *rowFile) compress() error {
	f.now.raw += int64(len(f.xml))
	f.now.crc = crc32.Update(f.now.crc, crc32.IEEETable, f.xml)
	_, err := f.deflate.Write(f.xml)
	f.xml = f.xml[:0]
	return err
}

// end returns the rows written since begin.
func (f *rowFile) end() (rowBlock, error) {
	if err := f.compress(); err != nil {
		return rowBlock{}, err
	}
	if err := f.deflate.Flush(); err != nil {
		return rowBlock{}, err
	}
	f.now.size = f.size - f.now.offset
	return f.now, f.out.Flush()
}

// read returns the compressed rows of a worksheet.
func (f *rowFile) read(b rowBlock) io.Reader { return io.NewSectionReader(f.file, b.offset, b.size) }

// piece compresses what comes before or after rows; last ends the stream.
func (f *rowFile) piece(text []byte, last bool) ([]byte, error) {
	var out bytes.Buffer
	f.deflate.Reset(&out)
	if _, err := f.deflate.Write(text); err != nil {
		return nil, err
	}
	end := f.deflate.Flush
	if last {
		end = f.deflate.Close
	}
	err := end()
	return out.Bytes(), err
}

func (f *rowFile) close() error { return f.file.Close() }
