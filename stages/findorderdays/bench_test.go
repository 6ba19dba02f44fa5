package findorderdays_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/findorderdays"
)

// A partition sees few of the orders of a payout.
func BenchmarkFindOrderDays(b *testing.B) {
	const rows = 20_000
	var payments, postings strings.Builder
	payments.WriteString("seller_id,payout_id,posting_number,applied_rate\n")
	postings.WriteString("posting_number,accepted_at\n")
	for i := range rows {
		number := fmt.Sprintf("%08d-%04d-1", i*7919%100_000_000, i%1000)
		fmt.Fprintf(&payments, "%d,P-%d,%s,12.5\n", i%3, i/2, number)
		fmt.Fprintf(&postings, "%s,2024-06-%02dT08:00:00Z\n", number, 1+i%30)
	}
	mem := memory.DefaultAllocator
	inputs := map[*pipeline.Dataset][]arrow.Record{
		datasets.PaymentRows: {stagetest.Rows(mem, datasets.PaymentRows, payments.String())},
		datasets.Postings:    {stagetest.Rows(mem, datasets.Postings, postings.String())},
	}
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(findorderdays.Stage, inputs, 19900, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/row")
}
