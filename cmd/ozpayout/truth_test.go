package main

import (
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/google/go-cmp/cmp"

	"ozpayout/cmd/ozpayout/internal/shop"
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/parquetio"
)

// A lateLine is what truth.csv says of a late payout line.
type lateLine struct {
	Posting, DueOn, ArrivedOn string
	LateDays                  int64
	Precedence, Bottleneck    string
	Causes                    string // known ones, sorted, joined by "|"
	UnexplainedDays           int64
}

// TestDemoTruth compares what the batch says of made-up shops with what the
// generator knows, which it found by walking over days, not by the batch's
// arithmetic.
func TestDemoTruth(t *testing.T) {
	for _, o := range []shop.Options{
		{Orders: 3000, Seed: 1, From: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Days: 92},
		{Orders: 1500, Seed: 2, From: time.Date(2024, 4, 20, 0, 0, 0, 0, time.UTC), Days: 75},             // the rule changes on 1 June
		{Orders: 1500, Seed: 3, From: time.Date(2024, 12, 1, 0, 0, 0, 0, time.UTC), Days: 90, Sellers: 5}, // long Russian and Chinese holidays
		{Orders: 1500, Seed: 4, From: time.Date(2024, 9, 1, 0, 0, 0, 0, time.UTC), Days: 60, Sellers: 1},  // the Chinese October week
	} {
		t.Run(fmt.Sprintf("seed %d from %s", o.Seed, o.From.Format(time.DateOnly)), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			summary, err := shop.Write(t.Context(), dir, o)
			if err != nil {
				t.Fatal(err)
			}
			m := runShop(t, dir, summary)
			want, days := readTruth(t, filepath.Join(dir, "truth.csv"))
			got, gotDays := lateLines(t, m)
			if len(want) < 50 {
				t.Fatalf("only %d late lines in the truth", len(want))
			}
			compareLines(t, want, got)
			if want, got := days, gotDays; want != got {
				t.Errorf("late days attributed by precedence: %d, the truth has %d", got, want)
			}
			wantSummary, gotSummary := readTruthSummary(t, filepath.Join(dir, "truth_summary.csv")), causeSummary(t, m)
			if diff := cmp.Diff(wantSummary, gotSummary); diff != "" {
				t.Errorf("late lines and days by cause (-truth +batch)\n%s", diff)
			}
			compareFates(t, filepath.Join(dir, "expected.csv"), m)
		})
	}
}

// runShop runs the batch over a shop as of the date for which its truth holds.
func runShop(t *testing.T, dir string, s shop.Summary) marts {
	t.Helper()
	asOf := arrow.Date32FromTime(s.AsOf)
	result, err := pipeline.Run(t.Context(), batch(), pipeline.Options{
		In: filepath.Join(dir, "in"), Out: filepath.Join(dir, "out"), AsOf: &asOf, Pack: "article-2024", QuarantineLimit: 0.01,
		OpenMart: func(folder string, d *pipeline.Dataset) (pipeline.MartWriter, error) {
			return parquetio.Create(folder, d, parquetio.Options{})
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return marts{result.Dir, result.AsOf.FormattedString()}
}

// compareLines reports every line on which truth and batch disagree, the first
// ten in full.
func compareLines(t *testing.T, want, got map[lineKey]lateLine) {
	t.Helper()
	keys := slices.SortedFunc(maps.Keys(merged(want, got)), func(a, b lineKey) int {
		return slices.Compare([]string{a.seller, a.payout, a.line}, []string{b.seller, b.payout, b.line})
	})
	wrong := 0
	for _, key := range keys {
		w, known := want[key]
		g, said := got[key]
		if known && said && w == g {
			continue
		}
		if wrong++; wrong > 10 {
			continue
		}
		switch {
		case !said:
			t.Errorf("%v is late, but not in the batch: %+v", key, w)
		case !known:
			t.Errorf("%v is late in the batch only: %+v", key, g)
		default:
			t.Errorf("%v (-truth +batch)\n%s", key, cmp.Diff(w, g))
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d late lines are wrong", wrong, len(keys))
	}
}

func merged[K comparable, V any](a, b map[K]V) map[K]V {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// readCSV returns the records of a file by header.
func readCSV(t *testing.T, path string) []map[string]string {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []map[string]string
	for _, record := range records[1:] {
		cells := map[string]string{}
		for i, header := range records[0] {
			cells[header] = record[i]
		}
		out = append(out, cells)
	}
	return out
}

func number(t *testing.T, text string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func readTruth(t *testing.T, path string) (lines map[lineKey]lateLine, days int64) {
	t.Helper()
	lines = map[lineKey]lateLine{}
	for _, r := range readCSV(t, path) {
		causes := strings.Split(r["cause_codes"], "|")
		slices.Sort(causes)
		l := lateLine{
			Posting: r["posting_number"], DueOn: r["due_on"], ArrivedOn: r["arrived_on"], LateDays: number(t, r["late_days"]),
			Precedence: r["precedence_cause_code"], Bottleneck: r["bottleneck_cause_code"], Causes: strings.Join(causes, "|"),
			UnexplainedDays: number(t, r["unexplained_days"]),
		}
		lines[lineKey{r["seller_id"], r["payout_id"], r["line_id"]}] = l
		days += l.LateDays
	}
	return lines, days
}

// lateLines reads the late lines of a run, and the sum of their days over all
// causes.
func lateLines(t *testing.T, m marts) (lines map[lineKey]lateLine, days int64) {
	t.Helper()
	lines = map[lineKey]lateLine{}
	eachRow(t, m, datasets.PayoutFacts, func(r row) {
		if r.flag(datasets.IsLate) {
			lines[keyOf(r)] = lateLine{
				Posting: r.text(datasets.PostingNumber), DueOn: r.text(datasets.DueOn), ArrivedOn: r.text(datasets.ArrivedDay),
				LateDays: r.number(datasets.DaysAfterDue), Precedence: r.text(datasets.PrecedenceCause),
				Bottleneck: r.text(datasets.BottleneckCause), UnexplainedDays: r.number(datasets.UnexplainedDays),
			}
		}
	})
	causes := map[lineKey][]string{}
	eachRow(t, m, datasets.DelayCauses, func(r row) {
		if code := r.text(datasets.LineCause); code != "UNEXPLAINED" {
			causes[keyOf(r)] = append(causes[keyOf(r)], code)
		}
		days += r.number(datasets.PrecedenceDays)
	})
	for key, codes := range causes {
		l := lines[key]
		slices.Sort(codes)
		l.Causes = strings.Join(codes, "|")
		lines[key] = l
	}
	return lines, days
}

func eachRow(t *testing.T, m marts, d *pipeline.Dataset, visit func(row)) {
	t.Helper()
	for rec, err := range m.batches(d) {
		if err != nil {
			t.Fatal(err)
		}
		for at := range int(rec.NumRows()) {
			visit(row{rec, at})
		}
	}
}

// readTruthSummary returns late lines and late days by cause; causes without
// either are left out.
func readTruthSummary(t *testing.T, path string) map[string][2]int64 {
	t.Helper()
	out := map[string][2]int64{}
	for _, r := range readCSV(t, path) {
		if n := [2]int64{number(t, r["late_lines"]), number(t, r["precedence_days"])}; n != [2]int64{} {
			out[r["cause_code"]] = n
		}
	}
	return out
}

func causeSummary(t *testing.T, m marts) map[string][2]int64 {
	t.Helper()
	n, err := m.countPayouts()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string][2]int64{}
	for code, c := range n.causes {
		if sum := [2]int64{c.first, c.days}; sum != [2]int64{} {
			out[code] = sum
		}
	}
	return out
}

// compareFates compares the rows that are not simply loaded, by file.
func compareFates(t *testing.T, path string, m marts) {
	t.Helper()
	type fate struct{ file, fate string }
	want, got := map[fate]int64{}, map[fate]int64{}
	for _, r := range readCSV(t, path) {
		if r["expected_fate"] != "refused" {
			want[fate{r["file"], r["expected_fate"]}] += number(t, r["rows"])
			continue
		}
		want[fate{r["file"], "refused"}] = 1
	}
	eachRow(t, m, pipeline.ControlTotals, func(r row) {
		for _, c := range []struct {
			fate string
			rows *pipeline.Int
		}{{"duplicate", pipeline.RowsDuplicate}, {"superseded", pipeline.RowsSuperseded}, {"quarantined", pipeline.RowsQuarantined}} {
			if n := r.number(c.rows); n > 0 {
				got[fate{r.text(pipeline.FileName), c.fate}] += n
			}
		}
	})
	eachRow(t, m, pipeline.SourceFiles, func(r row) {
		if r.text(pipeline.RefusedReason) != "" {
			got[fate{r.text(pipeline.FileName), "refused"}] = 1
		}
	})
	for _, f := range slices.SortedFunc(maps.Keys(merged(want, got)), func(a, b fate) int {
		return slices.Compare([]string{a.file, a.fate}, []string{b.file, b.fate})
	}) {
		if want[f] != got[f] {
			t.Errorf("%s: %d rows %s, expected %d", f.file, got[f], f.fate, want[f])
		}
	}
}
