package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/jedib0t/go-pretty/v6/table"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// verdicts are the verdict codes in the order in which they are told.
var verdicts = []string{"consistent", "inconsistent", "small_sample", "not_observable"}

// printClaims prints the ledger of published figures: how many have which verdict,
// and those that we have a figure for.
func (a *app) printClaims(m marts) error {
	counts := map[string]int{}
	var rows []table.Row
	for rec, err := range m.batches(datasets.Claims) {
		if err != nil {
			return err
		}
		for at := range int(rec.NumRows()) {
			r := row{rec, at}
			verdict := r.text(datasets.VerdictCode)
			counts[verdict]++
			if r.has(datasets.ClaimN) {
				rows = append(rows, table.Row{
					r.text(datasets.ClaimKey), r.figure(datasets.ClaimedValue), r.figure(datasets.OwnValue), r.text(datasets.ClaimUnit),
					r.number(datasets.ClaimN), verdict,
				})
			}
		}
	}
	total := 0
	for _, n := range counts {
		total += n
	}
	fmt.Fprintf(a.stdout, "claims   %d published figures, not verified: %d consistent with ours, %d inconsistent, %d small sample, %d not observable\n\n",
		total, counts[verdicts[0]], counts[verdicts[1]], counts[verdicts[2]], counts[verdicts[3]])
	if len(rows) == 0 {
		return nil
	}
	slices.SortStableFunc(rows, func(x, y table.Row) int {
		return cmp.Compare(slices.Index(verdicts, x[5].(string)), slices.Index(verdicts, y[5].(string)))
	})
	w := a.newTable("published figure", "claimed", "ours", "unit", "n", "verdict")
	w.AppendRows(rows)
	w.Render()
	fmt.Fprintln(a.stdout)
	return nil
}

// figure returns a statistic rounded to three decimals; "" if null.
func (r row) figure(c *pipeline.Share) string {
	if !r.has(c) {
		return ""
	}
	return strconv.FormatFloat(math.Round(1000*c.In(r.rec).Value(r.at))/1000, 'f', -1, 64)
}
