package datepayouts_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/datepayouts"
)

// BenchmarkStage dates a partition of 20 000 lines with a posting each.
func BenchmarkStage(b *testing.B) {
	const rows = 20_000
	random := rand.New(rand.NewPCG(1, 2))
	var lines, postings strings.Builder
	lines.WriteString("seller_id,payout_id,line_id,posting_number,line_type,payout_status_code,arrival_code,route_code,payout_currency,settled_on,arrived_on,confirmed_at,first_source_file,first_source_row\n")
	postings.WriteString("posting_number,order_id,scheme,status,delivered_at,handed_over_at,carrier,first_sku\n")
	for i := range rows {
		number := fmt.Sprintf("%08d-%04d-1", random.IntN(1e8), i)
		confirmed := plus("2024-05-10", random.IntN(40))
		settled := plus(confirmed, random.IntN(6))
		arrived := plus(settled, random.IntN(9))
		if random.IntN(20) == 0 {
			arrived = ""
		}
		fmt.Fprintf(&lines, "%d,P-%d,%d,%s,sale,paid,arrived,lianlian,CNY,%s,%s,%sT12:00:00Z,history.csv,%d\n", random.IntN(20), i/50, i%50, number, settled, arrived, confirmed, i+2)
		fmt.Fprintf(&postings, "%s,%s,%s,delivered,%sT10:00:00Z,2024-05-01T10:00:00Z,CDEK,%d\n", number, number[:13], []string{"fbs", "fbo"}[random.IntN(2)], confirmed, i)
	}
	var accounts strings.Builder
	accounts.WriteString("seller_id,valid_from,valid_to,tier,registration_country,intended_route,is_account_data_complete\n")
	for seller := range 20 {
		accounts.WriteString(fmt.Sprintf("%d,,2024-05-31,ordinary,CN,lianlian,true\n%d,2024-06-01,,premium,CN,lianlian,true\n", seller, seller))
	}
	mem := memory.NewGoAllocator()
	inputs := make(map[*pipeline.Dataset][]arrow.Record)
	for d, text := range map[*pipeline.Dataset]string{
		datasets.ConvertedLines: lines.String(), datasets.Postings: postings.String(), datasets.SellerAccounts: accounts.String(),
		datasets.DueRules: seed(datasets.DueRules), datasets.PolicyValues: seed(datasets.PolicyValues),
		datasets.Calendar: seed(datasets.Calendar), datasets.TypicalDays: seed(datasets.TypicalDays),
	} {
		inputs[d] = []arrow.Record{stagetest.Rows(mem, d, text)}
	}
	day := arrow.Date32(date("2024-07-10").Unix() / 86400)
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(datepayouts.Stage, inputs, day, "article-2024", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/line")
}

// BenchmarkEmptyPartition is what a partition costs before its first line.
func BenchmarkEmptyPartition(b *testing.B) {
	mem := memory.NewGoAllocator()
	inputs := make(map[*pipeline.Dataset][]arrow.Record)
	for _, d := range []*pipeline.Dataset{datasets.DueRules, datasets.PolicyValues, datasets.Calendar, datasets.TypicalDays} {
		inputs[d] = []arrow.Record{stagetest.Rows(mem, d, seed(d))}
	}
	day := arrow.Date32(date("2024-07-10").Unix() / 86400)
	for b.Loop() {
		done, err := stagetest.Exec(datepayouts.Stage, inputs, day, "article-2024", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
}
