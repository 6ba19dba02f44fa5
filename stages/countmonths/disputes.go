package countmonths

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
)

// countDisputes counts the disputes of the partition by the month in which they
// were opened.
func (c *counter) countDisputes(t *pipeline.Task) error {
	var of *postingSellers // made when the first dispute without a seller asks
	for batch, err := range t.Read(datasets.Disputes) {
		if err != nil {
			return err
		}
		sellers := datasets.SellerID.In(batch)
		if of == nil && sellers.NullN() > 0 {
			if of, err = readPostingSellers(t); err != nil {
				return err
			}
			defer of.rec.Release()
		}
		postings, opened := datasets.PostingNumber.In(batch), datasets.DisputeOpenedAt.In(batch)
		for i := range int(batch.NumRows()) {
			name := nullable.Code(sellers, i)
			if name == "" && postings.IsValid(i) {
				name = of.posting(postings.Value(i))
			}
			if name == "" || opened.IsNull(i) {
				continue
			}
			if on := calendar.MoscowDay(opened.Value(i)); on <= c.asOf {
				s := c.of(name)
				s.in(on).disputes++
				s.addDispute(batch, i, on)
			}
		}
	}
	return nil
}

// addDispute widens the days that the disputes table reaches over. A dispute that only
// a return shows says nothing of them.
func (s *seller) addDispute(batch arrow.Record, row int, opened calendar.Day) {
	if nullable.IsTrue(datasets.IsFromReturn.In(batch), row) {
		return
	}
	s.disputes.from, s.disputes.to = min(s.disputes.from, opened), max(s.disputes.to, opened)
	for _, column := range []*pipeline.Instant{datasets.DisputeClosedAt, datasets.ExportedAt} {
		if at := column.In(batch); at.IsValid(row) {
			s.disputes.to = max(s.disputes.to, calendar.MoscowDay(at.Value(row)))
		}
	}
}

// postingSellers know the seller of a posting (D45).
type postingSellers struct {
	rec       arrow.Record
	byPosting *join.Index
}

func readPostingSellers(t *pipeline.Task) (*postingSellers, error) {
	rec, err := pipeline.Collect(t, datasets.PostingFacts)
	if err != nil {
		return nil, err
	}
	return &postingSellers{rec, join.NewIndex(datasets.PostingNumber.In(rec))}, nil
}

// posting returns the seller of a posting, "" where none is known.
func (p *postingSellers) posting(number string) string {
	row := p.byPosting.First(number)
	if row < 0 {
		return ""
	}
	return nullable.Code(datasets.PostingSeller.In(p.rec), row)
}
