package countreroutes_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/countreroutes"
)

func TestCases(t *testing.T) { stagetest.Run(t, countreroutes.Stage) }

// A sale is a line as the oracle sees it.
type sale struct{ seller, status, route, intended, sku, month string }

// TestCountsAgreeWithOneByOne: counts added up over batches are those of the lines
// looked at one by one.
func TestCountsAgreeWithOneByOne(t *testing.T) {
	products := map[string]string{"1 11": "toys", "1 12": "beauty", "2 11": "beauty"}
	rapid.Check(t, func(r *rapid.T) {
		pick := func(words ...string) string { return rapid.SampledFrom(words).Draw(r, "word") }
		var sales []sale
		for range rapid.IntRange(1, 30).Draw(r, "lines") {
			sales = append(sales, sale{
				pick("1", "2", "3"), pick("", "paid", "processing_bank_transfer"), pick("bank", "lianlian", "unknown"),
				pick("", "bank", "lianlian", "unknown"), pick("", "11", "12"), pick("2024-05", "2024-06"),
			})
		}
		want := map[string][2]int{}
		for _, s := range sales {
			category, isKnown := products[s.seller+" "+s.sku]
			if !isKnown {
				category = "unknown"
			}
			intended, actual, rerouted := s.intended, s.route, 0
			if intended == "" {
				intended = "unknown"
			}
			if s.status == "processing_bank_transfer" || s.route == "bank" && intended == "lianlian" {
				actual, rerouted = "bank", 1
			}
			key := strings.Join([]string{s.seller, s.month + "-01", category, intended, actual}, ",")
			sums := want[key]
			want[key] = [2]int{sums[0] + 1, sums[1] + rerouted}
		}
		if diff := cmp.Diff(want, run(t, sales, rapid.IntRange(1, 30).Draw(r, "batch size"))); diff != "" {
			r.Errorf("lines and rerouted (-want +got):\n%s", diff)
		}
	})
}

// run adds up what the stage counts.
func run(t testing.TB, sales []sale, size int) map[string][2]int {
	t.Helper()
	mem := memory.DefaultAllocator
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.ProductCategories: {stagetest.Rows(mem, datasets.ProductCategories, "seller_id,sku,category\n2,11,Beauty\n1,11,TOYS\n1,12,beauty\n")},
	}
	for batch := range slices.Chunk(sales, size) {
		var text strings.Builder
		text.WriteString("seller_id,line_type,payout_status_code,route_code,intended_route_code,sku,settled_on\n")
		for i, s := range batch {
			fmt.Fprintf(&text, "%s,sale,%s,%s,%s,%s,%s-%02d\n", s.seller, s.status, s.route, s.intended, s.sku, s.month, 1+i%28)
		}
		in[datasets.DatedLines] = append(in[datasets.DatedLines], stagetest.Rows(mem, datasets.DatedLines, text.String()))
	}
	done, err := stagetest.Exec(countreroutes.Stage, in, 19904, "p", mem) // 2024-06-30
	if err != nil {
		t.Fatal(err)
	}
	defer done.Release()
	sums := map[string][2]int{}
	for _, line := range stagetest.Lines(datasets.RerouteCounts, done.Outputs[datasets.RerouteCounts], datasets.RerouteCounts.Columns...) {
		cells := strings.Split(line, ",")
		key := strings.Join(cells[:5], ",")
		var lines, rerouted int
		if _, err := fmt.Sscan(cells[5], &lines); err != nil {
			t.Fatal(err)
		}
		if _, err := fmt.Sscan(cells[6], &rerouted); err != nil {
			t.Fatal(err)
		}
		sum := sums[key]
		sums[key] = [2]int{sum[0] + lines, sum[1] + rerouted}
	}
	return sums
}

// BenchmarkStage counts a partition of 20 000 lines with 2 000 products.
func BenchmarkStage(b *testing.B) {
	const rows = 20_000
	mem := memory.DefaultAllocator
	var lines, products strings.Builder
	lines.WriteString("seller_id,line_type,scope_code,payout_status_code,route_code,intended_route_code,sku,settled_on\n")
	for i := range rows {
		fmt.Fprintf(&lines, "%d,sale,in_scope,%s,lianlian,lianlian,1304%06d,2024-%02d-%02d\n", i%20, []string{"paid", "processing_bank_transfer"}[i%7/6], i*7919%2000, 1+i%12, 1+i%28)
	}
	products.WriteString("seller_id,sku,category\n")
	for i := range 2000 {
		fmt.Fprintf(&products, "%d,1304%06d,Category %d\n", i%20, i, i%50)
	}
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.DatedLines:        {stagetest.Rows(mem, datasets.DatedLines, lines.String())},
		datasets.ProductCategories: {stagetest.Rows(mem, datasets.ProductCategories, products.String())},
	}
	for b.Loop() {
		done, err := stagetest.Exec(countreroutes.Stage, in, 19904, "p", mem) // 2024-06-30
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "lines/s")
}
