package compareclaims_test

import (
	"encoding/csv"
	"fmt"
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
	"ozpayout/stages/compareclaims"
)

func shipped(t testing.TB, d *pipeline.Dataset) string {
	t.Helper()
	data, err := seeds.Files.ReadFile(d.Input.Seed)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// run compares the shipped claims with tables given as text.
func run(t testing.TB, texts map[*pipeline.Dataset][]string, columns ...pipeline.Column) []string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in := make(map[*pipeline.Dataset][]arrow.Record)
	for _, d := range []*pipeline.Dataset{datasets.PolicyValues, datasets.TypicalDays, datasets.PublishedClaims} {
		in[d] = []arrow.Record{stagetest.Rows(mem, d, shipped(t, d))}
	}
	for d, batches := range texts {
		for _, text := range batches {
			in[d] = append(in[d], stagetest.Rows(mem, d, text))
		}
	}
	defer func() {
		for _, batches := range in {
			for _, rec := range batches {
				rec.Release()
			}
		}
	}()
	done, err := stagetest.Exec(compareclaims.Stage, in, 19900, "article-2024", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.Claims, done.Outputs[datasets.Claims], columns...)
}

// A01, C36: each shipped figure has its row, and without data none has a number.
func TestA01EveryShippedClaimHasARow(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(shipped(t, datasets.PublishedClaims))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, row := range rows[1:] {
		want = append(want, row[0]+",,,,,not_observable")
	}
	slices.Sort(want)
	got := run(t, nil, datasets.ClaimKey, datasets.OwnValue, datasets.ClaimN, datasets.ClaimLo, datasets.ClaimHi, datasets.VerdictCode)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

const (
	shares = `seller_id,period,method,cause_code,claim_group,late_lines,n_lines
ALL,ALL,count_precedence,TRACKING_NOT_SYNCED,tracking,41,100
ALL,ALL,count_precedence,OPEN_RETURN,returns,32,100
ALL,ALL,count_precedence,INVOICE_MISSING,invoice,19,100
ALL,ALL,count_precedence,UNEXPLAINED,other,8,100
`
	rates = `seller_id,period,tier_code,route_code,lines,on_time
ALL,ALL,premium,ALL,1000,992
ALL,ALL,ordinary,ALL,1000,876
`
	countsHeader = "route_code,payout_currency,known_3,within_3\n"
)

// The names of the figures that are answered are those of the shipped table: data
// that agree with the articles agree with every one of them.
func TestShippedClaimsThatAreAnswered(t *testing.T) {
	lines := run(t, map[*pipeline.Dataset][]string{
		datasets.CauseShares: {shares}, datasets.OnTimeRates: {rates}, datasets.OnTimeCounts: {countsHeader + "lianlian,CNY,100,68\n"},
	}, datasets.ClaimKey, datasets.VerdictCode)
	lines = slices.DeleteFunc(lines, func(line string) bool { return strings.HasSuffix(line, ",not_observable") })
	want := []string{
		"b07_within_3_days,consistent",
		"b09_invoice_share,consistent", "b09_returns_share,consistent", "b09_three_causes_share,consistent", "b09_tracking_share,consistent",
		"b12_difference,consistent", "b12_ordinary_on_time,consistent", "b12_premium_on_time,consistent",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// B07: however the counts are ordered and split over partitions, the figure is that
// of all RMB direct lines together.
func TestB07CountsAddUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		var rows []string
		known, within := 0, 0
		for range rapid.IntRange(0, 10).Draw(r, "rows") {
			route := rapid.SampledFrom([]string{"lianlian", "worldfirst", "bank", "pingpong"}).Draw(r, "route")
			currency := rapid.SampledFrom([]string{"CNY", "RUB"}).Draw(r, "currency")
			n := rapid.IntRange(0, 20).Draw(r, "known")
			x := rapid.IntRange(0, n).Draw(r, "within")
			rows = append(rows, fmt.Sprintf("%s,%s,%d,%d\n", route, currency, n, x))
			if currency == "CNY" && (route == "lianlian" || route == "worldfirst") {
				known, within = known+n, within+x
			}
		}
		var batches []string
		for batch := range slices.Chunk(rapid.Permutation(rows).Draw(r, "order"), 3) {
			batches = append(batches, countsHeader+strings.Join(batch, ""))
		}
		want := "b07_within_3_days,,"
		if known > 0 {
			want = fmt.Sprintf("b07_within_3_days,%d,", known)
		}
		if known >= 10 {
			want += fmt.Sprint(100 * (float64(within) / float64(known)))
		}
		got := run(t, map[*pipeline.Dataset][]string{datasets.OnTimeCounts: batches}, datasets.ClaimKey, datasets.ClaimN, datasets.OwnValue)
		if !slices.Contains(got, want) {
			r.Errorf("no row %s in %v", want, got)
		}
	})
}
