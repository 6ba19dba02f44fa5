package parquetio

import (
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"ozpayout/pipeline"
)

// A Reader reads one dataset. It may be read by several goroutines at a time.
type Reader struct {
	dataset *pipeline.Dataset
	mem     memory.Allocator
	parts   []readPart
}

// partNames is the pattern of the names that [Writer] gives to parts.
const partNames = "part-*.parquet"

// A readPart is an open file of a dataset.
type readPart struct {
	path   string
	file   *os.File
	size   int64
	footer *format.FileMetaData
	groups []parquet.RowGroup
	leaves map[pipeline.Column]int // which leaf of the file's schema holds a column
}

// Open opens the parts of a dataset's folder. A folder that is missing or has
// no part is an error, and so is a part that lacks a column of the dataset or
// keeps it as another type. Columns of the files that the dataset does not
// declare are left alone. Close the reader after use.
func Open(dir string, d *pipeline.Dataset) (*Reader, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	names, err := fs.Glob(os.DirFS(dir), partNames) // filepath.Glob would read the [ of a folder as a pattern
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s: no %s in it", dir, partNames)
	}
	r := &Reader{dataset: d, mem: memory.DefaultAllocator}
	for _, name := range names {
		path := filepath.Join(dir, name)
		p, err := openPart(path, d)
		if err != nil {
			_ = r.Close()
			return nil, fmt.Errorf("open %s: %w", path, err)
		}
		r.parts = append(r.parts, p)
	}
	return r, nil
}

func openPart(path string, d *pipeline.Dataset) (p readPart, err error) {
	file, err := os.Open(path)
	if err != nil {
		return readPart{}, err
	}
	defer func() {
		if err != nil {
			file.Close()
		}
	}()
	defer recoverTo(&err)
	info, err := file.Stat()
	if err != nil {
		return readPart{}, err
	}
	if err := checkFooter(file, info.Size()); err != nil {
		return readPart{}, err
	}
	opened, err := parquet.OpenFile(file, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return readPart{}, err
	}
	p = readPart{
		path: path, file: file, size: info.Size(),
		footer: opened.Metadata(), groups: opened.RowGroups(), leaves: make(map[pipeline.Column]int),
	}
	for _, c := range d.Columns {
		leaf, err := leafIndex(p.footer.Schema, d, c)
		if err != nil {
			return readPart{}, err
		}
		p.leaves[c] = leaf
	}
	for _, g := range p.groups {
		if g.NumRows() < 0 || g.NumRows() > maxGroupRows {
			return readPart{}, fmt.Errorf("row group of %d rows", g.NumRows())
		}
	}
	return p, nil
}

// recoverTo turns a panic of parquet-go into an error: its reader panics on
// some damaged files.
func recoverTo(err *error) {
	if p := recover(); p != nil {
		*err = fmt.Errorf("damaged file: %v", p)
	}
}

// Close closes the files.
func (r *Reader) Close() error {
	var first error
	for _, p := range r.parts {
		if err := p.file.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// Batches yields the rows in the order they were written, a row group at a
// time, with the columns asked for, all if none is. A batch is released when
// the loop body returns: retain what is kept. An error ends the sequence.
func (r *Reader) Batches(columns ...pipeline.Column) iter.Seq2[arrow.Record, error] {
	d := r.dataset
	if len(columns) > 0 {
		d = &pipeline.Dataset{Name: r.dataset.Name, Columns: columns}
	}
	return func(yield func(arrow.Record, error) bool) {
		for _, p := range r.parts {
			for i := range p.groups {
				rec, err := p.batch(r.mem, d, i)
				if err != nil {
					yield(nil, fmt.Errorf("read %s, row group %d: %w", p.path, i, err))
					return
				}
				more := yield(rec, nil)
				rec.Release()
				if !more {
					return
				}
			}
		}
	}
}

// batch reads the columns of d from the i-th row group.
func (p readPart) batch(mem memory.Allocator, d *pipeline.Dataset, i int) (rec arrow.Record, err error) {
	defer recoverTo(&err)
	rows := p.groups[i].NumRows()
	arrays := make([]arrow.Array, 0, len(d.Columns))
	defer func() {
		for _, a := range arrays {
			a.Release()
		}
	}()
	for _, c := range d.Columns {
		leaf, ok := p.leaves[c]
		if !ok {
			return nil, fmt.Errorf("%s has no column %s", d.Name, c.ColumnName())
		}
		if err := checkPages(p.file, p.size, p.footer.RowGroups[i].Columns[leaf].MetaData, rows); err != nil {
			return nil, fmt.Errorf("column %s: %w", c.ColumnName(), err)
		}
		cells, err := readColumn(mem, c.Type(), p.groups[i].ColumnChunks()[leaf], int(rows))
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", c.ColumnName(), err)
		}
		arrays = append(arrays, cells)
	}
	return array.NewRecord(d.Schema(), arrays, rows), nil
}
