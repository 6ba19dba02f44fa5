package joinpostings_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/joinpostings"
)

const benchPostings = 20_000

// benchInputs are the tables of a partition of postings with one line, two tracking
// events and one invoice each.
func benchInputs() map[*pipeline.Dataset][]arrow.Record {
	texts := map[*pipeline.Dataset]*strings.Builder{}
	for d, header := range map[*pipeline.Dataset]string{
		datasets.Postings:       "posting_number,order_id,accepted_at,handed_over_at,delivered_at,status,scheme,carrier,posting_value,posting_currency",
		datasets.DatedLines:     "seller_id,posting_number,confirmed_on,confirmed_evidence_code,eligible_on,due_on,is_late,amount_cny",
		datasets.TrackingEvents: "seller_id,posting_number,carrier,event,event_source,event_at,synced_at,source_file,source_row",
		datasets.Invoices:       "seller_id,posting_number,issued_on,uploaded_at,languages,status,is_auto",
	} {
		texts[d] = &strings.Builder{}
		texts[d].WriteString(header + "\n")
	}
	for i := range benchPostings {
		order := fmt.Sprintf("%08d-%04d", i*7919%100_000_000, i%1000)
		day := fmt.Sprintf("2024-06-%02d", 1+i%20)
		fmt.Fprintf(texts[datasets.Postings], "%s-1,%s,%sT08:00:00Z,%sT10:00:00Z,2024-06-25T08:00:00Z,delivered,fbs,,845.20,CNY\n", order, order, day, day)
		fmt.Fprintf(texts[datasets.DatedLines], "%d,%s-1,2024-06-25,observed,2024-06-25,2024-07-02,%v,845.20\n", i%20, order, i%8 == 0)
		fmt.Fprintf(texts[datasets.TrackingEvents], "%d,%s-1,CDEK,number_uploaded,seller,%sT09:00:00Z,%sT09:00:00Z,t.csv,%d\n", i%20, order, day, day, 2*i)
		fmt.Fprintf(texts[datasets.TrackingEvents], "%d,%s-1,CDEK,delivered,carrier,2024-06-25T08:00:00Z,2024-06-26T08:00:00Z,t.csv,%d\n", i%20, order, 2*i+1)
		fmt.Fprintf(texts[datasets.Invoices], "%d,%s-1,%s,%sT09:00:00Z,zh|ru,uploaded,true\n", i%20, order, day, day)
	}
	inputs := map[*pipeline.Dataset][]arrow.Record{}
	for d, text := range texts {
		inputs[d] = []arrow.Record{stagetest.Rows(memory.DefaultAllocator, d, text.String())}
	}
	return inputs
}

func BenchmarkJoinPostings(b *testing.B) {
	inputs := benchInputs()
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(joinpostings.Stage, inputs, 19900, "article-2024", memory.DefaultAllocator)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchPostings, "ns/posting")
}
