package sumaccruals_test

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
	"ozpayout/stages/sumaccruals"
)

func TestCases(t *testing.T) { stagetest.Run(t, sumaccruals.Stage) }

// A line and an accrual as the oracle sees them; number is that of a posting or of
// an order.
type (
	line    struct{ payout, number, currency string }
	accrual struct{ number, currency string }
)

// Lines have the amount 1.00 and accruals 1.00, in RUB unless they say otherwise.
func TestSumsAgreeWithOneByOne(t *testing.T) {
	numbers := []string{"0001-0001-1", "0001-0001-2", "0001-0001", "0001-0002-1", "0001-0002", "9"}
	rapid.Check(t, func(r *rapid.T) {
		pick := func(words ...string) string { return rapid.SampledFrom(words).Draw(r, "word") }
		var lines []line
		for range rapid.IntRange(0, 6).Draw(r, "lines") {
			lines = append(lines, line{pick("P1", "P2"), pick(numbers...), pick("RUB", "RUB", "RUB", "CNY")})
		}
		var accruals []accrual
		for range rapid.IntRange(0, 6).Draw(r, "accruals") {
			accruals = append(accruals, accrual{pick(numbers...), pick("RUB", "RUB", "RUB", "CNY")})
		}
		known := rapid.SliceOfN(rapid.SampledFrom(numbers), 0, 2).Draw(r, "postings")
		want := naive(lines, accruals, known)
		if got := run(t, lines, accruals, known); !cmp.Equal(want, got, cmpopts.EquateEmpty()) {
			r.Errorf("(-naive +stage):\n%s", cmp.Diff(want, got))
		}
	})
}

func run(t *testing.T, lines []line, accruals []accrual, known []string) []string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	text := map[*pipeline.Dataset]*strings.Builder{}
	add := func(d *pipeline.Dataset, header string, rows ...string) {
		text[d] = &strings.Builder{}
		text[d].WriteString(header + "\n" + strings.Join(rows, "\n"))
	}
	var lineRows, accrualRows []string
	for i, l := range lines {
		posting, order := l.number, ""
		if strings.Count(l.number, "-") < 2 {
			posting, order = "", l.number
		}
		lineRows = append(lineRows, fmt.Sprintf("1,%s,%d,%s,%s,1.00,%s", l.payout, i, posting, order, l.currency))
	}
	for _, a := range accruals {
		accrualRows = append(accrualRows, fmt.Sprintf("%s,2024-06-01,1.00,%s", a.number, a.currency))
	}
	add(datasets.PayoutLines, "seller_id,payout_id,line_id,posting_number,order_id,amount,currency", lineRows...)
	add(datasets.AccrualsByDay, "unit_number,accrued_on,amount,currency", accrualRows...)
	add(datasets.Postings, "posting_number", known...)
	in := map[*pipeline.Dataset][]arrow.Record{}
	for d, rows := range text {
		rec := stagetest.Rows(mem, d, rows.String())
		defer rec.Release()
		in[d] = []arrow.Record{rec}
	}
	done, err := stagetest.Exec(sumaccruals.Stage, in, 0, "", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.AccrualSums, done.Outputs[datasets.AccrualSums], datasets.PayoutID, datasets.AccruedCurrency,
		datasets.ComparedLines, datasets.ComparedAmount, datasets.AccrualRows, datasets.AccruedAmount,
		datasets.IncomparableLines, datasets.SharedLines, datasets.LeftOutAccruals)
}

// naive looks at every posting of every order by going through all rows.
func naive(lines []line, accruals []accrual, known []string) (rows []string) {
	isPosting := func(number string) bool { return strings.Count(number, "-") == 2 }
	orderOf := func(number string) string {
		if isPosting(number) {
			return number[:strings.LastIndex(number, "-")]
		}
		return number
	}
	postings := map[string][]string{} // of an order
	for _, number := range slices.Concat(known, numbersOf(lines, func(l line) string { return l.number }), numbersOf(accruals, func(a accrual) string { return a.number })) {
		if order := orderOf(number); isPosting(number) && !slices.Contains(postings[order], number) {
			postings[order] = append(postings[order], number)
		}
	}
	postingOf := func(number string) string {
		if of := postings[orderOf(number)]; !isPosting(number) && len(of) == 1 {
			return of[0]
		}
		return number
	}
	type total struct{ lines, amount, accruals, accrued, incomparable, shared, leftOut int }
	totals := map[[2]string]*total{}
	of := func(payout, currency string) *total {
		if totals[[2]string{payout, currency}] == nil {
			totals[[2]string{payout, currency}] = &total{}
		}
		return totals[[2]string{payout, currency}]
	}
	distinct := map[string]bool{}
	for _, l := range lines {
		number := postingOf(l.number)
		if !isPosting(number) || distinct[number] {
			continue
		}
		distinct[number] = true
		currencies, payouts, booked := map[string]bool{}, map[string]bool{}, 0
		for _, a := range accruals {
			if postingOf(a.number) == number {
				booked++
				currencies[a.currency] = true
			}
		}
		var own []line
		for _, other := range lines {
			if postingOf(other.number) == number {
				own = append(own, other)
				currencies[other.currency], payouts[other.payout] = true, true
			}
		}
		for i, one := range own {
			switch {
			case booked == 0:
			case len(payouts) > 1:
				of(one.payout, "").shared++
			case len(currencies) > 1:
				of(one.payout, "").incomparable++
			default:
				total := of(one.payout, one.currency)
				total.lines++
				total.amount++
				if i == 0 {
					total.accruals += booked
					total.accrued += booked
				}
			}
		}
	}
	for _, payout := range []string{"P1", "P2"} {
		seen := map[string]bool{}
		for _, l := range lines {
			order := orderOf(l.number)
			if l.payout != payout || seen[order] || len(postings[order]) == 1 {
				continue
			}
			seen[order] = true
			for _, a := range accruals {
				if a.number == order {
					of(payout, "").leftOut++
				}
			}
		}
	}
	for key, n := range totals {
		if *n != (total{}) {
			rows = append(rows, fmt.Sprintf("%s,%s,%d,%d.00,%d,%d.00,%d,%d,%d", key[0], key[1], n.lines, n.amount, n.accruals, n.accrued, n.incomparable, n.shared, n.leftOut))
		}
	}
	slices.Sort(rows)
	return rows
}

func numbersOf[T any](rows []T, number func(T) string) (numbers []string) {
	for _, row := range rows {
		numbers = append(numbers, number(row))
	}
	return numbers
}
