package main

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/parquetio"
)

// TestLedgersBalance: over random exports every physical row and every minor unit
// is in the class where a naive reader puts it, the five classes add up to what
// was read (D40), and payout_facts holds the money that was loaded, by file and
// currency.
func TestLedgersBalance(t *testing.T) {
	root := t.TempDir()
	run := 0
	rapid.Check(t, func(r *rapid.T) {
		files := drawFiles(r)
		run++
		m := runFiles(r, filepath.Join(root, fmt.Sprint(run)), files)
		want := naiveTotals(t, files)
		got, err := readTotals(m)
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(printTotals(want), printTotals(got)); diff != "" {
			r.Fatalf("control_totals (-naive reader +batch):\n%s\n%s", diff, filesText(files))
		}
		facts, rows, err := sumFacts(m)
		if err != nil {
			r.Fatalf("%v\n%s", err, filesText(files))
		}
		published, loaded := map[totalKey]string{}, int64(0)
		for key, total := range want {
			if key.table == naivePayments.name {
				loaded += total.rows["loaded"]
			}
			if total.published != nil {
				published[key] = total.published.FloatString(2)
			}
		}
		if diff := cmp.Diff(published, facts); diff != "" || rows != loaded {
			r.Fatalf("payout_facts has %d rows of %d loaded; sums (-naive reader +batch):\n%s\n%s", rows, loaded, diff, filesText(files))
		}
	})
}

// runFiles runs the batch over drawn files.
func runFiles(t *rapid.T, folder string, files []drawnFile) marts {
	in := filepath.Join(folder, "in")
	if err := os.MkdirAll(in, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(in, f.name), []byte(f.text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	asOf := arrow.Date32(19_950)
	result, err := pipeline.Run(t.Context(), batch(), pipeline.Options{
		In: in, Out: filepath.Join(folder, "out"), AsOf: &asOf, Pack: "article-2024", QuarantineLimit: 1,
		OpenMart: func(folder string, d *pipeline.Dataset) (pipeline.MartWriter, error) {
			return parquetio.Create(folder, d, parquetio.Options{})
		},
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, filesText(files))
	}
	return marts{result.Dir, result.AsOf.FormattedString()}
}

// classColumns are the classes of control_totals; what is no data has no amount.
var classColumns = map[string]struct {
	rows    *pipeline.Int
	amounts *pipeline.Money
}{
	"loaded":      {pipeline.RowsLoaded, pipeline.AmountLoaded},
	"duplicate":   {pipeline.RowsDuplicate, pipeline.AmountDuplicate},
	"superseded":  {pipeline.RowsSuperseded, pipeline.AmountSuperseded},
	"quarantined": {pipeline.RowsQuarantined, pipeline.AmountQuarantined},
	"not data":    {pipeline.RowsNotData, nil},
}

// readTotals reads control_totals, shipped tables left out, and adds up its rows.
func readTotals(m marts) (map[totalKey]*naiveTotal, error) {
	totals := map[totalKey]*naiveTotal{}
	for rec, err := range m.batches(pipeline.ControlTotals) {
		if err != nil {
			return nil, err
		}
		for at := range int(rec.NumRows()) {
			r := row{rec, at}
			key := totalKey{r.text(pipeline.FileName), r.text(pipeline.DatasetName), r.text(pipeline.ControlCurrency)}
			if strings.HasPrefix(key.file, "seed:") {
				continue
			}
			total := &naiveTotal{rows: map[string]int64{}, amounts: map[string]*big.Rat{}}
			var rows, amount int64
			for class, of := range classColumns {
				n := r.number(of.rows)
				rows += n
				if n == 0 {
					continue
				}
				total.rows[class] = n
				total.amounts[class] = new(big.Rat)
				if of.amounts != nil {
					amount += r.number(of.amounts)
					total.amounts[class].SetFrac64(r.number(of.amounts), 100)
				}
			}
			if rows != r.number(pipeline.RowsRead) || amount != r.number(pipeline.AmountRead) {
				return nil, fmt.Errorf("%v: read %d rows and %d minor units, the classes have %d and %d",
					key, r.number(pipeline.RowsRead), r.number(pipeline.AmountRead), rows, amount)
			}
			if r.has(pipeline.AmountPublished) {
				total.published = big.NewRat(r.number(pipeline.AmountPublished), 100)
			}
			totals[key] = total
		}
	}
	return totals, nil
}

// sumFacts adds up the amounts of payout_facts by file and currency.
func sumFacts(m marts) (sums map[totalKey]string, rows int64, err error) {
	amounts := map[totalKey]*big.Rat{}
	lines := map[string]bool{}
	for rec, err := range m.batches(datasets.PayoutFacts) {
		if err != nil {
			return nil, 0, err
		}
		rows += rec.NumRows()
		for at := range int(rec.NumRows()) {
			r := row{rec, at}
			line := fmt.Sprint(keyOf(r))
			if lines[line] {
				return nil, 0, errors.New("two rows are line " + line)
			}
			lines[line] = true
			if !r.has(datasets.Amount) {
				continue
			}
			key := totalKey{r.text(datasets.FirstFile), naivePayments.name, r.text(datasets.Currency)}
			if amounts[key] == nil {
				amounts[key] = new(big.Rat)
			}
			amounts[key].Add(amounts[key], big.NewRat(r.number(datasets.Amount), 100))
		}
	}
	sums = map[totalKey]string{}
	for key, sum := range amounts {
		sums[key] = sum.FloatString(2)
	}
	return sums, rows, nil
}

// printTotals writes totals as lines that compare.
func printTotals(totals map[totalKey]*naiveTotal) []string {
	var lines []string
	for key, total := range totals {
		var line strings.Builder
		line.WriteString(fmt.Sprintf("%s %s %q:", key.file, key.table, key.currency))
		for _, class := range slices.Sorted(maps.Keys(total.rows)) {
			line.WriteString(fmt.Sprintf(" %d %s of %s,", total.rows[class], class, total.amounts[class].FloatString(2)))
		}
		if total.published != nil {
			line.WriteString(" published " + total.published.FloatString(2))
		}
		lines = append(lines, line.String())
	}
	slices.Sort(lines)
	return lines
}

func filesText(files []drawnFile) string {
	var text strings.Builder
	for _, f := range files {
		text.WriteString(fmt.Sprintf("-- %s (%s) --\n%s", f.name, f.table.name, f.text))
	}
	return text.String()
}
