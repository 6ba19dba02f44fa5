package load

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
)

// TestHashesMissNoRowOfAKey: rows that have equal fingerprints are among those that
// are told by their hash, over columns of every type that a key or a payout part has.
func TestHashesMissNoRowOfAKey(t *testing.T) {
	columns := []pipeline.Column{
		datasets.SellerID, datasets.PayoutID, datasets.SettledOn, datasets.PayoutAmount, datasets.ConfirmedAt, datasets.LineID,
	}
	values := [][]string{
		{"1", "2"},
		{"P-1", "P-2", "P-000001", "P-000002", "P-104233-0001", "B20240701-104233-01", "B20240702-104233-01", "B20240701-104233-02", "B20240701-1042330000-0001", ""},
		{"2024-07-01", "2024-07-02", ""},
		{"1.00", "-1.00", "0.00", ""},
		{"2024-07-01T00:00:00Z", "2024-07-01T00:00:01Z", ""},
		{"1", "11", ""},
	}
	var header []string
	for _, c := range columns {
		header = append(header, c.ColumnName())
	}
	rapid.Check(t, func(t *rapid.T) {
		lines := []string{strings.Join(header, ",")}
		for range rapid.IntRange(1, 40).Draw(t, "rows") {
			var cells []string
			for i := range columns {
				cells = append(cells, rapid.SampledFrom(values[i]).Draw(t, header[i]))
			}
			lines = append(lines, strings.Join(cells, ","))
		}
		rec := stagetest.Rows(memory.DefaultAllocator, datasets.RawPaymentHistory, strings.Join(lines, "\n")+"\n")
		defer rec.Release()
		picked := func(c pipeline.Column) bool { return slices.Contains(columns, c) }
		hashes := make([]uint64, rec.NumRows())
		for i, c := range datasets.RawPaymentHistory.Columns {
			if picked(c) {
				addHashes(hashes, allRows(rec), rec.Column(i))
			}
		}
		var want []int32
		for _, group := range groups(fingerprints(datasets.RawPaymentHistory, rec, picked), allRows(rec)) {
			want = append(want, group...)
		}
		slices.Sort(want)
		if got := repeatedHashes(hashes); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("rows %v share a hash, %v a fingerprint, of\n%s", got, want, strings.Join(lines, "\n"))
		}
	})
}
