package explaindelays

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/vector"
)

// onTimeCount counts judged lines that follow each other, of one seller, month, batch,
// tier, route and currency (D30).
type onTimeCount struct {
	seller, tier, route, currency int32 // dictionary entries, or none
	month                         calendar.Day
	row                           int32 // the first of the lines

	judged, onTime  int32 // arrived, or open and late; of them not late
	known3, within3 int32 // arrived, or open longer than 3 working days; of them taken 3 or fewer
	known5, within5 int32
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

// entries returns the dictionary entry of each row, none for null.
func entries(codes *array.Dictionary) []int32 {
	at := slices.Clone(codes.Indices().(*array.Int32).Int32Values())
	if codes.NullN() > 0 {
		for i := range at {
			if codes.IsNull(i) {
				at[i] = none
			}
		}
	}
	return at
}

// writeOnTime counts the judged lines of the partition.
func writeOnTime(t *pipeline.Task, lines arrow.Record, groups *batchGroups, russia *calendar.Calendar) error {
	columns := newOnTimeColumns(lines)
	counts := make([]onTimeCount, 0, lines.NumRows())
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
			month: groups.month(row), row: int32(row),
		}
		last := len(counts) - 1
		if last < 0 || !counts[last].hasKey(&key) || !groups.areTogether(counts[last].row, key.row) {
			counts = append(counts, key)
			last++
		}
		counts[last].add(columns.isLate.Value(row), wait)
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
	days, err := russia.CountWorkingDays(start, asOf)
	return wait{isOpen: true, days: days}, err
}

// hasKey reports whether the key is the same but for the batch.
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
	rows := make([]int32, 0, len(counts))
	months := vector.New[arrow.Date32](t.Mem, len(counts))
	defer months.Release()
	columns := [...]*pipeline.Int{
		datasets.JudgedLines, datasets.OnTimeLines, datasets.Known3, datasets.Within3, datasets.Known5, datasets.Within5,
	}
	var numbers [len(columns)]*vector.Vector[int64]
	for i := range numbers {
		numbers[i] = vector.New[int64](t.Mem, len(counts))
		defer numbers[i].Release()
	}
	for i := range counts {
		c := &counts[i]
		if c.judged+c.known3 == 0 {
			continue // open, not late and not known for any rate: nothing was counted
		}
		rows = append(rows, c.row)
		months.Append(arrow.Date32(c.month))
		for i, n := range [...]int32{c.judged, c.onTime, c.known3, c.within3, c.known5, c.within5} {
			numbers[i].Append(int64(n))
		}
	}
	added := map[pipeline.Column]arrow.Array{
		datasets.MonthOn: months.Column(pipeline.DateType.Arrow()), datasets.SettlementBatchNo: groups.names(t.Mem, rows),
	}
	for i, c := range columns {
		added[c] = numbers[i].Column(pipeline.IntType.Arrow())
	}
	whole := pipeline.DeriveRows(t.Mem, datasets.OnTimeCounts, lines, rows, added)
	defer whole.Release()
	return t.Write(datasets.OnTimeCounts, whole)
}
