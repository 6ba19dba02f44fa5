package reports

import (
	"context"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/parquetio"
)

// BenchmarkWrite writes workbooks of shops with few and with many late lines, from
// Parquet marts. Every line is late and has a cause, a third has two, a twentieth is
// escalated.
func BenchmarkWrite(b *testing.B) {
	for _, lines := range []int{2_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("lines=%d", lines), func(b *testing.B) {
			marts, rows := lateMarts(b, lines)
			path := filepath.Join(workbookFolder(b), "book.xlsx")
			b.ReportAllocs()
			before := processorTime(b)
			for b.Loop() {
				if err := Write(context.Background(), testRun, marts, 1, Book{path, "en"}); err != nil {
					b.Fatal(err)
				}
			}
			spent := processorTime(b) - before
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
			b.ReportMetric(spent.Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}

// processorTime returns the processor time of the program so far.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// lateMarts writes the marts of a shop as Parquet, in an order that is not that of
// their keys, and returns their source and the rows that a workbook shows of the large ones.
func lateMarts(b *testing.B, lines int) (Source, int) {
	b.Helper()
	models, folder, rows := readMarts(b, "marts.txtar"), b.TempDir(), 0
	for _, large := range []struct {
		dataset *pipeline.Dataset
		rows    int
	}{
		{datasets.PayoutFacts, lines}, {datasets.DelayCauses, lines + lines/3}, {datasets.Escalations, lines / 20},
	} {
		model := models[large.dataset.Name]
		delete(models, large.dataset.Name)
		writeMart(b, filepath.Join(folder, large.dataset.Name), large.dataset, model, large.rows, lines)
		rows += large.rows
	}
	small := source(memory.NewGoAllocator(), models, 10_000)
	return func(d *pipeline.Dataset, columns ...pipeline.Column) iter.Seq2[arrow.Record, error] {
		r, err := parquetio.Open(filepath.Join(folder, d.Name), d)
		if err != nil {
			return small(d, columns...)
		}
		return func(yield func(arrow.Record, error) bool) {
			defer r.Close()
			r.Batches(columns...)(yield)
		}
	}, rows
}

// writeMart writes rows like the late ones of a model, each with a line of its own.
func writeMart(b *testing.B, dir string, d *pipeline.Dataset, model testMart, rows, lines int) {
	b.Helper()
	w, err := parquetio.Create(dir, d, parquetio.Options{})
	if err != nil {
		b.Fatal(err)
	}
	header := model[0]
	late, place := slices.Clone(model[1:]), slices.Index(header, "is_late")
	if place >= 0 {
		late = slices.DeleteFunc(late, func(row []string) bool { return row[place] != "true" })
	}
	const batch = 20_000
	for from := 0; from < rows; from += batch {
		var texts [][]string
		for i := from; i < min(from+batch, rows); i++ {
			row := slices.Clone(late[i%len(late)])
			line := i % lines * 7919 % lines // 7919 is a prime number and divides no number of lines
			for column, text := range map[string]string{
				"seller_id": fmt.Sprint(700_000 + line%17), "payout_id": fmt.Sprintf("P-%07d", line/2), "line_id": fmt.Sprint(line), "settlement_batch_no": fmt.Sprintf("B-%04d", line/300),
				"posting_number": fmt.Sprintf("%08d-%04d-1", line*31%100_000_000, line%10_000), "amount": fmt.Sprintf("%d.%02d", 100+line%90_000, line%100),
			} {
				if place := slices.Index(header, column); place >= 0 {
					row[place] = text
				}
			}
			texts = append(texts, row)
		}
		rec, err := buildBatch(memory.NewGoAllocator(), d, header, texts)
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Write(rec, nil); err != nil {
			b.Fatal(err)
		}
		rec.Release()
	}
	if _, err := w.Close(); err != nil {
		b.Fatal(err)
	}
}
