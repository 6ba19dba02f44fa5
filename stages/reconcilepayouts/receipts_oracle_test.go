package reconcilepayouts_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/reconcilepayouts"
)

const receiptTerms = `pack,name,value
p,receipt_tie_days,1
p,receipt_window_days,5
p,receipt_candidates,12
p,receipt_search_steps,1000
`

// receiptRows runs the stage on rows of payouts and receipts, without headers.
func receiptRows(t testing.TB, payouts, receipts []string) [][]string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in := map[*pipeline.Dataset][]arrow.Record{}
	for d, text := range map[*pipeline.Dataset]string{
		datasets.PolicyValues:     receiptTerms,
		datasets.Calendar:         "country,date,kind\nRU,2024-06-12,holiday\n",
		datasets.StatementPayouts: "statement_of,payout_id,settlement_batch_no,payout_amount,arrival_code,last_arrived_on,payout_currency,route,settled_on\n" + strings.Join(payouts, "\n"),
		datasets.StatementRows:    "statement_of,provider,provider_account,txn_id,txn_type,currency,status,created_at,amount,payout_id\n" + strings.Join(receipts, "\n"),
	} {
		rec := stagetest.Rows(mem, d, text)
		defer rec.Release()
		in[d] = []arrow.Record{rec}
	}
	done, err := stagetest.Exec(reconcilepayouts.Receipts, in, 19900, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for _, line := range stagetest.Lines(datasets.ReceiptTies, done.Outputs[datasets.ReceiptTies],
		datasets.PayoutID, datasets.ReceiptPayoutSide, datasets.ReceiptOther, datasets.ReceiptDifference, datasets.ReceiptState,
		datasets.ReceiptRows, datasets.GroupPayouts, datasets.ReceiptGroupOther, datasets.ReceiptReason) {
		rows = append(rows, strings.Split(line, ","))
	}
	return rows
}

// cents reads an amount; an empty one is nothing.
func cents(text string) *big.Rat {
	if text == "" {
		return new(big.Rat)
	}
	amount, _ := new(big.Rat).SetString(text)
	return amount
}

// D49: each payout is in one row, what came in is shared out to the minor unit and
// never more than that, and every difference is one of two amounts that are shown.
func TestD49NothingIsPlugged(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var payouts []string
		receipts := []string{"1,lianlian,A,fee,fee,CNY,completed,2024-06-01T01:00:00Z,0.01,"} // the statement begins early enough
		var owed, received big.Rat
		for i := range rapid.IntRange(1, 6).Draw(r, "payouts") {
			amount, arrived := rapid.IntRange(1, 9).Draw(r, "amount"), date(rapid.IntRange(3, 14).Draw(r, "arrived"))
			batch := rapid.SampledFrom([]string{"", "B1", "B2"}).Draw(r, "batch")
			payouts = append(payouts, fmt.Sprintf("1,P%d,%s,%s,arrived,%s,CNY,lianlian,2024-06-03", i, batch, money(amount), arrived))
			owed.Add(&owed, big.NewRat(int64(amount), 100))
		}
		for i := range rapid.IntRange(1, 6).Draw(r, "receipts") {
			amount, day := rapid.IntRange(1, 12).Draw(r, "amount"), date(rapid.IntRange(3, 20).Draw(r, "day"))
			names := rapid.SampledFrom([]string{"", "", "P1", "P2", "B1", "P9"}).Draw(r, "names")
			receipts = append(receipts, fmt.Sprintf("1,lianlian,A,%d,receipt,CNY,completed,%sT01:00:00Z,%s,%s", i, day, money(amount), names))
			received.Add(&received, big.NewRat(int64(amount), 100))
		}
		rows := receiptRows(t, payouts, receipts)
		here, there, seen := new(big.Rat), new(big.Rat), map[string]bool{}
		for _, row := range rows {
			id, mine, others, difference := row[0], row[1], row[2], row[3]
			if seen[id] {
				r.Errorf("%s is in two rows", id)
			}
			seen[id] = true
			here.Add(here, cents(mine))
			there.Add(there, cents(others))
			if row[8] == "group_differs" {
				// The receipts of a group are told in each of its rows.
				there.Add(there, new(big.Rat).Quo(cents(row[7]), cents(row[6])))
			}
			if difference != "" && cents(difference).Cmp(new(big.Rat).Sub(cents(mine), cents(others))) != 0 {
				r.Errorf("%s differs by %s: %s here, %s there", id, difference, mine, others)
			}
			if (row[4] == "ties") != (row[8] == "") {
				r.Errorf("%s: %s because of %q", id, row[4], row[8])
			}
		}
		if here.Cmp(&owed) != 0 || there.Cmp(&received) != 0 {
			r.Errorf("%s and %s in the rows, %s owed and %s received:\n%v", here.FloatString(2), there.FloatString(2), owed.FloatString(2), received.FloatString(2), rows)
		}
		again := receiptRows(t, rapid.Permutation(payouts).Draw(r, "order"), rapid.Permutation(receipts).Draw(r, "order"))
		slices.SortFunc(again, slices.Compare)
		slices.SortFunc(rows, slices.Compare)
		if diff := cmp.Diff(rows, again); diff != "" {
			r.Errorf("the order of the inputs matters:\n%s", diff)
		}
	})
}
