package datepayouts

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
)

// latePayouts are the payouts of a partition that have late lines, each with the
// earliest day on which a line of it was late, and its arrival (B24).
type latePayouts struct {
	kept    []arrow.Record // the texts lie in them
	ids     *join.Numbers  // of payouts
	heads   []int32        // the first payout of each id
	payouts []latePayout
}

type latePayout struct {
	seller, id  string
	from, until calendar.Day // until is noDay while the payout is open
	next        int32        // the payout of another seller with the same id, or -1
}

func newLatePayouts() *latePayouts { return &latePayouts{ids: join.NewNumbers(0)} }

// keep keeps the lines that are added next.
func (l *latePayouts) keep(lines arrow.Record) {
	lines.Retain()
	l.kept = append(l.kept, lines)
}

// add adds a late line.
func (l *latePayouts) add(seller, payout string, from, until calendar.Day) {
	id, isNew := l.ids.Of(payout)
	if isNew {
		l.heads = append(l.heads, -1)
	}
	for i := l.heads[id]; i >= 0; i = l.payouts[i].next {
		if p := &l.payouts[i]; p.seller == seller {
			p.from = min(p.from, from)
			return
		}
	}
	l.payouts = append(l.payouts, latePayout{seller, payout, from, until, l.heads[id]})
	l.heads[id] = int32(len(l.payouts)) - 1
}

func (l *latePayouts) release() {
	for _, lines := range l.kept {
		lines.Release()
	}
}

// write writes a row per late payout.
func (l *latePayouts) write(t *pipeline.Task) error {
	if len(l.payouts) == 0 {
		return nil
	}
	b := pipeline.NewBuilder(t.Mem, datasets.LatePayoutParts)
	defer b.Release()
	b.Reserve(len(l.payouts))
	sellers, ids := datasets.SellerID.To(b), datasets.PayoutID.To(b)
	from, until := datasets.LateFrom.To(b), datasets.LateUntil.To(b)
	for i := range l.payouts {
		p := &l.payouts[i]
		if err := sellers.AppendString(p.seller); err != nil {
			return err
		}
		ids.Append(p.id)
		appendDay(from, p.from)
		appendDay(until, p.until)
	}
	rec := b.Record()
	defer rec.Release()
	return t.Write(datasets.LatePayoutParts, rec)
}

// appendDay appends a day, null for noDay.
func appendDay(b *array.Date32Builder, day calendar.Day) {
	if day == noDay {
		b.AppendNull()
		return
	}
	b.Append(arrow.Date32(day))
}
