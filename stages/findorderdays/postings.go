package findorderdays

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
)

// postings are the postings of the partition.
type postings struct {
	rec        arrow.Record
	acceptedAt *array.Timestamp
	byNumber   *join.Index
	byOrder    *join.Index // built when the first row names an order only
}

func readPostings(t *pipeline.Task) (*postings, error) {
	rec, err := pipeline.Collect(t, datasets.Postings)
	if err != nil {
		return nil, err
	}
	return &postings{
		rec:        rec,
		acceptedAt: datasets.AcceptedAt.In(rec),
		byNumber:   join.NewIndex(datasets.PostingNumber.In(rec)),
	}, nil
}

// addOrder adds the days of all postings of an order; ok is false where one of
// them has none.
func (p *postings) addOrder(to *span, order string) (ok bool) {
	if p.byOrder == nil {
		p.byOrder = join.NewIndex(datasets.OrderID.In(p.rec))
	}
	posting := p.byOrder.First(order)
	for ok = posting >= 0; posting >= 0; posting = p.byOrder.Next(posting) {
		ok = p.addDay(to, posting) && ok
	}
	return ok
}

// addDay adds the day of a posting, -1 = none; ok is false where nobody gives it.
func (p *postings) addDay(to *span, posting int) (ok bool) {
	if posting < 0 || p.acceptedAt.IsNull(posting) {
		return false
	}
	to.add(calendar.MoscowDay(p.acceptedAt.Value(posting)))
	return true
}
