package datepayouts

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/vector"
)

// postings are the postings of the partition.
type postings struct {
	rec         arrow.Record
	byNumber    *join.Index
	byOrder     *join.Index // built when the first line names an order only
	number      *array.String
	deliveredAt *array.Timestamp
	handedOver  *array.Timestamp
	isCancelled vector.Codes[bool]
	scheme      vector.Codes[string]
	carrier     vector.Codes[string]
	sku         *array.String
}

func readPostings(t *pipeline.Task) (*postings, error) {
	rec, err := pipeline.Collect(t, datasets.Postings)
	if err != nil {
		return nil, err
	}
	number := datasets.PostingNumber.In(rec)
	return &postings{
		rec:         rec,
		byNumber:    join.NewIndex(number, true),
		number:      number,
		deliveredAt: datasets.DeliveredAt.In(rec),
		handedOver:  datasets.HandedOverAt.In(rec),
		isCancelled: vector.CodesOf(datasets.OrderStatus.In(rec), is("cancelled")),
		scheme:      vector.WordsOf(datasets.Scheme.In(rec)),
		carrier:     vector.WordsOf(datasets.OrderCarrier.In(rec)),
		sku:         datasets.PostingSKU.In(rec),
	}, nil
}

// of returns the posting of each line: the one that it names, or the only one of the
// order that it names (D18). -1 is none.
func (p *postings) of(numbers, orders *array.String) []int32 {
	found := p.byNumber.FirstOfEach(numbers)
	for i := range found {
		if numbers.IsNull(i) && orders.IsValid(i) {
			found[i] = int32(p.onlyOf(orders.Value(i)))
		}
	}
	return found
}

// onlyOf returns the only posting of an order, or -1.
func (p *postings) onlyOf(order string) int {
	if p.byOrder == nil {
		p.byOrder = join.NewIndex(datasets.OrderID.In(p.rec), true)
	}
	posting := p.byOrder.First(order)
	if posting >= 0 && p.byOrder.Next(posting) >= 0 {
		return -1
	}
	return posting
}
