package load

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline/stagetest"
)

// TestLookUpAgreesWithScan: of several rows of a payout the first is found.
func TestLookUpAgreesWithScan(t *testing.T) {
	type payout struct{ id, seller string }
	rapid.Check(t, func(t *rapid.T) {
		known := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) payout {
			return payout{fmt.Sprintf("P%d", rapid.IntRange(0, 30).Draw(t, "id")), rapid.SampledFrom([]string{"1", "2"}).Draw(t, "seller")}
		}), 1, 40).Draw(t, "payouts")
		asked := rapid.SliceOfN(rapid.SampledFrom(known), 1, 60).Draw(t, "rows")
		text := func(rows []payout) string {
			var b strings.Builder
			b.WriteString("payout_id,seller_id\n")
			for _, r := range rows {
				fmt.Fprintf(&b, "%s,%s\n", r.id, r.seller)
			}
			return b.String()
		}
		payouts := stagetest.Rows(memory.DefaultAllocator, datasets.LinePayouts, text(known))
		defer payouts.Release()
		rows := stagetest.Rows(memory.DefaultAllocator, datasets.PaymentRows, text(asked))
		defer rows.Release()
		for row, at := range lookUp(rows, payouts) {
			if want := slices.Index(known, asked[row]); int(at) != want {
				t.Fatalf("row %d of %v is payout %d of %v, want %d", row, asked, at, known, want)
			}
		}
	})
}
