package explaindelays

import (
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// onTimeCount counts judged lines of one seller, month, batch, tier, route and
// currency (D30).
type onTimeCount struct {
	seller, tier, route, currency int32 // dictionary entries; -1 for null
	month                         calendar.Day
	row                           int   // a line of the group
	next                          int32 // group of the same batch, or -1

	judged, onTime  int64 // arrived, or open and late; of them not late
	known3, within3 int64 // arrived, or open longer than 3 working days; of them taken 3 or fewer
	known5, within5 int64
}

// onTimeColumns are what the counts are made of.
type onTimeColumns struct {
	seller, tier, route, currency []int32
	isLate                        *array.Boolean
	taken                         *array.Int32
	clockStart                    *array.Date32
}

func newOnTimeColumns(lines arrow.Record) onTimeColumns {
	return onTimeColumns{
		seller: entries(datasets.SellerID.In(lines)), tier: entries(datasets.TierCode.In(lines)), route: entries(datasets.RouteCode.In(lines)),
		currency: entries(datasets.PayoutCurrency.In(lines)),
		isLate:   datasets.IsLate.In(lines), taken: datasets.TakenDays.In(lines), clockStart: datasets.ClockStartOn.In(lines),
	}
}

// entries returns the dictionary entry of each row, -1 for null.
func entries(codes *array.Dictionary) []int32 {
	at := make([]int32, codes.Len())
	for i := range at {
		if at[i] = -1; codes.IsValid(i) {
			at[i] = int32(codes.GetValueIndex(i))
		}
	}
	return at
}

// writeOnTime counts the judged lines of the partition.
func writeOnTime(t *pipeline.Task, lines arrow.Record, groups *batchGroups, russia *calendar.Calendar) error {
	columns := newOnTimeColumns(lines)
	var counts []onTimeCount
	heads := make([]int32, 2*lines.NumRows()) // first group of each batch, plus one
	asOf := calendar.Day(t.AsOf)
	for row := range int(lines.NumRows()) {
		if columns.isLate.IsNull(row) {
			continue
		}
		wait, err := columns.wait(row, asOf, russia)
		if err != nil {
			return err
		}
		key := onTimeCount{
			seller: columns.seller[row], tier: columns.tier[row], route: columns.route[row], currency: columns.currency[row],
			month: groups.month(row), row: row,
		}
		head := &heads[groups.label[row]]
		at := *head - 1
		for at >= 0 && !counts[at].hasKey(&key) {
			at = counts[at].next
		}
		if at < 0 {
			key.next = *head - 1
			counts = append(counts, key)
			at = int32(len(counts)) - 1
			*head = at + 1
		}
		counts[at].add(columns.isLate.Value(row), wait)
	}
	return writeCounts(t, lines, groups, counts)
}

// A wait is how long a line took, or has taken so far.
type wait struct {
	isOpen bool
	days   int // working days since the clock start
}

func (c *onTimeColumns) wait(row int, asOf calendar.Day, russia *calendar.Calendar) (wait, error) {
	if c.taken.IsValid(row) {
		return wait{days: int(c.taken.Value(row))}, nil
	}
	start := calendar.Day(c.clockStart.Value(row))
	days, ok := russia.WorkingDaysIn(start, asOf)
	if !ok {
		return wait{}, fmt.Errorf("no Russian calendar for %v to %v", start, asOf)
	}
	return wait{isOpen: true, days: days}, nil
}

func (c *onTimeCount) hasKey(key *onTimeCount) bool {
	return c.seller == key.seller && c.tier == key.tier && c.route == key.route && c.currency == key.currency && c.month == key.month
}

func (c *onTimeCount) add(isLate bool, w wait) {
	if !w.isOpen || isLate {
		c.judged++
		if !isLate {
			c.onTime++
		}
	}
	if !w.isOpen || w.days > 3 {
		c.known3++
		if w.days <= 3 {
			c.within3++
		}
	}
	if !w.isOpen || w.days > 5 {
		c.known5++
		if w.days <= 5 {
			c.within5++
		}
	}
}

func writeCounts(t *pipeline.Task, lines arrow.Record, groups *batchGroups, counts []onTimeCount) error {
	b := pipeline.NewBuilder(t.Mem, datasets.OnTimeCounts)
	defer b.Release()
	b.Reserve(len(counts))
	codes := []struct {
		from *array.Dictionary
		to   *array.BinaryDictionaryBuilder
	}{
		{datasets.SellerID.In(lines), datasets.SellerID.To(b)},
		{datasets.TierCode.In(lines), datasets.TierCode.To(b)},
		{datasets.RouteCode.In(lines), datasets.RouteCode.To(b)},
		{datasets.PayoutCurrency.In(lines), datasets.PayoutCurrency.To(b)},
	}
	months, batches := datasets.MonthOn.To(b), datasets.SettlementBatchNo.To(b)
	judged, onTime := datasets.JudgedLines.To(b), datasets.OnTimeLines.To(b)
	known3, within3 := datasets.Known3.To(b), datasets.Within3.To(b)
	known5, within5 := datasets.Known5.To(b), datasets.Within5.To(b)
	for _, c := range counts {
		if c.judged+c.known3 == 0 { // open, not late and not known for any rate
			continue
		}
		for _, column := range codes {
			if err := appendCode(column.to, code(column.from, c.row)); err != nil {
				return err
			}
		}
		months.Append(arrow.Date32(c.month))
		batches.Append(groups.name(c.row))
		judged.Append(c.judged)
		onTime.Append(c.onTime)
		known3.Append(c.known3)
		within3.Append(c.within3)
		known5.Append(c.known5)
		within5.Append(c.within5)
	}
	rows := b.Record()
	defer rows.Release()
	return t.Write(datasets.OnTimeCounts, rows)
}
