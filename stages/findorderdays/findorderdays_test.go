package findorderdays_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/findorderdays"
)

func TestCases(t *testing.T) { stagetest.Run(t, findorderdays.Stage) }

// A row of payment history: a posting, an order only, or neither.
type row struct{ seller, payout, posting, order, rate string }

// naive looks every posting up for every row.
func naive(rows []row, acceptedAt map[string]int) []string {
	type span struct{ first, last, undated int }
	spans := map[string]*span{}
	for _, r := range rows {
		if r.rate == "" || r.posting == "" && r.order == "" {
			continue
		}
		key := r.seller + "," + r.payout
		if spans[key] == nil {
			spans[key] = &span{first: 1 << 30, last: -1}
		}
		of := spans[key]
		asked, undated := 0, false
		for posting, hour := range acceptedAt {
			if posting != r.posting && (r.posting != "" || !strings.HasPrefix(posting, r.order+"-")) {
				continue
			}
			asked++
			if hour < 0 {
				undated = true
				continue
			}
			// Moscow is three hours ahead: the day begins at 21:00 UTC.
			day := (hour + 3) / 24
			of.first, of.last = min(of.first, day), max(of.last, day)
		}
		if undated || asked == 0 {
			of.undated++
		}
	}
	lines := []string{}
	for key, of := range spans {
		first, last := "", ""
		if of.last >= 0 {
			first, last = date(of.first), date(of.last)
		}
		lines = append(lines, fmt.Sprintf("%s,%s,%s,%d", key, first, last, of.undated))
	}
	slices.Sort(lines)
	return lines
}

func date(day int) string {
	return time.Date(2024, time.June, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, day).Format(time.DateOnly)
}

func TestR03SpansAgreeWithLookingEverythingUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		acceptedAt := map[string]int{}
		var postings strings.Builder
		postings.WriteString("posting_number,order_id,accepted_at\n")
		for _, order := range []string{"10000001-0001", "10000001-0002", "10000001-0003"} {
			for n := range rapid.IntRange(0, 2).Draw(r, "postings") {
				number := fmt.Sprintf("%s-%d", order, n+1)
				acceptedAt[number] = rapid.IntRange(-1, 72).Draw(r, "hour")
				at := ""
				if hour := acceptedAt[number]; hour >= 0 {
					at = time.Date(2024, time.June, 1, hour, 0, 0, 0, time.UTC).Format(time.RFC3339)
				}
				postings.WriteString(fmt.Sprintf("%s,%s,%s\n", number, order, at))
			}
		}
		var rows []row
		var payments strings.Builder
		payments.WriteString("seller_id,payout_id,posting_number,order_id,applied_rate\n")
		for range rapid.IntRange(1, 10).Draw(r, "rows") {
			one := row{
				seller:  rapid.SampledFrom([]string{"1", "2"}).Draw(r, "seller"),
				payout:  rapid.SampledFrom([]string{"P1", "P2"}).Draw(r, "payout"),
				posting: rapid.SampledFrom([]string{"", "10000001-0001-1", "10000001-0002-2", "10000001-0009-1"}).Draw(r, "posting"),
				order:   rapid.SampledFrom([]string{"", "10000001-0001", "10000001-0003"}).Draw(r, "order"),
				rate:    rapid.SampledFrom([]string{"", "12.5"}).Draw(r, "rate"),
			}
			rows = append(rows, one)
			payments.WriteString(strings.Join([]string{one.seller, one.payout, one.posting, one.order, one.rate}, ",") + "\n")
		}
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		in := map[*pipeline.Dataset][]arrow.Record{}
		for d, text := range map[*pipeline.Dataset]string{datasets.PaymentRows: payments.String(), datasets.Postings: postings.String()} {
			rec := stagetest.Rows(mem, d, text)
			defer rec.Release()
			in[d] = []arrow.Record{rec}
		}
		done, err := stagetest.Exec(findorderdays.Stage, in, 19900, "p", mem)
		defer done.Release()
		if err != nil {
			r.Fatal(err)
		}
		got := stagetest.Lines(datasets.OrderDays, done.Outputs[datasets.OrderDays])
		if diff := cmp.Diff(naive(rows, acceptedAt), got, cmp.Transformer("empty", func(s []string) []string { return append([]string{}, s...) })); diff != "" {
			r.Fatalf("(-naive +stage):\n%s\n%s\n%s", diff, payments.String(), postings.String())
		}
	})
}

// BenchmarkStage spans a partition of 20 000 rows in 50 payouts.
func BenchmarkStage(b *testing.B) {
	const rows = 20_000
	var payments, postings strings.Builder
	payments.WriteString("seller_id,payout_id,posting_number,applied_rate\n")
	postings.WriteString("posting_number,order_id,accepted_at\n")
	for i := range rows {
		fmt.Fprintf(&payments, "1,P-2024-0613-%02d,%08d-0001-1,12.5\n", i%50, i*7919)
		fmt.Fprintf(&postings, "%08d-0001-1,%08d-0001,2024-06-%02dT10:00:00Z\n", i*7919, i*7919, i%30+1)
	}
	mem := memory.NewGoAllocator()
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.PaymentRows: {stagetest.Rows(mem, datasets.PaymentRows, payments.String())},
		datasets.Postings:    {stagetest.Rows(mem, datasets.Postings, postings.String())},
	}
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(findorderdays.Stage, in, 19900, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}
