package explaindelays

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/routing"
)

// Concluded parts the lines that need no explanation from those that do.
var Concluded = &pipeline.Stage{
	Name: "conclude_lines",
	Doc: `Publishes the payout lines that nothing delayed, nine in ten, and hands the others on.

B09 D13 D55: lines that are not late have no causes, lines that are not judged have nulls: their facts are complete once they are dated.
A33: a line on the backup channel is handed on too, late or not, since a ticket is raised for it.
D30: judged lines that arrived, or are open and late, are counted for the on-time rate.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.DatedLines, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.PayoutFacts, datasets.PendingLines, datasets.OnTimeCounts},
	Run:     conclude,
}

func conclude(_ context.Context, t *pipeline.Task) error {
	lines, err := pipeline.Collect(t, datasets.DatedLines)
	if err != nil {
		return err
	}
	defer lines.Release()
	if lines.NumRows() == 0 {
		return nil
	}
	russia, err := policy.Calendar(t, "RU")
	if err != nil {
		return err
	}
	if err := writeOnTime(t, lines, newBatchGroups(lines), russia); err != nil {
		return err
	}
	concluded, pending := partLines(lines)
	handed := pipeline.Take(t.Mem, lines, pending)
	defer handed.Release()
	if err := t.Write(datasets.PendingLines, handed); err != nil {
		return err
	}
	results := newLineResults(t.Mem, lines, nil)
	defer results.release()
	facts := results.facts(lines)
	defer facts.Release()
	return t.WriteRows(datasets.PayoutFacts, facts, concluded)
}

// partLines returns the rows of lines about which nothing is left to ask, and the
// others.
func partLines(lines arrow.Record) (concluded, pending []int32) {
	isLate := datasets.IsLate.In(lines)
	status, route, intended := words(datasets.StatusCode.In(lines)), words(datasets.RouteCode.In(lines)), words(datasets.IntendedRoute.In(lines))
	for row := range int(lines.NumRows()) {
		if nullable.IsTrue(isLate, row) || routing.IsFallback(status.At(row), route.At(row), intended.At(row)) {
			pending = append(pending, int32(row))
		} else {
			concluded = append(concluded, int32(row))
		}
	}
	return concluded, pending
}
