package parquetio

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// BenchmarkWrite writes the same rows in four ways: docs/decisions/018.
// parquet-go is given its rows and values ready made.
func BenchmarkWrite(b *testing.B) {
	d, rows := factColumns(), facts(4*GroupRows)
	rec := factRecord(b, d, rows)
	defer rec.Release()
	path := filepath.Join(b.TempDir(), "facts.parquet")

	b.Run("row structs", func(b *testing.B) {
		measure(b, len(rows), func() int {
			file, err := os.Create(path)
			if err != nil {
				b.Fatal(err)
			}
			defer file.Close()
			w := parquet.NewGenericWriter[fact](file, parquet.Compression(&zstd.Codec{Level: zstd.SpeedFastest}),
				parquet.DataPageVersion(1), parquet.MaxRowsPerRowGroup(GroupRows))
			if _, err := w.Write(rows); err != nil {
				b.Fatal(err)
			}
			if err := w.Close(); err != nil {
				b.Fatal(err)
			}
			return sizeOf(b, path)
		})
	})
	b.Run("column writers", func(b *testing.B) {
		values := libraryColumns(d, rec)
		measure(b, len(rows), func() int {
			var file bytes.Buffer
			writeLibrary(b, &file, d, values)
			if err := os.WriteFile(path, file.Bytes(), 0o666); err != nil {
				b.Fatal(err)
			}
			return file.Len()
		})
	})
	b.Run("ours", func(b *testing.B) {
		dir := filepath.Join(b.TempDir(), "facts")
		measure(b, len(rows), func() int {
			os.RemoveAll(dir)
			w, err := Create(dir, d, Options{})
			if err != nil {
				b.Fatal(err)
			}
			if err := w.Write(rec, nil); err != nil {
				b.Fatal(err)
			}
			if _, err := w.Close(); err != nil {
				b.Fatal(err)
			}
			return sizeOf(b, filepath.Join(dir, "part-00000.parquet"))
		})
	})
	b.Run("our pages, no file", func(b *testing.B) {
		e, err := newEncoder()
		if err != nil {
			b.Fatal(err)
		}
		measure(b, len(rows), func() (size int) {
			for from := int64(0); from < rec.NumRows(); from += GroupRows {
				group := e.encode(d, []batch{{Record: rec.NewSlice(from, from+GroupRows)}})
				if group.err != nil {
					b.Fatal(group.err)
				}
				for _, c := range group.chunks {
					size += len(c.body)
				}
			}
			return size
		})
	})
}

// measure runs a way to write rows, which returns the bytes it made of them.
func measure(b *testing.B, rows int, write func() int) {
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		size = write()
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(size)/float64(rows), "bytes/row")
}

func sizeOf(b *testing.B, path string) int {
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return int(info.Size())
}

func BenchmarkRead(b *testing.B) {
	d := factColumns()
	rec := factRecord(b, d, facts(2*GroupRows))
	defer rec.Release()
	dir := filepath.Join(b.TempDir(), "wide")
	w, err := Create(dir, d, Options{})
	if err != nil {
		b.Fatal(err)
	}
	if err := w.Write(rec, nil); err != nil {
		b.Fatal(err)
	}
	if _, err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		r, err := Open(dir, d)
		if err != nil {
			b.Fatal(err)
		}
		for _, err := range r.Batches() {
			if err != nil {
				b.Fatal(err)
			}
		}
		r.Close()
	}
	b.ReportMetric(float64(rec.NumRows())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
