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
D06: a line that has not arrived is open for as long as the as-of date is away; one whose clock starts after it does not wait yet.
D09: the month is that of settled_on.
C04: a line whose clock started before the first settlement that its seller's export shows could not have been seen earlier: it enters the count on that day.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.DatedLines, datasets.Returns, datasets.SettlementSpans, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.WaitCounts},
	Run: func(_ context.Context, t *pipeline.Task) error {
		return run(t, datasets.DatedLines, datasets.WaitCounts, (*counter).countAll)
	},
}

// Unpaid counts waits from the due date on.
var Unpaid = &pipeline.Stage{
	Name: "count_unpaid_waits",
	Doc: `How long payout lines that were unpaid on their due date wait from there, by what stood on that day.

D13: by the cause that stood on the due date; UNEXPLAINED is none. A cause that came later is not asked for: only lines still unpaid could have it (Suissa 2008).
C04 D09: entries and months are those of count_waits.`,
	Scope:   pipeline.ByPosting,
	Inputs:  []*pipeline.Dataset{datasets.PendingLines, datasets.DelayCauses, datasets.SettlementSpans, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.UnpaidWaitCounts},
	Run: func(_ context.Context, t *pipeline.Task) error {
		return run(t, datasets.PendingLines, datasets.UnpaidWaitCounts, (*counter).countUnpaid)
	},
}

// run counts the lines of a table, batch by batch, and writes the counts.
func run(t *pipeline.Task, from, to *pipeline.Dataset, count func(*counter, *pipeline.Task, *lines) error) error {
	c := counter{asOf: calendar.Day(t.AsOf), cells: newCells()}
	var err error
	if c.workdays, err = policy.Calendar(t, "RU"); err != nil {
		return err
	}
	if c.firstSettled, err = readFirstSettled(t); err != nil {
		return err
	}
	for batch, err := range t.Read(from) {
		if err != nil {
			return err
		}
		if err := count(&c, t, c.newLines(batch)); err != nil {
			return err
		}
	}
	return c.cells.write(t, to)
}

// countAll counts lines from their clock start.
func (c *counter) countAll(t *pipeline.Task, l *lines) error {
	returns, err := c.countStarts(l)
	if err != nil {
		return err
	}
	return c.countReturned(t, l, returns)
}
