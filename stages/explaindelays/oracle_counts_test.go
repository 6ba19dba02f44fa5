package explaindelays_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline/stagetest"
)

// causeCounts counts the late lines one by one.
func (w world) causeCounts() (lines []string) {
	type count struct{ lines, weight int }
	counts := map[string]count{}
	for _, l := range w[datasets.DatedLines] {
		if l["is_late"] != "true" {
			continue
		}
		verdicts, _, residual := w.explain(l)
		give := func(method, code string, weight int) {
			if weight > 0 {
				key := fmt.Sprintf("%s,%s-01,%s,%s,%s", l["seller_id"], l["settled_on"][:7], batchOf(l), method, code)
				counts[key] = count{counts[key].lines + 1, counts[key].weight + weight}
			}
		}
		for i, cell := range strings.Split(w.factLine(l), ",")[2:4] {
			give([]string{"count_precedence", "count_bottleneck"}[i], cell, 1)
		}
		for code, v := range verdicts {
			give("days_precedence", code, v.precedence*parts)
			give("days_bottleneck", code, v.bottleneck)
			give("days_shapley", code, v.shapley)
		}
		for _, method := range []string{"days_precedence", "days_bottleneck", "days_shapley"} {
			give(method, "UNEXPLAINED", residual*parts)
		}
	}
	for key, c := range counts {
		lines = append(lines, fmt.Sprintf("%s,%d,%d", key, c.lines, c.weight))
	}
	slices.Sort(lines)
	return lines
}

// onTimeCounts counts the judged lines one by one (D30).
func (w world) onTimeCounts() (lines []string) {
	counts := map[string][6]int{}
	for _, l := range w[datasets.DatedLines] {
		if l["is_late"] == "" {
			continue
		}
		isOpen, isLate := l["arrived_on"] == "", l["is_late"] == "true"
		taken := len(w.workingDays("RU", dayOf(l["clock_start_on"]), asOf))
		if !isOpen {
			taken, _ = strconv.Atoi(l["taken_days"])
		}
		key := fmt.Sprintf("%s,%s-01,%s,%s,%s,%s", l["seller_id"], l["settled_on"][:7], batchOf(l), l["tier_code"], l["route_code"], l["payout_currency"])
		c := counts[key]
		for i, holds := range []bool{
			!isOpen || isLate, !isOpen && !isLate,
			!isOpen || taken > 3, !isOpen && taken <= 3,
			!isOpen || taken > 5, !isOpen && taken <= 5,
		} {
			if holds {
				c[i]++
			}
		}
		counts[key] = c
	}
	for key, c := range counts {
		if c != [6]int{} {
			lines = append(lines, fmt.Sprintf("%s,%d,%d,%d,%d,%d,%d", key, c[0], c[1], c[2], c[3], c[4], c[5]))
		}
	}
	slices.Sort(lines)
	return lines
}

func batchOf(l row) string {
	if l["settlement_batch_no"] != "" {
		return l["settlement_batch_no"]
	}
	return l["payout_id"]
}

func TestCountsAgreeWithLineByLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		done := w.run(t)
		defer done.Release()
		causes := addedUp(t, stagetest.Lines(datasets.CauseCounts, done.Outputs[datasets.CauseCounts]), 5)
		if diff := gocmp.Diff(w.causeCounts(), causes, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("cause_counts (-want +got):\n%s", diff)
		}
		onTime := addedUp(t, stagetest.Lines(datasets.OnTimeCounts, done.Outputs[datasets.OnTimeCounts]), 6)
		if diff := gocmp.Diff(w.onTimeCounts(), onTime, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("on_time_counts (-want +got):\n%s", diff)
		}
	})
}

// addedUp adds up the numbers of rows that begin with the same cells: a batch has a row
// for each run of its lines.
func addedUp(t *rapid.T, rows []string, cells int) (lines []string) {
	sums := map[string][]int{}
	for _, line := range rows {
		words := strings.Split(line, ",")
		key := strings.Join(words[:cells], ",")
		if sums[key] == nil {
			sums[key] = make([]int, len(words)-cells)
		}
		for i, word := range words[cells:] {
			n, err := strconv.Atoi(word)
			if err != nil {
				t.Fatal(err)
			}
			sums[key][i] += n
		}
	}
	for key, numbers := range sums {
		lines = append(lines, key+","+strings.Trim(strings.ReplaceAll(fmt.Sprint(numbers), " ", ","), "[]"))
	}
	slices.Sort(lines)
	return lines
}

// Each attribution gives away every late day once, whatever the inputs.
func TestAttributionsSumToLateDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := drawWorld(t)
		done := w.run(t)
		defer done.Release()
		sums := map[string][3]float64{}
		for _, line := range stagetest.Lines(datasets.DelayCauses, done.Outputs[datasets.DelayCauses],
			datasets.PayoutID, datasets.PrecedenceDays, datasets.BottleneckDays, datasets.ShapleyDays) {
			cells := strings.Split(line, ",")
			sum := sums[cells[0]]
			for i := range sum {
				days, err := strconv.ParseFloat(cells[i+1], 64)
				if err != nil {
					t.Fatal(err)
				}
				sum[i] += days
			}
			sums[cells[0]] = sum
		}
		for _, l := range w[datasets.DatedLines] {
			late := 0.0
			if l["is_late"] == "true" {
				late, _ = strconv.ParseFloat(l["days_after_due"], 64)
			}
			for _, sum := range sums[l["payout_id"]] {
				if !gocmp.Equal(sum, late, cmpopts.EquateApprox(0, 1e-9)) {
					t.Fatalf("payout %s: attributed %v, late %v days", l["payout_id"], sums[l["payout_id"]], late)
				}
			}
		}
	})
}
