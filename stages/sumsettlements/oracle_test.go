package sumsettlements_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/sumsettlements"
)

// A line is a row of dated_lines with whole amounts.
type line struct {
	seller, kind, order, month, currency string
	payout, amount                       int
}

// naive looks through all lines for each month, and again for its order.
func naive(lines []line) (rows []string) {
	for _, seller := range []string{"1", "2"} {
		for _, month := range []string{"2024-05", "2024-06"} {
			for _, currency := range []string{"CNY", "RUB"} {
				gross, isSettled := 0, false
				var refund *line
				for i, l := range lines {
					if l.seller != seller || l.month != month || l.currency != currency {
						continue
					}
					switch {
					case l.kind == "sale" || l.kind == "payout":
						gross += l.amount
						isSettled = true
					case l.kind == "refund" && l.amount < 0:
						isSettled = true
						if refund == nil || l.amount < refund.amount || l.amount == refund.amount && l.payout < refund.payout {
							refund = &lines[i]
						}
					}
				}
				row := fmt.Sprintf("%s,%s-01,%s,%d.00,", seller, month, currency, gross)
				switch {
				case !isSettled:
					continue
				case refund == nil:
					row += ",,,"
				default:
					row += fmt.Sprintf("%d.00,%s,P%02d,%s", -refund.amount, orderAmount(lines, refund), refund.payout, refund.order)
				}
				rows = append(rows, row)
			}
		}
	}
	slices.Sort(rows)
	return rows
}

// orderAmount adds up the sales of the order of a refund; "" where there are none.
func orderAmount(lines []line, refund *line) string {
	sum, isKnown := 0, false
	for _, l := range lines {
		if l.kind == "sale" && l.order == refund.order && l.order != "" && l.seller == refund.seller && l.currency == refund.currency {
			sum += l.amount
			isKnown = true
		}
	}
	if !isKnown {
		return ""
	}
	return fmt.Sprintf("%d.00", sum)
}

func TestSumsAgreeWithLineByLine(t *testing.T) {
	mem := memory.DefaultAllocator
	rapid.Check(t, func(r *rapid.T) {
		pick := func(words ...string) string { return rapid.SampledFrom(words).Draw(r, "word") }
		var lines []line
		for i := range rapid.IntRange(0, 20).Draw(r, "lines") {
			l := line{
				seller: pick("1", "2"), kind: pick("sale", "sale", "refund", "refund", "payout", "logistics"), order: pick("", "0001-0001", "0002-0001"),
				month: pick("2024-05", "2024-06"), currency: pick("CNY", "RUB"), payout: i, amount: rapid.IntRange(-5, 50).Draw(r, "amount"),
			}
			if l.kind == "payout" {
				l.order = "" // a payout without lines names none
			}
			lines = append(lines, l)
		}
		in := map[*pipeline.Dataset][]arrow.Record{}
		for _, l := range rapid.Permutation(lines).Draw(r, "order of rows") {
			posting, order := "", l.order
			if order != "" && l.payout%2 == 0 { // the posting tells its order
				posting, order = order+"-1", ""
			}
			text := fmt.Sprintf("%s,P%02d,1,%s,%s,%s,%s-%02d,%d.00,%s", l.seller, l.payout, l.kind, order, posting, l.month, 1+l.payout, l.amount, l.currency)
			in[datasets.DatedLines] = append(in[datasets.DatedLines],
				stagetest.Rows(mem, datasets.DatedLines, "seller_id,payout_id,line_id,line_type,order_id,posting_number,settled_on,amount,currency\n"+text+"\n"))
		}
		done, err := stagetest.Exec(sumsettlements.Stage, in, 19900, "p", mem)
		if err != nil {
			r.Fatal(err)
		}
		defer done.Release()
		got := stagetest.Lines(datasets.SettlementSums, done.Outputs[datasets.SettlementSums], datasets.SellerID, datasets.MonthOn, datasets.Currency,
			datasets.SettlementGross, datasets.RefundAmount, datasets.RefundOrderAmount, datasets.PayoutID, datasets.OrderID)
		if diff := cmp.Diff(naive(lines), got, cmpopts.EquateEmpty()); diff != "" {
			r.Errorf("settlement_sums (-naive +stage):\n%s", diff)
		}
	})
}

// BenchmarkStage sums a partition of 20 000 lines of 20 sellers.
func BenchmarkStage(b *testing.B) {
	const rows = 20_000
	mem := memory.DefaultAllocator
	var text strings.Builder
	text.WriteString("seller_id,payout_id,line_id,line_type,scope_code,order_id,posting_number,settled_on,amount,currency\n")
	for i := range rows {
		kind, amount := "sale", 100+i%77
		if i%20 == 0 {
			kind, amount = "refund", -amount
		}
		fmt.Fprintf(&text, "%d,P-%d,%d,%s,in_scope,%08d-0001,%08d-0001-1,2024-%02d-%02d,%d.00,CNY\n", i%20, i/50, i%50, kind, i/2, i/2, 1+i%12, 1+i%28, amount)
	}
	in := map[*pipeline.Dataset][]arrow.Record{datasets.DatedLines: {stagetest.Rows(mem, datasets.DatedLines, text.String())}}
	for b.Loop() {
		done, err := stagetest.Exec(sumsettlements.Stage, in, 19900, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
