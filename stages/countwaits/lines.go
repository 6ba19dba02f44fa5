package countwaits

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/vector"
)

// A counter counts waits of lines.
type counter struct {
	cells        *cells
	asOf         calendar.Day
	workdays     *calendar.Calendar
	firstSettled map[string]calendar.Day // of a seller's payouts
}

// lines are the columns of a batch that decide.
type lines struct {
	groups                 *groups
	scope                  vector.Codes[scope]
	isConfirmation         vector.Codes[bool]
	firstSettled           vector.Codes[calendar.Day]
	isOpen, isLate         *array.Boolean
	start, due             []arrow.Date32
	taken, daysAfterDue    *array.Int32
	seller                 vector.Codes[string]
	payout, number, posted *array.String
}

// A scope says whether lines are counted.
type scope uint8

const (
	outOfScope scope = iota
	inScope
	moneyReturned
)

func scopeOf(code string) scope {
	switch code {
	case "in_scope":
		return inScope
	case "returned":
		return moneyReturned
	}
	return outOfScope
}

func (c *counter) newLines(batch arrow.Record) *lines {
	return &lines{
		groups:         c.cells.groupsOf(batch),
		scope:          vector.CodesOf(datasets.ScopeCode.In(batch), scopeOf),
		isConfirmation: vector.CodesOf(datasets.ClockCode.In(batch), func(code string) bool { return code == "confirmation" }),
		firstSettled:   vector.CodesOf(datasets.SellerID.In(batch), func(seller string) calendar.Day { return settledFrom(c.firstSettled, seller) }),
		isOpen:         datasets.IsOpen.In(batch), isLate: datasets.IsLate.In(batch),
		start: datasets.ClockStartOn.In(batch).Date32Values(), due: datasets.DueOn.In(batch).Date32Values(),
		taken: datasets.TakenDays.In(batch), daysAfterDue: datasets.DaysAfterDue.In(batch),
		seller: vector.WordsOf(datasets.SellerID.In(batch)),
		payout: datasets.PayoutID.In(batch), number: datasets.LineNo.In(batch), posted: datasets.PostingNumber.In(batch),
	}
}

// settledFrom returns the first settlement of a seller; of one without payouts
// nothing is known to be missing.
func settledFrom(first map[string]calendar.Day, seller string) calendar.Day {
	if day, ok := first[seller]; ok {
		return day
	}
	return math.MinInt32
}

// countStarts counts the waits of judged lines from the clock start. It returns the
// lines of returned payouts.
func (c *counter) countStarts(l *lines) (returns []int32, err error) {
	for i := range l.start {
		switch l.scope.At(i) {
		case inScope:
			days, outcome := l.taken.Value(i), arrived
			if l.isOpen.Value(i) {
				if l.startOn(i) > c.asOf {
					continue // its wait has not begun
				}
				outcome = censored
				if days, err = c.between(l.startOn(i), c.asOf); err != nil {
					return nil, err
				}
			}
			if err := c.count(l, i, wait{l.startOn(i), noLandmark, days, outcome}); err != nil {
				return nil, err
			}
		case moneyReturned:
			returns = append(returns, int32(i))
		}
	}
	return returns, nil
}

// A wait ended, or was last seen, some working days after a day.
type wait struct {
	from     calendar.Day
	landmark int32 // what stood on that day, or noLandmark
	days     int32
	outcome  outcome
}

func (c *counter) count(l *lines, row int, w wait) error {
	c.cells.add(l.groups, row, w.landmark, max(0, w.days), w.outcome)
	first := l.firstSettled.At(row)
	if !l.isConfirmation.At(row) || w.from >= first {
		return nil
	}
	late, err := c.between(w.from, first)
	// A line that the export can show from day n on may arrive on day n: it was
	// waiting after day n-1.
	if err == nil && late > 0 {
		c.cells.add(l.groups, row, w.landmark, min(late, max(1, w.days))-1, entered)
	}
	return err
}

// between returns the working days after from up to and including to.
func (c *counter) between(from, to calendar.Day) (int32, error) {
	days, err := c.workdays.CountWorkingDays(from, to)
	return int32(days), err
}

func (l *lines) startOn(row int) calendar.Day { return calendar.Day(l.start[row]) }
