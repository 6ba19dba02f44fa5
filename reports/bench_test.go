package reports

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// BenchmarkWrite writes a workbook whose payment history has 20,000 rows.
func BenchmarkWrite(b *testing.B) {
	marts := readMarts(b, "marts.txtar")
	lines := marts["payout_facts"]
	shown := slices.Clone(lines[1:4])
	marts["payout_facts"] = slices.Concat(lines[:1], slices.Repeat(shown, 20_000/len(shown)))
	path := filepath.Join(workbookFolder(b), "book.xlsx")
	for b.Loop() {
		if err := Write(context.Background(), testRun, source(memory.NewGoAllocator(), marts, 10_000), 1, Book{path, "en"}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(marts["payout_facts"])-1)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
