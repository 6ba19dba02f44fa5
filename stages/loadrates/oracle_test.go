package loadrates_test

import (
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/loadrates"
)

// A published row of a rate file, in 1/10000 rouble for nominal units.
type published struct {
	currency, file      string
	day, value, nominal int
	row                 int
}

func (p published) price() *big.Rat { return big.NewRat(int64(p.value), int64(p.nominal)) }

const (
	firstDay = 19_800 // 2024-03-18
	asOfDay  = firstDay + 40
	maxAge   = 12
)

func dayText(day int) string {
	return time.Unix(int64(day)*86_400, 0).UTC().Format(time.DateOnly)
}

// usable returns the rows of a currency and day that can be used, in path and row
// order, and whether all of them say the same.
func usable(rows []published, currency string, day int) (found []published, agree bool) {
	for _, p := range rows {
		if p.currency == currency && p.day == day && p.value > 0 && (p.nominal == 1 || p.nominal == 10 || p.nominal == 100) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b published) int {
		if a.file != b.file {
			return map[bool]int{true: -1, false: 1}[a.file < b.file]
		}
		return a.row - b.row
	})
	agree = true
	for _, p := range found {
		agree = agree && p.price().Cmp(found[0].price()) == 0
	}
	return found, agree
}

// expected looks back day by day from each day for the last publication.
func expected(rows []published) (lines []string, ledger map[string]int64) {
	lines = []string{}
	ledger = map[string]int64{"loaded": 0, "duplicate": 0, "quarantined": 0}
	isPublished := func(currency string, day int) bool {
		return slices.ContainsFunc(rows, func(p published) bool { return p.currency == currency && p.day == day })
	}
	for _, currency := range []string{"USD", "CNY"} {
		for day := firstDay; day <= asOfDay; day++ {
			last := day
			for last >= firstDay && !isPublished(currency, last) {
				last--
			}
			found, agree := usable(rows, currency, last)
			if last >= firstDay && len(found) > 0 && agree && day-last <= maxAge {
				p := found[0]
				lines = append(lines, fmt.Sprintf("%s,%s,%d.%04d,%d,%s,%s,%v", currency, dayText(day), p.value/10_000, p.value%10_000, p.nominal, dayText(last), p.file, last < day))
			}
		}
		for day := firstDay; day <= asOfDay+10; day++ {
			if found, agree := usable(rows, currency, day); agree && len(found) > 0 {
				ledger["loaded"]++
				ledger["duplicate"] += int64(len(found) - 1)
			}
		}
	}
	ledger["quarantined"] = int64(len(rows)) - ledger["loaded"] - ledger["duplicate"]
	slices.Sort(lines)
	return lines, ledger
}

func TestStageAgreesWithOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var rows []published
		var text strings.Builder
		text.WriteString("in_force_from,char_code,nominal,value,source_file,source_row\n")
		for i := range rapid.IntRange(0, 30).Draw(t, "rows") {
			p := published{
				currency: rapid.SampledFrom([]string{"USD", "CNY"}).Draw(t, "currency"), file: rapid.SampledFrom([]string{"a.xml", "b.xml"}).Draw(t, "file"), row: i + 1,
				day: firstDay + rapid.IntRange(0, 50).Draw(t, "day"), nominal: rapid.SampledFrom([]int{1, 1, 1, 10, 3}).Draw(t, "nominal"),
			}
			p.value = rapid.SampledFrom([]int{120_000, 120_000, 120_001, 0}).Draw(t, "value") * p.nominal
			rows = append(rows, p)
			text.WriteString(fmt.Sprintf("%s,%s,%d,%d.%04d,%s,%d\n", dayText(p.day), p.currency, p.nominal, p.value/10_000, p.value%10_000, p.file, p.row))
		}
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		defer mem.AssertSize(t, 0)
		inputs := map[*pipeline.Dataset][]arrow.Record{}
		for d, table := range map[*pipeline.Dataset]string{
			datasets.RawCBRRates:  text.String(),
			datasets.Calendar:     "country,date,kind\nRU,2024-05-01,holiday\n",
			datasets.PolicyValues: "pack,name,value\np,rate_max_age_days,12\n",
		} {
			rec := stagetest.Rows(mem, d, table)
			defer rec.Release()
			inputs[d] = []arrow.Record{rec}
		}
		done, err := stagetest.Exec(loadrates.Stage, inputs, asOfDay, "p", mem)
		defer done.Release()
		if err != nil {
			t.Fatal(err)
		}
		want, wantLedger := expected(rows)
		// Values are compared with four decimals, as published.
		got := []string{}
		for _, rec := range done.Outputs[datasets.FXRates] {
			got = append(got, printed(rec)...)
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("rates (-oracle +stage):\n%s\n%v", diff, rows)
		}
		ledger := map[string]int64{"loaded": 0, "duplicate": 0, "quarantined": 0}
		for _, e := range done.Entries {
			ledger[e.Class.String()] += e.Rows
		}
		if diff := cmp.Diff(wantLedger, ledger); diff != "" {
			t.Fatalf("ledger (-oracle +stage):\n%s\n%v", diff, rows)
		}
		faults := int64(0)
		for _, f := range done.Findings {
			if f.Severity == pipeline.Fault {
				faults++
			}
		}
		if faults != ledger["quarantined"] {
			t.Fatalf("%d faults are reported, %d rows quarantined", faults, ledger["quarantined"])
		}
	})
}

func printed(rec arrow.Record) (lines []string) {
	for i := range int(rec.NumRows()) {
		value := datasets.Value.In(rec).Value(i) / 1e6
		lines = append(lines, fmt.Sprintf("%s,%s,%d.%04d,%d,%s,%s,%v",
			datasets.RateCurrency.In(rec).ValueStr(i), dayText(int(datasets.RateOn.In(rec).Value(i))), value/10_000, value%10_000,
			datasets.Nominal.In(rec).Value(i), dayText(int(datasets.InForceFrom.In(rec).Value(i))),
			datasets.RateFile.In(rec).ValueStr(i), datasets.IsCarried.In(rec).Value(i)))
	}
	return lines
}
