package pairreversals

import (
	"slices"

	"ozpayout/stages/internal/reversal"
)

// pair gives the transactions of an account their codes and returns what is not said.
// The rows are in order of time.
func pair(rows []*transaction) (doubts []doubt) {
	groups := make(map[movement]group)
	for _, x := range rows {
		if x.status == reversed {
			g := groups[x.movement()]
			if g == nil {
				g = make(group)
				groups[x.movement()] = g
			}
			g.ask(x)
		}
	}
	for i, x := range rows {
		x.rank = i
		g := groups[x.movement()]
		if g == nil || x.status != completed && x.status != reversed {
			continue
		}
		if x.status == reversed {
			if d := g.judge(x, rows[:i]); d != nil {
				doubts = append(doubts, *d)
			}
		}
		if x.stands() && !x.isLater {
			g.add(x)
		}
	}
	return doubts
}

// judge gives a reversed row of an account its code; before are the rows before it. It
// returns what is not said, if anything.
func (g group) judge(x *transaction, before []*transaction) *doubt {
	others, areNamed := g.candidates(x)
	if len(others) == 0 || x.former == completed {
		x.code = reversal.Itself
		return nil
	}
	moved := moveOf(before, x)
	last := others[len(others)-1]
	switch alone := lastReversed(others); {
	case areNamed && len(others) == 1:
		undo(x, last)
	case x.former != "" || moved == itsWay:
		x.code = reversal.Itself
	case alone != nil:
		undo(x, alone)
	case moved == back || x.payout != "":
		undo(x, last)
		if len(others) > 1 && !x.isLater {
			return &doubt{x, last, true}
		}
	default:
		x.code = reversal.MaybeUndoing
		if !x.isLater {
			last.code = reversal.MaybeUndone
			return &doubt{x, last, false}
		}
	}
	return nil
}

// undo marks a row as the undoing of another. What is completed after the as-of date
// undoes nothing yet.
func undo(x, other *transaction) {
	x.code = reversal.Undoing
	switch {
	case other.status == reversed:
		other.isPaired = true
	case !x.isLater:
		other.code = reversal.Undone
	}
}

// A movement is what a row and its undoing have in common.
type movement struct {
	kind, currency string
	amount         int64
}

func (x *transaction) movement() movement { return movement{x.kind, x.currency, x.amount} }

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
