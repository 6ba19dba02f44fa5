package load

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline/stagetest"
)

// D40, 9.1: the naive twin follows each line from export to export. Exports may
// leave a line out; their rows come in any order.
func TestD40ChangesAgreeWithFollowingEachLine(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		type content struct{ status, hold string }
		last := map[string]content{}
		var rows []string
		want := map[string]bool{}
		for export := range rapid.IntRange(1, 4).Draw(r, "exports") {
			stamp := fmt.Sprintf("2024-06-%02dT00:00:00Z", export+1)
			for _, payout := range []string{"P1", "P2"} {
				hold := rapid.SampledFrom([]string{"", "risk_review"}).Draw(r, "hold")
				for line := range 2 {
					if rapid.IntRange(0, 3).Draw(r, "left out") == 0 {
						continue
					}
					now := content{rapid.SampledFrom([]string{"", "paid", "held"}).Draw(r, "status"), hold}
					rows = append(rows, fmt.Sprintf("1,%s,2024-06-13,5.00,CNY,%s,%s,10000001-0001-1,%d,%s,%d.csv,%d,csv\n",
						payout, now.status, now.hold, line, stamp, export, len(rows)+2))
					key := fmt.Sprintf("%s/%d", payout, line)
					before, isKnown := last[key]
					last[key] = now
					if isKnown && before.status != now.status {
						want[strings.Join([]string{payout, "payout_status", stamp, before.status, now.status}, ",")] = true
					}
					if isKnown && before.hold != now.hold {
						want[strings.Join([]string{payout, "hold_reason", stamp, before.hold, now.hold}, ",")] = true
					}
				}
			}
		}
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(r, 0)
		header := "seller_id,payout_id,settled_on,payout_amount,payout_currency,payout_status,hold_reason,posting_number,line_id,exported_at,source_file,source_row,source_form\n"
		rec := stagetest.Rows(mem, datasets.RawPaymentHistory, header+strings.Join(rapid.Permutation(rows).Draw(r, "order"), ""))
		defer rec.Release()
		inputs := paymentInputs(mem, rec)
		defer inputs[datasets.Calendar][0].Release()
		done, err := stagetest.Exec(Payments, inputs, 19900, "p", mem)
		defer done.Release()
		if err != nil {
			r.Fatal(err)
		}
		got := stagetest.Lines(datasets.PayoutChangeParts, done.Outputs[datasets.PayoutChangeParts],
			datasets.PayoutID, datasets.ChangedColumn, datasets.ExportedAt, datasets.ValueBefore, datasets.ValueAfter)
		lines := []string{}
		for line := range want {
			lines = append(lines, line)
		}
		slices.Sort(lines)
		if diff := cmp.Diff(lines, append([]string{}, got...)); diff != "" {
			r.Fatalf("(-naive +stage):\n%s\n%s", diff, strings.Join(rows, ""))
		}
	})
}
