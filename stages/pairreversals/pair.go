package pairreversals

import (
	"slices"

	"ozpayout/stages/internal/reversal"
)

// pair gives the transactions of an account their codes and returns what is not said.
// The rows are in order of time.
func pair(rows []*transaction) (doubts []doubt) {
	before := make(map[movement][]*transaction) // completed or reversed
	for i, x := range rows {
		key := x.movement()
		if x.status == completed {
			before[key] = append(before[key], x)
		}
		if x.status != reversed {
			continue
		}
		others := candidates(before[key], x)
		before[key] = append(before[key], x)
		if len(others) == 0 || x.former == completed {
			x.code = reversal.Itself
			continue
		}
		named := slices.DeleteFunc(slices.Clone(others), func(o *transaction) bool {
			return !names(x.references, o.id) && (x.receiptNo == "" || x.receiptNo != o.receiptNo)
		})
		if len(named) > 0 {
			others = named
		}
		moved := moveOf(rows[:i], x)
		last := others[len(others)-1]
		switch alone := lastReversed(others); {
		case len(named) == 1:
			x.undo(last)
		case x.former != "" || moved == itsWay:
			x.code = reversal.Itself
		case alone != nil:
			x.undo(alone)
		case moved == back || x.payout != "":
			x.undo(last)
			if len(others) > 1 && !x.isLater {
				doubts = append(doubts, doubt{x, last, true})
			}
		default:
			x.code = reversal.MaybeUndoing
			if !x.isLater {
				last.code = reversal.MaybeUndone
				doubts = append(doubts, doubt{x, last, false})
			}
		}
	}
	return doubts
}

// A movement is what a row and its undoing have in common.
type movement struct {
	kind, currency string
	amount         int64
}

func (x *transaction) movement() movement { return movement{x.kind, x.currency, x.amount} }

// candidates returns those of the rows before a reversed one that it may undo.
func candidates(before []*transaction, x *transaction) (others []*transaction) {
	for _, o := range before {
		if x.mayUndo(o) {
			others = append(others, o)
		}
	}
	return others
}

// lastReversed returns the last of some rows that is reversed, too, as one is of which the
// undoing has a row of its own; nil for none.
func lastReversed(rows []*transaction) *transaction {
	for _, o := range slices.Backward(rows) {
		if o.status == reversed {
			return o
		}
	}
	return nil
}

// undo marks a row as the undoing of another. What is completed after the as-of date
// undoes nothing yet.
func (x *transaction) undo(other *transaction) {
	x.code = reversal.Undoing
	switch {
	case other.status == reversed:
		other.isPaired = true
	case !x.isLater:
		other.code = reversal.Undone
	}
}

// A move is what a running balance says of a reversed row.
type move int

const (
	unsaid move = iota
	back        // the money went back: it undoes another
	itsWay      // it went where its kind goes, or nowhere: it was itself undone
)

// moveOf compares the running balance of a row with that of the row before it in its
// currency.
func moveOf(before []*transaction, x *transaction) move {
	for _, o := range slices.Backward(before) {
		if o.currency != x.currency {
			continue
		}
		if o.balance == nil || x.balance == nil || x.amount == 0 {
			return unsaid
		}
		changed := *x.balance - *o.balance
		switch {
		case changed == 0 || slices.Contains(x.changes(), changed):
			return itsWay
		case slices.Contains(x.changes(), -changed):
			return back
		}
		return unsaid
	}
	return unsaid
}

// changes returns by how much a row that was not undone may move the balance; none where
// its kind does not say which way it goes.
func (x *transaction) changes() []int64 {
	switch x.kind {
	case receipt:
		if x.fee != nil {
			return []int64{x.amount, x.amount - *x.fee}
		}
		return []int64{x.amount}
	case withdrawal, conversion, fee:
		return []int64{-x.amount}
	}
	return nil
}
