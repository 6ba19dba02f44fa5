package auditrates_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/auditrates"
)

func BenchmarkAuditRates(b *testing.B) {
	const payouts, parts = 5000, 8
	mem := memory.DefaultAllocator
	var quotes strings.Builder
	quotes.WriteString("currency,on,value,nominal,in_force_from\n")
	for day := firstDay; day <= lastDay; day++ {
		quotes.WriteString(fmt.Sprintf("CNY,%s,12.%04d,1,%[1]s\n", dayText(day), 6400+day%90))
	}
	var table, orders strings.Builder
	table.WriteString(payoutsTable)
	orders.WriteString("seller_id,payout_id,first_order_on,last_order_on,undated_orders\n")
	for i := range payouts {
		day := firstDay + 1 + i%10
		fmt.Fprintf(&table, "%d,P%d,%s,%d.17,CNY,%d.00,RUB,12.%04d\n", i%7, i, dayText(day), 1000+i, 12*i+3000, 6400+i%100)
		for part := range parts {
			fmt.Fprintf(&orders, "%d,P%d,%s,%s,0\n", i%7, i, dayText(day-part%2), dayText(day))
		}
	}
	in := map[*pipeline.Dataset][]arrow.Record{}
	for d, text := range map[*pipeline.Dataset]string{
		datasets.Payouts: table.String(), datasets.OrderDays: orders.String(), datasets.FXRates: quotes.String(), datasets.PolicyValues: policyTable,
	} {
		in[d] = []arrow.Record{stagetest.Rows(mem, d, text)}
	}
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(auditrates.Stage, in, lastDay, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(payouts*(1+parts))*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
