package rateontime_test

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/stat"
	"ozpayout/stages/rateontime"
)

// count is what a partition counts of a settlement batch, a row of on_time_counts;
// numbers are lines, on_time, known_3, within_3, known_5 and within_5.
type count struct {
	seller, month, batch, tier, route string
	numbers                           [6]int
}

// batchRows adds up counts as sum_batch_rates does and returns rows of batch_rates.
func batchRows(counts []count) (rows []string) {
	sums := make(map[count]*[6]int)
	var order []count
	for _, c := range counts {
		for _, route := range []string{c.route, "ALL"} {
			key := c
			key.route, key.numbers = route, [6]int{}
			if sums[key] == nil {
				sums[key] = &[6]int{}
				order = append(order, key)
			}
			for i, n := range c.numbers {
				sums[key][i] += n
			}
		}
	}
	for _, c := range order {
		row := []string{c.seller, c.month + "-01", c.batch, c.tier, c.route}
		for _, n := range sums[c] {
			row = append(row, fmt.Sprint(n))
		}
		rows = append(rows, strings.Join(row, ","))
	}
	return rows
}

var (
	sellers = []string{"1", "2"}
	months  = []string{"2024-05", "2024-06"}
	tiers   = []string{"ordinary", "premium", "unknown"}
	routes  = []string{"bank", "lianlian"}
)

func drawCounts(t *rapid.T) []count {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) count {
		c := count{
			seller: rapid.SampledFrom(sellers).Draw(t, "seller"), month: rapid.SampledFrom(months).Draw(t, "month"),
			batch: rapid.SampledFrom([]string{"", "B1", "B2"}).Draw(t, "batch"), tier: rapid.SampledFrom(tiers).Draw(t, "tier"),
			route: rapid.SampledFrom(routes).Draw(t, "route"),
		}
		for i := 0; i < len(c.numbers); i += 2 {
			c.numbers[i] = rapid.IntRange(0, 40).Draw(t, "lines")
			c.numbers[i+1] = rapid.IntRange(0, c.numbers[i]).Draw(t, "of them")
		}
		return c
	}), 0, 20).Draw(t, "counts")
}

const (
	policyText = "pack,name,value\np,no_share_below,10\np,small_sample_below,30\n"
	header     = "seller_id,month_on,settlement_batch_no,tier_code,route_code,lines,on_time,known_3,within_3,known_5,within_5\n"
)

// run returns the rows that the stage writes for rows of batch_rates, given so many
// at a time.
func run(t testing.TB, batches []string, size int) []string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.PolicyValues:    {stagetest.Rows(mem, datasets.PolicyValues, policyText)},
		datasets.PublishedClaims: {stagetest.Rows(mem, datasets.PublishedClaims, "claim_id,value,unit\nb12_premium_on_time,99.2,percent\n")},
	}
	for rows := range slices.Chunk(batches, size) {
		in[datasets.BatchRates] = append(in[datasets.BatchRates], stagetest.Rows(mem, datasets.BatchRates, header+strings.Join(rows, "\n")+"\n"))
	}
	defer func() {
		for _, batches := range in {
			for _, rec := range batches {
				rec.Release()
			}
		}
	}()
	done, err := stagetest.Exec(rateontime.Stage, in, 19900, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.OnTimeRates, done.Outputs[datasets.OnTimeRates],
		datasets.SellerID, datasets.Period, datasets.TierCode, datasets.RouteOrAll, datasets.JudgedLines, datasets.OnTimeLines,
		datasets.Known3, datasets.Within3, datasets.Known5, datasets.Within5,
		datasets.RateValue, datasets.RateLo, datasets.RateHi, datasets.Within3Rate, datasets.Within5Rate, datasets.ClaimedRate,
		datasets.RateGate, datasets.RateLoCluster, datasets.RateHiCluster, datasets.RateBatches, datasets.RateDesignEffect)
}

// naive computes the rows one by one, each from all counts.
func naive(counts []count) []string {
	lines := []string{}
	for _, seller := range append([]string{"ALL"}, sellers...) {
		for _, period := range append([]string{"ALL"}, months...) {
			for _, tier := range tiers {
				for _, route := range append([]string{"ALL"}, routes...) {
					lines = append(lines, naiveRow(counts, seller, period, tier, route)...)
				}
			}
		}
	}
	slices.Sort(lines)
	return lines
}

func naiveRow(counts []count, seller, period, tier, route string) []string {
	var sums [6]int
	clusters := make(map[string]stat.Cluster)
	isEmpty := true
	for _, c := range counts {
		if seller != "ALL" && c.seller != seller || period != "ALL" && c.month != period || c.tier != tier || route != "ALL" && c.route != route {
			continue
		}
		isEmpty = false
		for i, n := range c.numbers {
			sums[i] += n
		}
		key := c.seller + " " + c.month + " " + c.batch
		cluster := clusters[key]
		if cluster.Numerators == nil {
			cluster.Numerators = []float64{0}
		}
		cluster.Denominator += float64(c.numbers[0])
		cluster.Numerators[0] += float64(c.numbers[1])
		clusters[key] = cluster
	}
	if isEmpty {
		return nil
	}
	row := []string{seller, period, tier, route}
	for _, n := range sums {
		row = append(row, strconv.Itoa(n))
	}
	var list []stat.Cluster
	for _, cluster := range clusters {
		if cluster.Denominator > 0 {
			list = append(list, cluster)
		}
	}
	row = append(row, "", "", "", "", "", "", "small_sample", "", "", strconv.Itoa(len(list)), "")
	if tier == "premium" {
		row[15] = "0.992"
	}
	if sums[0] >= 30 {
		row[16] = "ok"
	}
	for i, at := range []int{10, 13, 14} {
		if n := sums[2*i]; n >= 10 {
			row[at] = text(float64(sums[2*i+1]) / float64(n))
		}
	}
	if sums[0] < 10 {
		return []string{strings.Join(row, ",")}
	}
	wilson := stat.Wilson(sums[1], sums[0], 0.95)
	row[11], row[12] = text(wilson.Low), text(wilson.High)
	seed := stat.SeedOf(20240831, strings.Join(row[:4], "|"))
	resampled := stat.ClusterBootstrap(list, 2000, 0.95, seed)[0]
	if 0 < sums[1] && sums[1] < sums[0] {
		row[17], row[18] = text(resampled.Low), text(resampled.High)
		row[20] = text(resampled.DesignEffect(int64(sums[0])))
	}
	return []string{strings.Join(row, ",")}
}

func text(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func TestOracle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		counts := drawCounts(r)
		if diff := cmp.Diff(naive(counts), run(t, batchRows(counts), 5)); diff != "" {
			r.Errorf("(-naive +stage):\n%s", diff)
		}
	})
}

// The order of rows and how many come at a time change nothing, not even the last
// digit.
func TestOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		batches := batchRows(drawCounts(r))
		permuted := rapid.Permutation(batches).Draw(r, "order")
		if diff := cmp.Diff(run(t, batches, 100), run(t, permuted, 3)); diff != "" {
			r.Errorf("(-in order +permuted):\n%s", diff)
		}
	})
}
