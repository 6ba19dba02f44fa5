package datepayouts

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
)

// disputes are the disputes of the partition.
type disputes struct {
	rec       arrow.Record
	posting   *array.String
	byPosting *join.Index
	byOrder   *join.Index // nil where all disputes name a posting
	openedOn  []calendar.Day
	closedOn  []calendar.Day // stillOpen if that is not known on the as-of date
}

func readDisputes(t *pipeline.Task, asOf calendar.Day) (*disputes, error) {
	rec, err := pipeline.Collect(t, datasets.Disputes)
	if err != nil {
		return nil, err
	}
	rows := int(rec.NumRows())
	d := &disputes{
		rec:       rec,
		posting:   datasets.PostingNumber.In(rec),
		byPosting: join.NewIndex(datasets.PostingNumber.In(rec), true),
		openedOn:  make([]calendar.Day, rows),
		closedOn:  make([]calendar.Day, rows),
	}
	if d.posting.NullN() > 0 {
		d.byOrder = join.NewIndex(datasets.OrderID.In(rec), true)
	}
	opened, closed := datasets.DisputeOpenedAt.In(rec), datasets.DisputeClosedAt.In(rec)
	for i := range rows {
		d.openedOn[i] = calendar.MoscowDay(opened.Value(i))
		d.closedOn[i] = stillOpen
		if closed.IsValid(i) {
			if day := calendar.MoscowDay(closed.Value(i)); day <= asOf {
				d.closedOn[i] = day
			}
		}
	}
	return d, nil
}

// lastClosing returns the day on which the last dispute of a posting closed,
// those of its order included, as far as they were opened on or before the
// settlement (D01, D18). It is noDay without a dispute.
func (d *disputes) lastClosing(posting, order string, settledOn calendar.Day) calendar.Day {
	last := noDay
	if posting != "" {
		for row := d.byPosting.First(posting); row >= 0; row = d.byPosting.Next(row) {
			if d.openedOn[row] <= settledOn {
				last = max(last, d.closedOn[row])
			}
		}
	}
	if order != "" {
		for row := d.byOrder.First(order); row >= 0; row = d.byOrder.Next(row) {
			if d.posting.IsNull(row) && d.openedOn[row] <= settledOn {
				last = max(last, d.closedOn[row])
			}
		}
	}
	return last
}
