package sharecauses_test

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
	"ozpayout/stages/sharecauses"
)

// count is what a partition counts of a settlement batch, a row of cause_counts.
type count struct {
	seller, month, batch, method, cause string
	lines, weight                       int
}

const calendarText = "country,date,kind\nCN,2024-06-10,holiday\n"

const header = "seller_id,month_on,settlement_batch_no,method,cause_code,late_lines,weight,batch_weight,batch_starts\n"

// batchRows adds up counts as sum_batch_causes does and returns rows of batch_causes.
func batchRows(counts []count) (rows []string) {
	keyOf := func(c count) string { return c.seller + "," + c.month + "-01," + c.batch }
	var order []count
	sums, together := make(map[count]*count), make(map[string]int)
	for _, c := range counts {
		key := c
		key.lines, key.weight = 0, 0
		if sums[key] == nil {
			sums[key] = &count{}
			order = append(order, key)
		}
		sums[key].lines += c.lines
		sums[key].weight += c.weight
		together[keyOf(c)+c.method] += c.weight
	}
	started := make(map[string]bool)
	for _, key := range order {
		starts := 1
		if started[keyOf(key)] {
			starts = 0
		}
		started[keyOf(key)] = true
		rows = append(rows, fmt.Sprintf("%s,%s,%s,%d,%d,%d,%d",
			keyOf(key), key.method, key.cause, sums[key].lines, sums[key].weight, together[keyOf(key)+key.method], starts))
	}
	return rows
}

const (
	policyText = "pack,name,value\np,no_share_below,10\np,small_sample_below,30\n"
	causesText = `cause_code,precedence,claim_group,claim_share,is_player,needs_tables
TRACKING_NOT_SYNCED,1,tracking,0.41,true,tracking_events
OPEN_RETURN,3,returns,0.32,true,returns
OPEN_DISPUTE,4,returns,0.32,true,disputes returns
UNEXPLAINED,16,other,0.27,false,
`
)

// causes of the catalogue above: group and tables.
var causes = []struct {
	code, group string
	tables      []string
}{
	{"TRACKING_NOT_SYNCED", "tracking", []string{"tracking_events"}},
	{"OPEN_RETURN", "returns", []string{"returns"}},
	{"OPEN_DISPUTE", "returns", []string{"disputes", "returns"}},
	{"UNEXPLAINED", "other", nil},
}

var claimed = []struct {
	group string
	share float64
}{{"tracking", 0.41}, {"returns", 0.32}, {"other", 0.27}}

var (
	sellers  = []string{"1", "2"}
	months   = []string{"2024-05", "2024-06"}
	methods  = [...]string{"count_precedence", "count_bottleneck", "days_precedence", "days_bottleneck", "days_shapley"}
	allNames = []string{"tracking_events", "returns", "disputes"}
)

func drawCounts(t *rapid.T) []count {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) count {
		c := count{
			seller: rapid.SampledFrom(sellers).Draw(t, "seller"), month: rapid.SampledFrom(months).Draw(t, "month"),
			batch: rapid.SampledFrom([]string{"", "B1", "B2", "B3"}).Draw(t, "batch"), method: rapid.SampledFrom(methods[:4]).Draw(t, "method"),
			cause: causes[rapid.IntRange(0, len(causes)-1).Draw(t, "cause")].code, lines: rapid.IntRange(1, 40).Draw(t, "lines"),
		}
		c.weight = c.lines
		if strings.HasPrefix(c.method, "days") {
			c.weight = c.lines * rapid.IntRange(1, 1_000_000).Draw(t, "days")
		}
		return c
	}), 0, 25).Draw(t, "counts")
}

// drawTables draws which tables are loaded for which seller.
func drawTables(t *rapid.T) map[[2]string]bool {
	loaded := make(map[[2]string]bool)
	for _, table := range allNames {
		for _, seller := range append([]string{"ALL"}, sellers...) {
			if rapid.IntRange(0, 2).Draw(t, table+" of "+seller) == 0 {
				loaded[[2]string{table, seller}] = true
			}
		}
	}
	return loaded
}

// columns that the oracle computes.
var columns = []pipeline.Column{
	datasets.SellerID, datasets.Period, datasets.MethodCode, datasets.LineCause, datasets.LateLines, datasets.SampleLines, datasets.ShareValue,
	datasets.ShareLo, datasets.ShareHi, datasets.ShareLoCluster, datasets.ShareHiCluster, datasets.GateCode, datasets.ChiSquare, datasets.Residual,
	datasets.ShareBatches, datasets.ShareDesignEffect,
}

// run returns the rows that the stage writes for rows of batch_causes, given so many
// at a time.
func run(t testing.TB, batches []string, loaded map[[2]string]bool, size int, columns ...pipeline.Column) []string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	rows := func(d *pipeline.Dataset, text string) []arrow.Record {
		return []arrow.Record{stagetest.Rows(mem, d, text)}
	}
	var tables strings.Builder
	tables.WriteString("table_name,seller_id\n")
	for seat := range loaded {
		tables.WriteString(seat[0] + "," + seat[1] + "\n")
	}
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.PolicyValues: rows(datasets.PolicyValues, policyText), datasets.CauseCatalog: rows(datasets.CauseCatalog, causesText),
		datasets.ObservedTables: rows(datasets.ObservedTables, tables.String()), datasets.Calendar: rows(datasets.Calendar, calendarText),
	}
	for some := range slices.Chunk(batches, size) {
		in[datasets.BatchCauses] = append(in[datasets.BatchCauses], rows(datasets.BatchCauses, header+strings.Join(some, "\n")+"\n")...)
	}
	defer func() {
		for _, batches := range in {
			for _, rec := range batches {
				rec.Release()
			}
		}
	}()
	done, err := stagetest.Exec(sharecauses.Stage, in, 19900, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.CauseShares, done.Outputs[datasets.CauseShares], columns...)
}

// naive computes the rows one by one, each from all counts.
func naive(counts []count, loaded map[[2]string]bool) []string {
	lines := []string{}
	for _, seller := range append([]string{"ALL"}, sellers...) {
		for _, period := range append([]string{"ALL"}, months...) {
			for _, method := range methods {
				lines = append(lines, naiveRows(counts, loaded, seller, period, method)...)
			}
		}
	}
	slices.Sort(lines)
	return lines
}

func naiveRows(counts []count, loaded map[[2]string]bool, seller, period, method string) (lines []string) {
	in := slices.DeleteFunc(slices.Clone(counts), func(c count) bool {
		return seller != "ALL" && c.seller != seller || period != "ALL" && c.month != period
	})
	total, n := 0, 0
	for _, c := range in {
		if c.method == method {
			total += c.weight
		}
		if c.method == methods[0] {
			n += c.lines
		}
	}
	if total == 0 {
		return nil
	}
	batches, resampled := naiveBootstrap(in, seller, period, method)
	observable := make([]bool, len(causes))
	for i := range causes {
		observable[i] = naiveObservable(in, loaded, i)
	}
	chi, residuals := naiveFit(in, observable, method, n)
	for i, cause := range causes {
		own, weight := 0, 0
		for _, c := range in {
			if c.method == method && c.cause == cause.code {
				own += c.lines
				weight += c.weight
			}
		}
		row := []string{seller, period, method, cause.code, "", strconv.Itoa(n), "", "", "", "", "", "not_observable", text(chi), "", strconv.Itoa(batches), ""}
		if observable[i] {
			row[4], row[11], row[13] = strconv.Itoa(own), "small_sample", text(residuals[cause.group])
			if n >= 30 {
				row[11] = "ok"
			}
			if n >= 10 {
				row[6] = text(float64(weight) / float64(total))
				if 0 < weight && weight < total {
					row[9], row[10] = text(resampled[i].Low), text(resampled[i].High)
				}
				if strings.HasPrefix(method, "count") {
					wilson := stat.Wilson(weight, total, 0.95)
					row[7], row[8] = text(wilson.Low), text(wilson.High)
					row[15] = text(resampled[i].DesignEffect(int64(total)))
				}
			}
		}
		lines = append(lines, strings.Join(row, ","))
	}
	return lines
}

func text(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

func naiveObservable(in []count, loaded map[[2]string]bool, cause int) bool {
	for _, c := range in {
		isLoaded := true
		for _, table := range causes[cause].tables {
			isLoaded = isLoaded && (loaded[[2]string{table, c.seller}] || loaded[[2]string{table, "ALL"}])
		}
		if isLoaded || c.cause == causes[cause].code {
			return true
		}
	}
	return false
}

// naiveBootstrap resamples the batches that have lines by any method, with all
// causes, for all methods, and returns how many there are and the ratios of one.
func naiveBootstrap(in []count, seller, period, method string) (batches int, ratios []stat.Resampled) {
	number := make(map[string]int)
	var sets [len(methods)][]stat.Cluster
	for _, c := range in {
		key := c.seller + " " + c.month + " " + c.batch
		at, isKnown := number[key]
		if !isKnown {
			at = len(number)
			number[key] = at
			for m := range sets {
				sets[m] = append(sets[m], stat.Cluster{Numerators: make([]float64, len(causes))})
			}
		}
		cluster := &sets[slices.Index(methods[:], c.method)][at]
		for i, cause := range causes {
			if cause.code == c.cause {
				cluster.Numerators[i] += float64(c.weight)
			}
		}
		cluster.Denominator += float64(c.weight)
	}
	results := stat.JointBootstrap(sets[:], 2000, 0.95, stat.SeedOf(20240731, seller+"|"+period))
	return len(sets[0]), results[slices.Index(methods[:], method)]
}

// naiveFit adds up (O-E)²/E over the groups.
func naiveFit(in []count, observable []bool, method string, n int) (chi float64, residuals map[string]float64) {
	residuals = map[string]float64{"tracking": math.NaN(), "returns": math.NaN(), "other": math.NaN()}
	isKnown := make(map[string]bool)
	counts := make(map[string]float64)
	total := 0.0
	for i, cause := range causes {
		isKnown[cause.group] = isKnown[cause.group] || observable[i]
		for _, c := range in {
			if c.method == method && c.cause == cause.code {
				counts[cause.group] += float64(c.weight)
				total += float64(c.weight)
			}
		}
	}
	if n < 30 || !isKnown["tracking"] || !isKnown["returns"] || !strings.HasPrefix(method, "count") {
		return math.NaN(), residuals
	}
	for _, claim := range claimed {
		expected := total * claim.share
		chi += (counts[claim.group] - expected) * (counts[claim.group] - expected) / expected
		residuals[claim.group] = (counts[claim.group] - expected) / math.Sqrt(expected*(1-claim.share))
	}
	return chi, residuals
}

func TestOracle(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		counts, loaded := drawCounts(r), drawTables(r)
		got := run(t, batchRows(counts), loaded, 7, columns...)
		if diff := cmp.Diff(naive(counts, loaded), got, cmp.Comparer(sameRow)); diff != "" {
			r.Errorf("(-naive +stage):\n%s", diff)
		}
	})
}

// sameRow compares rows cell by cell, numbers up to the last digits.
func sameRow(a, b string) bool {
	left, right := strings.Split(a, ","), strings.Split(b, ",")
	return slices.EqualFunc(left, right, func(x, y string) bool {
		p, pErr := strconv.ParseFloat(x, 64)
		q, qErr := strconv.ParseFloat(y, 64)
		return x == y || pErr == nil && qErr == nil && math.Abs(p-q) <= 1e-9*math.Max(1, math.Abs(p))
	})
}

// B09: shares of each method sum to 1, counts to the late lines.
func TestB09SharesSumToOne(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		sums := make(map[string]float64)
		rows := run(t, batchRows(drawCounts(r)), drawTables(r), 100, datasets.SellerID, datasets.Period, datasets.MethodCode, datasets.ShareValue)
		for _, row := range rows {
			at := strings.LastIndex(row, ",")
			if share, err := strconv.ParseFloat(row[at+1:], 64); err == nil {
				sums[row[:at]] += share
			}
		}
		for group, sum := range sums {
			if math.Abs(sum-1) > 1e-9 {
				r.Errorf("shares of %s sum to %v", group, sum)
			}
		}
	})
}

// The order of rows and how many come at a time change nothing, not even the last
// digit.
func TestOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		batches, loaded := batchRows(drawCounts(r)), drawTables(r)
		permuted := rapid.Permutation(batches).Draw(r, "order")
		if diff := cmp.Diff(run(t, batches, loaded, 100), run(t, permuted, loaded, 3)); diff != "" {
			r.Errorf("(-in order +permuted):\n%s", diff)
		}
	})
}
