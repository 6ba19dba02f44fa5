package sumbatches_test

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
	"ozpayout/stages/sumbatches"
)

// drawBatch draws seller, month and number: what both kinds of counts begin with.
func drawBatch(r *rapid.T) string {
	pick := func(words ...string) string { return rapid.SampledFrom(words).Draw(r, "word") }
	return pick("1", "2") + "," + pick("2024-05-01", "2024-06-01") + "," + pick("B1", "B2", "B3")
}

// run returns the rows that a stage writes for rows of its input, given so many at a
// time.
func run(t testing.TB, stage *pipeline.Stage, header string, rows []string, size int, columns ...pipeline.Column) []string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in, out := stage.Inputs[0], stage.Outputs[0]
	var batches []arrow.Record
	for some := range slices.Chunk(rows, size) {
		rec := stagetest.Rows(mem, in, header+"\n"+strings.Join(some, "\n")+"\n")
		defer rec.Release()
		batches = append(batches, rec)
	}
	done, err := stagetest.Exec(stage, map[*pipeline.Dataset][]arrow.Record{in: batches}, 19900, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(out, done.Outputs[out], columns...)
}

// sums adds up numbers by key and prints both.
type sums map[string][]int

func (s sums) add(key string, numbers ...int) {
	if s[key] == nil {
		s[key] = make([]int, len(numbers))
	}
	for i, n := range numbers {
		s[key][i] += n
	}
}

func (s sums) lines() (lines []string) {
	for key, numbers := range s {
		lines = append(lines, key+","+strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ","), "[]"))
	}
	slices.Sort(lines)
	return lines
}

const causesHeader = "seller_id,month_on,settlement_batch_no,method,cause_code,late_lines,weight"

func TestCausesAgreeWithMaps(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var rows []string
		parts, batches, starts := sums{}, sums{}, sums{}
		type row struct{ batch, method, cause string }
		var seen []row
		for range rapid.IntRange(0, 30).Draw(r, "rows") {
			c := row{drawBatch(r), rapid.SampledFrom([]string{"count_precedence", "days_shapley"}).Draw(r, "method"), rapid.SampledFrom([]string{"A", "B", "C"}).Draw(r, "cause")}
			lines, weight := rapid.IntRange(0, 9).Draw(r, "lines"), rapid.IntRange(0, 1_000_000).Draw(r, "weight")
			rows = append(rows, fmt.Sprintf("%s,%s,%s,%d,%d", c.batch, c.method, c.cause, lines, weight))
			parts.add(c.batch+","+c.method+","+c.cause, lines, weight)
			batches.add(c.batch+","+c.method, weight)
			starts[c.batch] = []int{1}
			seen = append(seen, c)
		}
		want := sums{}
		for _, c := range seen {
			key := c.batch + "," + c.method + "," + c.cause
			want[key] = append(slices.Clone(parts[key]), batches[c.batch+","+c.method]...)
		}
		got := run(t, sumbatches.Causes, causesHeader, rows, 7, datasets.SellerID, datasets.MonthOn, datasets.SettlementBatchNo,
			datasets.MethodCode, datasets.LineCause, datasets.LateLines, datasets.Weight, datasets.BatchWeight)
		if diff := cmp.Diff(want.lines(), got, cmpopts.EquateEmpty()); diff != "" {
			r.Errorf("(-maps +stage):\n%s", diff)
		}
		gotStarts := slices.DeleteFunc(
			run(t, sumbatches.Causes, causesHeader, rows, 3, datasets.SellerID, datasets.MonthOn, datasets.SettlementBatchNo, datasets.BatchStarts),
			func(line string) bool { return strings.HasSuffix(line, ",0") })
		if diff := cmp.Diff(starts.lines(), gotStarts, cmpopts.EquateEmpty()); diff != "" {
			r.Errorf("batches (-maps +stage):\n%s", diff)
		}
	})
}

const ratesHeader = "seller_id,month_on,settlement_batch_no,tier_code,route_code,payout_currency,lines,on_time,known_3,within_3,known_5,within_5"

func TestRatesAgreeWithMaps(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var rows []string
		want := sums{}
		for range rapid.IntRange(0, 30).Draw(r, "rows") {
			pick := func(words ...string) string { return rapid.SampledFrom(words).Draw(r, "word") }
			key, route, currency := drawBatch(r)+","+pick("", "ordinary", "premium")+",", pick("", "bank", "lianlian"), pick("CNY", "USD")
			numbers := rapid.SliceOfN(rapid.IntRange(0, 40), 6, 6).Draw(r, "numbers")
			rows = append(rows, key+route+","+currency+","+strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ","), "[]"))
			want.add(key+route, numbers...)
			want.add(key+"ALL", numbers...)
		}
		got := run(t, sumbatches.Rates, ratesHeader, rows, 7, datasets.SellerID, datasets.MonthOn, datasets.SettlementBatchNo, datasets.TierCode, datasets.RouteOrAll,
			datasets.JudgedLines, datasets.OnTimeLines, datasets.Known3, datasets.Within3, datasets.Known5, datasets.Within5)
		if diff := cmp.Diff(want.lines(), got, cmpopts.EquateEmpty()); diff != "" {
			r.Errorf("(-maps +stage):\n%s", diff)
		}
	})
}

// BenchmarkRates adds up a partition of 20 000 counts, which come as the partitions
// of orders left them.
func BenchmarkRates(b *testing.B) {
	const rows = 20_000
	mem := memory.DefaultAllocator
	var text strings.Builder
	text.WriteString(ratesHeader + "\n")
	for i := range rows {
		batch := i * 7919 % 1000
		fmt.Fprintf(&text, "%d,2024-%02d-01,B-%06d,ordinary,%s,CNY,1,%d,1,0,1,1\n", batch%20, 1+batch%12, batch, []string{"bank", "lianlian"}[batch%2], i%2)
	}
	in := map[*pipeline.Dataset][]arrow.Record{datasets.OnTimeCounts: {stagetest.Rows(mem, datasets.OnTimeCounts, text.String())}}
	b.ReportAllocs()
	for b.Loop() {
		done, err := stagetest.Exec(sumbatches.Rates, in, 19900, "p", mem)
		if err != nil {
			b.Fatal(err)
		}
		done.Release()
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
