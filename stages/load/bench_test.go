package load

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
)

// BenchmarkStages is the cost of cleaning a partition of 20 000 rows a table, of which
// one in 500 is there twice.
func BenchmarkStages(b *testing.B) {
	const rows, twice = 20_000, 500
	for _, bench := range []struct {
		stage  *pipeline.Stage
		table  *pipeline.Dataset
		header string
		row    func(i int, posting string) string
	}{
		{
			Payments, datasets.RawPaymentHistory,
			"seller_id,payout_id,settled_on,arrived_on,payout_status,payout_amount,payout_currency,order_id,posting_number,line_id,line_type,line_amount,line_currency,bank_receipt_no",
			func(i int, posting string) string {
				return fmt.Sprintf("104233,P-%06d,2024-07-03,2024-07-05,arrived,546.08,CNY,%s,%s,%d,sale,45.20,CNY,BR-%06d", i/4, posting[:13], posting, i, i/4)
			},
		},
		{
			Orders, datasets.RawOrders, "order_id,posting_number,accepted_at,handed_over_at,delivered_at,status,shipment_amount,shipment_currency,sku",
			func(i int, posting string) string {
				return fmt.Sprintf("%s,%s,2024-06-30T21:00:28Z,2024-07-01T05:50:13Z,2024-07-05T07:46:35Z,delivered,870.99,RUB,%d", posting[:13], posting, 1_410_000_000+i)
			},
		},
		{
			TrackingEvents, datasets.RawTrackingEvents, "seller_id,posting_number,tracking_number,carrier,event,event_at,synced_at,event_source",
			func(i int, posting string) string {
				return fmt.Sprintf("104233,%s,TN%011d,CDEK,delivered,2024-07-08T18:53:32Z,2024-07-08T19:20:32Z,carrier", posting, i)
			},
		},
		{
			Returns, datasets.RawReturns, "seller_id,return_id,posting_number,order_id,return_type,status,opened_at,closed_at,amount,currency",
			func(i int, posting string) string {
				return fmt.Sprintf("104233,R-%06d,%s,%s,ClientReturn,Rejected,2024-07-13T11:46:33Z,2024-08-05T13:05:50Z,1475.99,RUB", i, posting, posting[:13])
			},
		},
	} {
		b.Run(bench.stage.Name, func(b *testing.B) {
			var text strings.Builder
			text.WriteString(bench.header + ",source_file,source_row\n")
			for i := range rows {
				for at := range 1 + bit(i%twice == 0) {
					fmt.Fprintf(&text, "%s,%d.csv,%d\n", bench.row(i, fmt.Sprintf("%08d-%04d-1", i*7919%100_000_000, i%1000)), at, i+2)
				}
			}
			mem := memory.NewGoAllocator()
			rec := stagetest.Rows(mem, bench.table, text.String())
			inputs := map[*pipeline.Dataset][]arrow.Record{bench.table: {rec}}
			if bench.stage == Payments {
				inputs = paymentInputs(mem, rec)
			}
			b.ReportAllocs()
			for b.Loop() {
				done, err := stagetest.Exec(bench.stage, inputs, 20_000, "article-2024", mem)
				if err != nil {
					b.Fatal(err)
				}
				done.Release()
			}
			b.ReportMetric(rows*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
