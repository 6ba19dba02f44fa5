package countwaits

import (
	"context"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
)

// Stage counts waits.
var Stage = &pipeline.Stage{
	Name: "count_waits",
	Doc: `How long judged payout lines wait, counted by whole working days.

B04: the wait runs from the clock start to the arrival; what came before the start has waited 0 days.
D04: judged lines only, and lines whose payout status is returned: those ended otherwise, on the day on which the return of their posting closed, else opened. One without such a return is not counted.
D06: a line that has not arrived is open for as long as the as-of date is away.
D09: the month is that of settled_on.
D13: lines unpaid on their due date are counted once more, from that day, by the cause that stood on it; UNEXPLAINED is none. A cause that came later is not asked for: only lines still unpaid could have it (Suissa 2008).
C04: a line whose clock started before the first settlement that its seller's export shows could not have been seen earlier: it enters the count on that day.`,
	Scope: pipeline.ByPosting,
	Inputs: []*pipeline.Dataset{
		datasets.DatedLines, datasets.DelayCauses, datasets.Returns, datasets.SettlementSpans, datasets.Calendar,
	},
	Outputs: []*pipeline.Dataset{datasets.WaitCounts},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	c := counter{asOf: calendar.Day(t.AsOf), cells: newCells()}
	var err error
	if c.workdays, err = policy.Calendar(t, "RU"); err != nil {
		return err
	}
	if c.firstSettled, err = readFirstSettled(t); err != nil {
		return err
	}
	for batch, err := range t.Read(datasets.DatedLines) {
		if err != nil {
			return err
		}
		if err := c.countBatch(t, c.newLines(batch)); err != nil {
			return err
		}
	}
	return c.cells.write(t)
}

// countBatch counts the lines of a batch: all of them from the clock start, those
// unpaid on their due date once more from there.
func (c *counter) countBatch(t *pipeline.Task, l *lines) error {
	unpaid, returns, err := c.countStarts(l)
	if err != nil {
		return err
	}
	if err := c.countReturned(t, l, returns); err != nil {
		return err
	}
	return c.countUnpaid(t, l, unpaid)
}
