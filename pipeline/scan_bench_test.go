package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// BenchmarkScan measures reading and typing a table of ten columns whose cells
// repeat down the table, or do not.
func BenchmarkScan(b *testing.B) {
	const rows = 100_000
	for _, test := range []struct {
		name   string
		repeat int // rows that a cell stands in
	}{{"changing", 1}, {"repeating", 50}} {
		b.Run(test.name, func(b *testing.B) {
			var text strings.Builder
			text.WriteString("shop_id,parcel_number,sent_on,seen_at,value,currency,state,pieces,is_gift,exported_at\n")
			for row := range rows {
				i := row / test.repeat
				fmt.Fprintf(&text, "%d,%08d-%04d-1,2026-03-%02d,2026-03-%02dT%02d:%02d:%02d+03:00,%d.%02d,%s,%s,%d,%t,2026-04-01 00:00:00\n",
					i%7, i*7919%100_000_000, i%10_000, i/500%28+1, i/500%28+1, i%24, i%60, i%59, i%977, i%100,
					[]string{"RUB", "CNY", "USD"}[i%3], []string{"sent", "lost", "Отправлен"}[i*7%3], i%5, i%2 == 0)
			}
			path := filepath.Join(b.TempDir(), "parcels.csv")
			if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
				b.Fatal(err)
			}
			found, refused, err := NewRecogniser([]*Dataset{rawBoxes}, nil, nil).Recognise(path, "parcels.csv")
			if err != nil || refused != nil {
				b.Fatal(refused, err)
			}
			s := scanner{mem: memory.DefaultAllocator, reject: func(f Finding) { b.Fatal(f) }, settle: func(Entry) {}}
			b.ReportAllocs()
			for b.Loop() {
				for _, split := range found[0].File.Splits(0, splitBytes) {
					if _, err := s.scan(context.Background(), found[0], split, func(arrow.Record) error { return nil }); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
