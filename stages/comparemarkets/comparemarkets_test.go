package comparemarkets_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/datasets/seeds"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/comparemarkets"
)

func TestCases(t *testing.T) { stagetest.Run(t, comparemarkets.Stage) }

// B27: with the shipped claims, line by line.
func TestOracleB27LineByLine(t *testing.T) {
	shipped, err := seeds.Files.ReadFile(datasets.PublishedClaims.Input.Seed)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		var rows []string
		gained := map[string]int64{}
		for range rapid.IntRange(0, 10).Draw(r, "lines") {
			seller, days := rapid.SampledFrom([]string{"1", "2"}).Draw(r, "seller"), rapid.Int64Range(-2, 30).Draw(r, "days")
			minor := rapid.Int64Range(-1_000_000, 1_000_000).Draw(r, "minor")
			rows = append(rows, fmt.Sprintf("%s,%d,1,%s,0\n", seller, days, big.NewRat(minor, 100).FloatString(2)))
			for market, cycle := range map[string]int64{"aliexpress": 7, "wildberries": 14} {
				gained[seller+","+market] += minor * (cycle - days)
				gained["ALL,"+market] += minor * (cycle - days)
			}
		}
		want := []string{}
		for key, minor := range gained {
			want = append(want, key+","+big.NewRat(minor, 100).FloatString(2))
		}
		slices.Sort(want)
		got := run(r, string(shipped), rapid.Permutation(rows).Draw(r, "order"))
		if diff := cmp.Diff(want, append([]string{}, got...)); diff != "" {
			r.Fatalf("(-naive +stage):\n%s", diff)
		}
	})
}

func run(t *rapid.T, claims string, sums []string) []string {
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in := map[*pipeline.Dataset][]arrow.Record{datasets.PublishedClaims: {stagetest.Rows(mem, datasets.PublishedClaims, claims)}}
	for batch := range slices.Chunk(sums, 4) {
		text := "seller_id,taken_days,lines,amount_cny,unvalued_lines\n" + strings.Join(batch, "")
		in[datasets.TakenSums] = append(in[datasets.TakenSums], stagetest.Rows(mem, datasets.TakenSums, text))
	}
	defer func() {
		for _, batches := range in {
			for _, rec := range batches {
				rec.Release()
			}
		}
	}()
	done, err := stagetest.Exec(comparemarkets.Stage, in, 19900, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.MarketComparison, done.Outputs[datasets.MarketComparison], datasets.SellerID, datasets.MarketCode, datasets.MoneyDaysDifference)
}
