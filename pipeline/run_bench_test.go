package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
)

// countingMart throws rows away.
type countingMart struct{ rows int64 }

func (m *countingMart) Write(rec arrow.Record, _ []int32) error {
	m.rows += rec.NumRows()
	return nil
}

func (m *countingMart) Close() (int64, error) { return m.rows, nil }

// BenchmarkRun measures what the engine costs per row when stages and writers
// cost nothing: reading, spreading, passing on, sorting, the ledger.
func BenchmarkRun(b *testing.B) {
	const rows = 1_000_000
	in := b.TempDir()
	var text strings.Builder
	text.WriteString("posting_number,status,amount,currency,sold_on\n")
	for i := range rows {
		fmt.Fprintf(&text, "%08d-%04d-%d,delivered,%d.%02d,RUB,2026-03-%02d\n", i*7919%100000000, i%10000, i%3+1, i%977, i%100, i%28+1)
	}
	if err := os.WriteFile(filepath.Join(in, "sales.csv"), []byte(text.String()), 0o644); err != nil {
		b.Fatal(err)
	}
	facts := changed(toyFacts, func(d *Dataset) { d.Columns = rawSales.Columns })
	plan := &Plan{Stages: []*Stage{{
		Name: "pass_sales", Doc: "Passes rows on.", Scope: ByPosting, Inputs: []*Dataset{rawSales}, Outputs: []*Dataset{facts},
		Run: func(_ context.Context, t *Task) error {
			for rec, err := range t.Read(rawSales) {
				if err != nil {
					return err
				}
				if err := t.Write(facts, rec); err != nil {
					return err
				}
			}
			return nil
		},
	}}}
	for _, test := range []struct {
		name   string
		memory int64
	}{{"in memory", 4 << 30}, {"spilled", 1 << 20}} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o := toyOptions(in, b.TempDir())
				o.Memory = test.memory
				o.OpenMart = func(string, *Dataset) (MartWriter, error) { return &countingMart{}, nil }
				result, err := newRun(plan, o).execute(context.Background())
				if err != nil {
					b.Fatal(err)
				}
				if n := result.Manifest.Datasets[1+1].Rows; n != rows {
					b.Fatalf("%d rows, want %d", n, rows)
				}
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
