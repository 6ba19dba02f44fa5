package sumtakendays_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/sumtakendays"
)

func TestCases(t *testing.T) { stagetest.Run(t, sumtakendays.Stage) }

const header = "seller_id,scope_code,amount_cny,taken_days\n"

// B27: nothing is lost or counted twice, however the lines are cut into batches.
func TestB27NothingIsLost(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(r, 0)
		var batches []arrow.Record
		defer func() {
			for _, rec := range batches {
				rec.Release()
			}
		}()
		want, got := map[string][3]int64{}, map[string][3]int64{}
		for range rapid.IntRange(0, 3).Draw(r, "batches") {
			var text strings.Builder
			text.WriteString(header)
			for range rapid.IntRange(1, 6).Draw(r, "lines") {
				seller, days := rapid.SampledFrom([]string{"1", "2"}).Draw(r, "seller"), rapid.IntRange(0, 2).Draw(r, "days")
				minor, scope := rapid.Int64Range(-100, 100).Draw(r, "minor"), rapid.SampledFrom([]string{"in_scope", "cancelled"}).Draw(r, "scope")
				amount := fmt.Sprintf("%.2f", float64(minor)/100)
				key := fmt.Sprintf("%s,%d", seller, days)
				sum := want[key]
				if rapid.IntRange(0, 4).Draw(r, "rate") == 0 {
					amount, minor = "", 0
					sum[2]++
				} else {
					sum[0]++
				}
				sum[1] += minor
				if scope == "in_scope" {
					want[key] = sum
				}
				text.WriteString(fmt.Sprintf("%s,%s,%s,%d\n", seller, scope, amount, days))
			}
			batches = append(batches, stagetest.Rows(mem, datasets.DatedLines, text.String()))
		}
		done, err := stagetest.Exec(sumtakendays.Stage, map[*pipeline.Dataset][]arrow.Record{datasets.DatedLines: batches}, 19900, "p", mem)
		defer done.Release()
		if err != nil {
			r.Fatal(err)
		}
		for _, rec := range done.Outputs[datasets.TakenSums] {
			for i := range int(rec.NumRows()) {
				key := fmt.Sprintf("%s,%d", datasets.SellerID.In(rec).ValueStr(i), datasets.TakenDays.In(rec).Value(i))
				if _, twice := got[key]; twice {
					r.Fatalf("%s is there twice", key)
				}
				got[key] = [3]int64{datasets.TakenLines.In(rec).Value(i), datasets.TakenAmount.In(rec).Value(i), datasets.UnvaluedLines.In(rec).Value(i)}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

// BenchmarkStage sums a partition of 20 000 lines.
func BenchmarkStage(b *testing.B) {
	const rows = 20_000
	var text strings.Builder
	text.WriteString(header)
	for i := range rows {
		fmt.Fprintf(&text, "%d,in_scope,%d.00,%d\n", i%3, i%1000, i%17)
	}
	mem := memory.NewGoAllocator()
	in := map[*pipeline.Dataset][]arrow.Record{datasets.DatedLines: {stagetest.Rows(mem, datasets.DatedLines, text.String())}}
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(sumtakendays.Stage, in, 19900, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/rows, "ns/line")
}
