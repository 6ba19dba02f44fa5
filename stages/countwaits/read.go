package countwaits

import (
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// readFirstSettled returns the first settlement day of each seller's payouts: the
// day from which its export can show a line.
func readFirstSettled(t *pipeline.Task) (map[string]calendar.Day, error) {
	first := make(map[string]calendar.Day)
	for r, err := range nullable.Rows(t, datasets.SettlementSpans) {
		if err != nil {
			return nil, err
		}
		if settled := r.Date(datasets.FirstSettledOn); settled != nil {
			first[r.Code(datasets.SellerID)] = calendar.Day(*settled)
		}
	}
	return first, nil
}

// causes are the columns of a batch of delay causes.
type causes struct {
	sellers         vector.Codes[string]
	payouts, number *array.String
	code            vector.Codes[string]
	opened          []arrow.Date32
	isOpened        *array.Date32
	cleared         *array.Date32
}

func newCauses(batch arrow.Record) *causes {
	opened := datasets.OpenedOn.In(batch)
	return &causes{
		sellers: vector.WordsOf(datasets.SellerID.In(batch)), payouts: datasets.PayoutID.In(batch), number: datasets.LineNo.In(batch),
		code: vector.WordsOf(datasets.LineCause.In(batch)), opened: opened.Date32Values(), isOpened: opened, cleared: datasets.ClearedOn.In(batch),
	}
}

func (c *causes) line(i int) lineKey {
	return lineKey{c.sellers.At(i), c.payouts.Value(i), c.number.Value(i)}
}

// stoodOn reports whether a known cause stood on a day.
func (c *causes) stoodOn(i int, day arrow.Date32) bool {
	return c.code.At(i) != unexplained && c.isOpened.IsValid(i) && c.opened[i] <= day &&
		(c.cleared.IsNull(i) || c.cleared.Value(i) >= day)
}

// countReturned counts the lines of returned payouts as waits that ended without
// an arrival.
func (c *counter) countReturned(t *pipeline.Task, l *lines, rows []int32) error {
	if len(rows) == 0 {
		return nil
	}
	ended, err := readReturns(t)
	if err != nil {
		return err
	}
	for _, row := range rows {
		day, ok := ended[nullable.Text(l.posted, int(row))]
		if !ok || day > c.asOf {
			continue
		}
		start := l.startOn(int(row))
		days, err := c.between(start, max(start, day)) // nobody waits before the start, whatever its year
		if err != nil {
			return err
		}
		if err := c.count(l, int(row), wait{start, noLandmark, days, returned}); err != nil {
			return err
		}
	}
	return nil
}

// readReturns returns the day on which the return of a posting closed, else
// opened; of several returns the first.
func readReturns(t *pipeline.Task) (map[string]calendar.Day, error) {
	ended := make(map[string]calendar.Day)
	for batch, err := range t.Read(datasets.Returns) {
		if err != nil {
			return nil, err
		}
		postings := datasets.PostingNumber.In(batch)
		opened, closed := datasets.ReturnOpenedAt.In(batch), datasets.ReturnClosedAt.In(batch)
		for i := range int(batch.NumRows()) {
			at := closed
			if closed.IsNull(i) {
				at = opened
			}
			if postings.IsNull(i) || at.IsNull(i) {
				continue
			}
			day := calendar.MoscowDay(at.Value(i))
			if known, ok := ended[postings.Value(i)]; !ok || day < known {
				ended[strings.Clone(postings.Value(i))] = day
			}
		}
	}
	return ended, nil
}
