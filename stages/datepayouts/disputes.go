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
	ofPosting []int32     // first dispute of each row of the postings, plus one; 0 is none
	byOrder   *join.Index // nil where all disputes name a posting
	openedOn  []calendar.Day
	closedOn  []calendar.Day // stillOpen if that is not known on the as-of date
}

func readDisputes(t *pipeline.Task, asOf calendar.Day, p *postings) (*disputes, error) {
	rec, err := pipeline.Collect(t, datasets.Disputes)
	if err != nil {
		return nil, err
	}
	rows := int(rec.NumRows())
	d := &disputes{
		rec:       rec,
		posting:   datasets.PostingNumber.In(rec),
		byPosting: join.NewIndex(datasets.PostingNumber.In(rec)),
		ofPosting: make([]int32, p.number.Len()),
		openedOn:  make([]calendar.Day, rows),
		closedOn:  make([]calendar.Day, rows),
	}
	if d.posting.NullN() > 0 {
		d.byOrder = join.NewIndex(datasets.OrderID.In(rec))
	}
	postings := p.byNumber.FirstOfEach(d.posting)
	for i := rows - 1; i >= 0; i-- { // backwards, so that the first one stays
		if postings[i] >= 0 {
			d.ofPosting[postings[i]] = int32(i) + 1
		}
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

// lastOfPosting returns the day on which the last dispute of a row of the postings
// closed, as far as they were opened on or before the settlement; noDay without one.
func (d *disputes) lastOfPosting(posting int, settledOn calendar.Day) calendar.Day {
	return d.last(int(d.ofPosting[posting])-1, settledOn)
}

// lastOf is [disputes.lastOfPosting] for the number of a posting.
func (d *disputes) lastOf(number string, settledOn calendar.Day) calendar.Day {
	return d.last(d.byPosting.First(number), settledOn)
}

// last returns the last closing of the disputes of a posting, from one on.
func (d *disputes) last(dispute int, settledOn calendar.Day) calendar.Day {
	last := noDay
	for ; dispute >= 0; dispute = d.byPosting.Next(dispute) {
		if d.openedOn[dispute] <= settledOn {
			last = max(last, d.closedOn[dispute])
		}
	}
	return last
}

// lastOfOrder returns the last closing of the disputes that name an order and no
// posting: they cover all its postings.
func (d *disputes) lastOfOrder(order string, settledOn calendar.Day) calendar.Day {
	last := noDay
	if order == "" {
		return last
	}
	for row := d.byOrder.First(order); row >= 0; row = d.byOrder.Next(row) {
		if d.posting.IsNull(row) && d.openedOn[row] <= settledOn {
			last = max(last, d.closedOn[row])
		}
	}
	return last
}
