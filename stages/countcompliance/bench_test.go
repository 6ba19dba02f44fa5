package countcompliance_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/countcompliance"
)

func BenchmarkCountCompliance(b *testing.B) {
	const postings = 20_000
	var text strings.Builder
	text.WriteString("posting_number,seller_id,first_eligible_on,first_due_on,invoiced_on,invoice_language_code,carrier_name,carrier_on,number_uploaded_at,carrier_delivery_at,delivery_seen_at,late_amount_cny\n")
	for i := range postings {
		day := fmt.Sprintf("2024-06-%02d", 1+i%28)
		fmt.Fprintf(&text, "P%d,%d,%s,%s,%s,pair,CDEK,%s,%sT%02d:00:00Z,%sT08:00:00Z,%sT18:00:00Z,0.00\n", i, i%20, day, day, day, day, day, i%24, day, day)
	}
	mem := memory.DefaultAllocator
	inputs := map[*pipeline.Dataset][]arrow.Record{
		datasets.PostingFacts: {stagetest.Rows(mem, datasets.PostingFacts, text.String())},
		datasets.Carriers:     {stagetest.Rows(mem, datasets.Carriers, "carrier_code,alias,is_whitelisted\ncdek,CDEK,true\n")},
		datasets.PolicyValues: {stagetest.Rows(mem, datasets.PolicyValues, "pack,name,value\np,upload_cut_off_time,16:00\np,upload_cut_off_zone,Europe/Moscow\n")},
	}
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(countcompliance.Stage, inputs, 19950, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/postings, "ns/posting")
}
