package datepayouts

import (
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/vector"
)

// latePayouts are the payouts of a partition that have late lines, each with the
// earliest day on which a line of it was late, and its arrival (B24).
type latePayouts struct {
	kept    []arrow.Record // the texts lie in them
	sellers vector.Words   // the empty name, that of a line without one, first
	ids     *join.Numbers  // of payouts
	heads   []int32        // the first payout of each id
	payouts []latePayout
}

type latePayout struct {
	seller      int32 // number
	id          string
	from, until calendar.Day // until is noDay while the payout is open
	next        int32        // the payout of another seller with the same id, or -1
}

func newLatePayouts() *latePayouts {
	return &latePayouts{sellers: vector.NewWords(""), ids: join.NewNumbers(0)}
}

// keep keeps the lines that are added next.
func (l *latePayouts) keep(lines arrow.Record) {
	lines.Retain()
	l.kept = append(l.kept, lines)
}

// sellerNumber returns the number of a seller for [latePayouts.add].
func (l *latePayouts) sellerNumber(name string) int { return l.sellers.Index(strings.Clone(name)) }

func (l *latePayouts) add(seller int32, payout string, from, until calendar.Day) {
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
	n, room := len(l.payouts), 0
	for i := range l.payouts {
		room += len(l.payouts[i].id)
	}
	sellers, ids := vector.NewCodeBuilder(t.Mem, n, l.sellers.List()...), vector.NewTexts(t.Mem, n, room)
	from, until := vector.New[arrow.Date32](t.Mem, n), vector.New[arrow.Date32](t.Mem, n)
	defer sellers.Release()
	defer ids.Release()
	defer from.Release()
	defer until.Release()
	for i := range l.payouts {
		p := &l.payouts[i]
		sellers.Append(int(p.seller))
		ids.Append(p.id)
		from.Append(arrow.Date32(p.from))
		until.AppendIf(p.until != noDay, arrow.Date32(p.until))
	}
	rec := pipeline.Assemble(datasets.LatePayoutParts, map[pipeline.Column]arrow.Array{
		datasets.SellerID: sellers.Column(), datasets.PayoutID: ids.Column(),
		datasets.LateFrom: from.Column(pipeline.DateType.Arrow()), datasets.LateUntil: until.Column(pipeline.DateType.Arrow()),
	})
	defer rec.Release()
	return t.Write(datasets.LatePayoutParts, rec)
}
