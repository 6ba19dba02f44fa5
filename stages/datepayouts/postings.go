package datepayouts

import (
	"strings"

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
	isCancelled vector.Codes[bool]
	scheme      vector.Codes[int] // of schemes
	schemes     vector.Words      // the unknown one first
}

// unknownScheme is the scheme of a posting of which nobody says it: not FBO.
const unknownScheme = "unknown"

func readPostings(t *pipeline.Task) (*postings, error) {
	rec, err := pipeline.Collect(t, datasets.Postings)
	if err != nil {
		return nil, err
	}
	number := datasets.PostingNumber.In(rec)
	p := &postings{
		rec:         rec,
		byNumber:    join.NewIndex(number),
		number:      number,
		deliveredAt: datasets.DeliveredAt.In(rec),
		isCancelled: vector.CodesOf(datasets.OrderStatus.In(rec), is("cancelled")),
		schemes:     vector.NewWords(unknownScheme),
	}
	p.scheme = vector.CodesOf(datasets.Scheme.In(rec), func(scheme string) int { return p.schemes.Index(strings.Clone(scheme)) })
	return p, nil
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
		p.byOrder = join.NewIndex(datasets.OrderID.In(p.rec))
	}
	posting := p.byOrder.First(order)
	if posting >= 0 && p.byOrder.Next(posting) >= 0 {
		return -1
	}
	return posting
}
