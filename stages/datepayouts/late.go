package datepayouts

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
)

// latePayouts collects the late lines of a partition, to be put together by
// payout (B24).
type latePayouts struct {
	ids   *array.StringBuilder
	lines []lateLine
}

type lateLine struct {
	seller      string
	from, until calendar.Day // until is noDay while the payout is open
	isFirst     bool         // of its payout
}

func newLatePayouts(mem memory.Allocator) *latePayouts {
	return &latePayouts{ids: array.NewStringBuilder(mem)}
}

func (l *latePayouts) add(seller, payout string, from, until calendar.Day) {
	l.ids.Append(payout)
	l.lines = append(l.lines, lateLine{seller: seller, from: from, until: until})
}

func (l *latePayouts) release() { l.ids.Release() }

// write writes a row per late payout: the earliest day on which a line of it was
// late, and its arrival.
func (l *latePayouts) write(t *pipeline.Task) error {
	if len(l.lines) == 0 {
		return nil
	}
	ids := l.ids.NewStringArray()
	defer ids.Release()
	index := join.NewIndex(ids, false)
	for i, line := range l.lines {
		first := &l.lines[l.firstOf(index, ids, i)]
		first.from = min(first.from, line.from)
		l.lines[i].isFirst = first == &l.lines[i]
	}
	b := pipeline.NewBuilder(t.Mem, datasets.LatePayoutParts)
	defer b.Release()
	for i, line := range l.lines {
		if !line.isFirst {
			continue
		}
		if err := datasets.SellerID.To(b).AppendString(line.seller); err != nil {
			return err
		}
		datasets.PayoutID.To(b).Append(ids.Value(i))
		appendDay(datasets.LateFrom.To(b), line.from)
		appendDay(datasets.LateUntil.To(b), line.until)
	}
	rec := b.Record()
	defer rec.Release()
	return t.Write(datasets.LatePayoutParts, rec)
}

// firstOf returns the first line of the payout of a line.
func (l *latePayouts) firstOf(index *join.Index, ids *array.String, line int) int {
	first := index.First(ids.Value(line))
	for l.lines[first].seller != l.lines[line].seller {
		first = index.Next(first)
	}
	return first
}

// appendDay appends a day, null for noDay.
func appendDay(b *array.Date32Builder, day calendar.Day) {
	if day == noDay {
		b.AppendNull()
		return
	}
	b.Append(arrow.Date32(day))
}
