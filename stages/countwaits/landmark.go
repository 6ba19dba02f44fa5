package countwaits

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// What stood on the due date of a line, where it is not the code of one cause.
const (
	noCause       = "none"
	severalCauses = "several"
	unexplained   = "UNEXPLAINED"
)

// A lineKey is the key of a payout line. Its texts live as long as their batch.
type lineKey struct{ seller, payout, number string }

// countUnpaid counts the waits of lines that were unpaid on their due date, from
// there, by the cause that stood then.
func (c *counter) countUnpaid(t *pipeline.Task, l *lines) error {
	var rows []int32
	for i := range l.start {
		if l.scope.At(i) == inScope && l.isLate.Value(i) {
			rows = append(rows, int32(i))
		}
	}
	if len(rows) == 0 {
		return nil
	}
	standing, err := c.causesOnDueDate(t, l, rows)
	if err != nil {
		return err
	}
	for i, row := range rows {
		outcome := arrived
		if l.isOpen.Value(int(row)) {
			outcome = censored
		}
		w := wait{calendar.Day(l.due[row]), c.cells.landmarks.Number(standing[i]), l.daysAfterDue.Value(int(row)), outcome}
		if err := c.count(l, int(row), w); err != nil {
			return err
		}
	}
	return nil
}

// causesOnDueDate returns the cause of each line that stood on its due date.
func (c *counter) causesOnDueDate(t *pipeline.Task, l *lines, rows []int32) ([]string, error) {
	at := make(map[lineKey]int, len(rows))
	standing := make([]string, len(rows))
	for i, row := range rows {
		standing[i] = noCause
		at[lineKey{l.seller.At(int(row)), l.payout.Value(int(row)), l.number.Value(int(row))}] = i
	}
	for batch, err := range t.Read(datasets.DelayCauses) {
		if err != nil {
			return nil, err
		}
		found := newCauses(batch)
		for i := range found.opened {
			line, wanted := at[found.line(i)]
			if wanted && found.stoodOn(i, l.due[rows[line]]) {
				standing[line] = together(standing[line], found.code.At(i))
			}
		}
	}
	return standing, nil
}

func together(standing, cause string) string {
	if standing == noCause {
		return cause
	}
	return severalCauses
}
