package load

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline/stagetest"
)

// TestRowsKnowTheirPart: the part of a row is one of its payout and says what the row
// says; parts are numbered from 0, count their rows and list their line ids.
func TestRowsKnowTheirPart(t *testing.T) {
	mem := memory.DefaultAllocator
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		text.WriteString("seller_id,payout_id,payout_amount,payout_currency,payout_status,posting_number,line_id,line_amount,source_file,source_row,source_form\n")
		for row := range rapid.IntRange(1, 40).Draw(t, "rows") {
			draw := func(name string, of ...string) string { return rapid.SampledFrom(of).Draw(t, name) }
			text.WriteString(fmt.Sprintf("%s,%s,1.00,CNY,%s,10000001-0001-1,%d,1.00,%s,%d,csv\n",
				draw("seller", "1", "2"), draw("payout", "A", "B", "C"), draw("status", "paid", "held", ""), row, draw("file", "a.csv", "b.csv"), row))
		}
		rec := stagetest.Rows(mem, datasets.RawPaymentHistory, text.String())
		defer rec.Release()
		done, err := stagetest.Exec(Payments, paymentInputs(mem, rec), 20_000, "article-2024", mem)
		if err != nil {
			t.Fatal(err)
		}
		defer done.Release()
		var said, ids []string
		var counted []int64
		for _, parts := range done.Outputs[datasets.PayoutParts] {
			for row, number := range datasets.PartNo.In(parts).Int64Values() {
				if int(number) != len(said) {
					t.Fatalf("part %d has number %d", len(said), number)
				}
				said, counted = append(said, payoutSaid(parts, row)), append(counted, -datasets.PartLines.In(parts).Value(row))
				ids = append(ids, datasets.LineIDs.In(parts).Value(row))
			}
		}
		for _, rows := range done.Outputs[datasets.PaymentRows] {
			for row, number := range datasets.PartNo.In(rows).Int64Values() {
				if says := payoutSaid(rows, row); says != said[number] {
					t.Fatalf("a row of %s has the part of %s", says, said[number])
				}
				counted[number]++
				left, ok := strings.CutPrefix(ids[number], listed(datasets.LineID.In(rows).Value(row))+idEnd)
				if !ok {
					t.Fatalf("part %d lists %q at a row of %s", number, ids[number], datasets.LineID.In(rows).Value(row))
				}
				ids[number] = left
			}
		}
		for number, left := range counted {
			if left != 0 || ids[number] != "" {
				t.Fatalf("part %d counts %d rows too many and lists %q too many", number, -left, ids[number])
			}
		}
	})
}

// payoutSaid prints what a row says of its payout.
func payoutSaid(rec arrow.Record, row int) string {
	return strings.Join([]string{
		datasets.SellerID.In(rec).ValueStr(row), datasets.PayoutID.In(rec).Value(row), datasets.PayoutStatus.In(rec).ValueStr(row),
	}, " ")
}
