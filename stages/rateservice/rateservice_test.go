package rateservice_test

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
	"ozpayout/stages/rateservice"
)

func TestCases(t *testing.T) { stagetest.Run(t, rateservice.Stage) }

const header = "seller_id,party_code,clock_code,state_code,started_at,ended_at,taken_minutes,limit_minutes,rule_ids\n"

// run returns the rows that the stage writes for rows of sla_clocks, in batches of
// the given size.
func run(t testing.TB, rows []string, size int) []string {
	t.Helper()
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	in := map[*pipeline.Dataset][]arrow.Record{
		datasets.PolicyValues: {stagetest.Rows(mem, datasets.PolicyValues, "pack,name,value\np,small_sample_below,30\np,no_share_below,10\n")},
		datasets.PublishedClaims: {stagetest.Rows(mem, datasets.PublishedClaims, `claim_id,value,unit
a19_closed_within_24h,91.7,percent
a37_lianlian_first_response,22,minute
a37_worldfirst_first_response,11,minute
`)},
	}
	for batch := range slices.Chunk(rows, size) {
		in[datasets.SLAClocks] = append(in[datasets.SLAClocks], stagetest.Rows(mem, datasets.SLAClocks, header+strings.Join(batch, "\n")))
	}
	defer func() {
		for _, batches := range in {
			for _, rec := range batches {
				rec.Release()
			}
		}
	}()
	done, err := stagetest.Exec(rateservice.Stage, in, 0, "p", mem)
	defer done.Release()
	if err != nil {
		t.Fatal(err)
	}
	return stagetest.Lines(datasets.ServiceLevels, done.Outputs[datasets.ServiceLevels])
}

// cells returns the cells of the row of all sellers and months, by column.
func cells(t testing.TB, lines []string, party, clock string) map[string]string {
	t.Helper()
	for _, line := range lines {
		if strings.HasPrefix(line, "ALL,"+party+","+clock+",ALL,") {
			row := make(map[string]string)
			for i, cell := range strings.Split(line, ",") {
				row[datasets.ServiceLevels.Columns[i].ColumnName()] = cell
			}
			return row
		}
	}
	t.Fatalf("no row of %s, %s", party, clock)
	return nil
}

func number(t testing.TB, cell string) float64 {
	t.Helper()
	value, err := strconv.ParseFloat(cell, 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

// clockRow is a row of sla_clocks; minutes are what was taken.
func clockRow(party, clock, state string, minutes float64, limit string) string {
	end := "2024-05-08T00:00:00Z"
	if strings.HasPrefix(state, "open") || state == "closed_without" {
		end = ""
	}
	return fmt.Sprintf("1,%s,%s,%s,2024-05-07T12:00:00Z,%s,%v,%s,A19", party, clock, state, end, minutes, limit)
}

// 917 of 1000 within 24 hours: the interval of Wilson (A19). Another 50 that are
// open and younger change nothing but the method, as they are not failures; were
// they, the rate would be 0.873.
func TestA19ClosedWithin24Hours(t *testing.T) {
	var rows []string
	for i := range 1000 {
		state, minutes := "met", 600.0
		if i >= 917 {
			state, minutes = "breached", 1440.5
		}
		rows = append(rows, clockRow("ozon", "closed", state, minutes, "1440"))
	}
	row := cells(t, run(t, rows, 400), "ozon", "closed")
	if row["n"] != "1000" || row["met_rate"] != "0.917" || row["interval_method"] != "wilson" || row["claimed"] != "0.917" || row["gate_code"] != "ok" {
		t.Errorf("row %v", row)
	}
	if math.Abs(number(t, row["lo"])-0.8982635) > 1e-6 || math.Abs(number(t, row["hi"])-0.9325450) > 1e-6 {
		t.Errorf("interval [%s, %s], want [0.89826, 0.93254]", row["lo"], row["hi"])
	}
	for range 50 {
		rows = append(rows, clockRow("ozon", "closed", "open", 300, "1440"))
	}
	row = cells(t, run(t, rows, 400), "ozon", "closed")
	if row["n"] != "1050" || row["undecided"] != "50" || row["interval_method"] != "kaplan_meier" || math.Abs(number(t, row["met_rate"])-0.917) > 1e-12 {
		t.Errorf("with younger clocks %v", row)
	}
	if low, high := number(t, row["lo"]), number(t, row["hi"]); low < 0.89 || low > 0.917 || high < 0.917 || high > 0.94 {
		t.Errorf("interval [%v, %v]", low, high)
	}
}

// First responses of 11 and 22 minutes on average, with other medians (A37).
func TestA37FirstResponse(t *testing.T) {
	var rows []string
	for i := range 40 {
		rows = append(rows,
			clockRow("worldfirst", "provider_response", "ended", []float64{5, 6, 7, 26}[i%4], ""),
			clockRow("lianlian", "provider_response", "ended", []float64{12, 16, 20, 40}[i%4], ""))
	}
	lines := run(t, rows, 30)
	for _, want := range []struct {
		party         string
		median, mean  float64
		n, gate, said string
	}{
		{"worldfirst", 6.5, 11, "40", "ok", "11"},
		{"lianlian", 18, 22, "40", "ok", "22"},
		{"lianlian-worldfirst", 11.5, 11, "80", "ok", "11"},
	} {
		row := cells(t, lines, want.party, "provider_response")
		if row["n"] != want.n || row["gate_code"] != want.gate || row["claimed_mean_minutes"] != want.said || row["met_rate"] != "" {
			t.Errorf("%s: row %v", want.party, row)
		}
		if number(t, row["median_minutes"]) != want.median || math.Abs(number(t, row["mean_minutes"])-want.mean) > 1e-9 {
			t.Errorf("%s: median %s, mean %s; want %v, %v", want.party, row["median_minutes"], row["mean_minutes"], want.median, want.mean)
		}
		if low, high := number(t, row["mean_lo"]), number(t, row["mean_hi"]); !(want.mean-7 < low && low < want.mean && want.mean < high && high < want.mean+7) {
			t.Errorf("%s: mean between %v and %v", want.party, low, high)
		}
	}
}

// A difference can tell no more than the smaller of its two samples (D32).
func TestD32DifferenceOfASmallSample(t *testing.T) {
	rows := []string{}
	for i := range 40 {
		rows = append(rows, clockRow("lianlian", "provider_response", "ended", 22, ""))
		if i < 9 {
			rows = append(rows, clockRow("worldfirst", "provider_response", "ended", 11, ""))
		}
	}
	row := cells(t, run(t, rows, 30), "lianlian-worldfirst", "provider_response")
	if row["n"] != "49" || row["gate_code"] != "small_sample" || row["mean_minutes"] != "" {
		t.Errorf("row %v", row)
	}
}

// The order of rows and their batches change nothing, not even the last digit.
func TestOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		rows := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) string {
			party := rapid.SampledFrom([]string{"ozon", "lianlian", "worldfirst"}).Draw(t, "party")
			minutes := float64(rapid.IntRange(0, 6000).Draw(t, "seconds")) / 60
			if party != "ozon" {
				return clockRow(party, "provider_response", rapid.SampledFrom([]string{"ended", "open", "closed_without"}).Draw(t, "state"), minutes, "")
			}
			if minutes > 60 {
				return clockRow(party, "first_response", rapid.SampledFrom([]string{"breached", "open_breached"}).Draw(t, "state"), minutes, "60")
			}
			return clockRow(party, "first_response", rapid.SampledFrom([]string{"met", "open", "closed_without"}).Draw(t, "state"), minutes, "60")
		}), 1, 60).Draw(r, "rows")
		shuffled := rapid.Permutation(slices.Clone(rows)).Draw(r, "order")
		if diff := cmp.Diff(run(t, rows, 100), run(t, shuffled, 7)); diff != "" {
			r.Errorf("(-in order +shuffled):\n%s", diff)
		}
	})
}
