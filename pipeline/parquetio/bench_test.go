package parquetio

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// wide returns a mart of 50 columns and a batch of it: 4 texts, 14 codes, 9
// amounts and 3 rates, 10 dates, 2 instants, 5 days, 2 flags and 1 share.
func wide(rows int) (*pipeline.Dataset, arrow.Record) {
	d := &pipeline.Dataset{Name: "wide", Grain: "one row per row"}
	column := func(n int, make func(name string) pipeline.Column) {
		for range n {
			d.Columns = append(d.Columns, make(fmt.Sprintf("column_%d", len(d.Columns))))
		}
	}
	column(4, func(name string) pipeline.Column { return &pipeline.Text{Name: name} })
	column(14, func(name string) pipeline.Column { return &pipeline.Code{Name: name} })
	column(9, func(name string) pipeline.Column { return &pipeline.Money{Name: name} })
	column(3, func(name string) pipeline.Column { return &pipeline.Rate{Name: name} })
	column(10, func(name string) pipeline.Column { return &pipeline.Date{Name: name} })
	column(2, func(name string) pipeline.Column { return &pipeline.Instant{Name: name} })
	column(5, func(name string) pipeline.Column { return &pipeline.Days{Name: name} })
	column(2, func(name string) pipeline.Column { return &pipeline.Flag{Name: name} })
	column(1, func(name string) pipeline.Column { return &pipeline.Share{Name: name} })
	d.Key = d.Columns[:1]

	b := pipeline.NewBuilder(memory.DefaultAllocator, d)
	defer b.Release()
	b.Reserve(rows)
	random := uint64(1)
	for i := range d.Columns {
		for row := range rows {
			random = random*6364136223846793005 + 1442695040888963407 // Knuth's MMIX
			r := int64(random >> 33)
			if i%4 == 3 && r%10 < 3 {
				b.Field(i).AppendNull()
				continue
			}
			switch to := b.Field(i).(type) {
			case *array.StringBuilder:
				to.Append(fmt.Sprintf("%08d-%04d-%d", r%100_000_000, row%10_000, i))
			case *array.BinaryDictionaryBuilder:
				if err := to.AppendString(fmt.Sprintf("code-%d", r%int64(2+i*i))); err != nil {
					panic(err)
				}
			case *array.Int64Builder:
				if i%2 == 0 {
					to.Append(r % 10_000_000)
				} else {
					to.Append(r % 300 * 100)
				}
			case *array.Date32Builder:
				to.Append(arrow.Date32(20_000 + r%365))
			case *array.TimestampBuilder:
				to.Append(arrow.Timestamp(1_700_000_000_000_000 + r*1_000_000))
			case *array.Int32Builder:
				to.Append(int32(r % 60))
			case *array.BooleanBuilder:
				to.Append(r%5 == 0)
			case *array.Float64Builder:
				to.Append(float64(r%1000) / 1000)
			}
		}
	}
	return d, b.Record()
}

func BenchmarkWrite(b *testing.B) {
	d, rec := wide(4 * GroupRows)
	defer rec.Release()
	b.Run("ours", func(b *testing.B) {
		var size int64
		for b.Loop() {
			dir := filepath.Join(b.TempDir(), "wide")
			w, err := Create(dir, d, Options{})
			if err != nil {
				b.Fatal(err)
			}
			if err := w.Write(rec); err != nil {
				b.Fatal(err)
			}
			if _, err := w.Close(); err != nil {
				b.Fatal(err)
			}
			size = sizeOf(b, filepath.Join(dir, "part-00000.parquet"))
			os.RemoveAll(dir)
		}
		report(b, rec, size)
	})
	b.Run("column writers of parquet-go", func(b *testing.B) {
		var size int64
		for b.Loop() {
			path := filepath.Join(b.TempDir(), "wide.parquet")
			if err := os.WriteFile(path, libraryFile(b, d, rec), 0o666); err != nil {
				b.Fatal(err)
			}
			size = sizeOf(b, path)
			os.Remove(path)
		}
		report(b, rec, size)
	})
}

func sizeOf(b *testing.B, path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}

func report(b *testing.B, rec arrow.Record, size int64) {
	b.ReportMetric(float64(rec.NumRows())*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(size)/float64(rec.NumRows()), "bytes/row")
}

func BenchmarkRead(b *testing.B) {
	d, rec := wide(2 * GroupRows)
	defer rec.Release()
	dir := filepath.Join(b.TempDir(), "wide")
	w, err := Create(dir, d, Options{})
	if err != nil {
		b.Fatal(err)
	}
	if err := w.Write(rec); err != nil {
		b.Fatal(err)
	}
	if _, err := w.Close(); err != nil {
		b.Fatal(err)
	}
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
