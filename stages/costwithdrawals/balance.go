package costwithdrawals

import "slices"

// mostBalances is the number of possible balances up to which they are followed.
const mostBalances = 64

// balanceBreaks returns the rows whose running balance does not follow from the
// rows before it: rows are missing, or an amount is wrong (formats.md 9.9). The
// rows are in order of time, all of them, whatever their status.
func balanceBreaks(rows []*transaction) []*transaction {
	var breaks []*transaction
	possible := make(map[string][]int64) // balances by currency; none = not known
	for _, x := range rows {
		before := possible[x.currency]
		after := moveBy(before, x.changes())
		if x.balance != nil {
			if len(after) > 0 && !slices.Contains(after, *x.balance) {
				breaks = append(breaks, x)
			}
			after = []int64{*x.balance}
		}
		possible[x.currency] = after
		if x.kind == conversion && x.status == completed && x.payout != nil && x.payoutCurrency != "" && x.payoutCurrency != x.currency {
			possible[x.payoutCurrency] = moveBy(possible[x.payoutCurrency], []int64{*x.payout})
		}
	}
	return breaks
}

// changes returns by how much the row may change the balance of its currency.
// What is not completed may or may not have moved money yet, and the export does
// not say which way refunds and adjustments go.
func (x *transaction) changes() []int64 {
	var changes []int64
	switch x.kind {
	case receipt:
		changes = []int64{x.amount}
		if x.fee != nil && x.feeCurrency == x.currency {
			changes = append(changes, x.amount-*x.fee)
		}
	case withdrawal, conversion, fee:
		changes = []int64{-x.amount}
	default:
		changes = []int64{x.amount, -x.amount}
	}
	switch x.status {
	case completed:
		return changes
	case failed, cancelled:
		return []int64{0}
	}
	for _, change := range slices.Clone(changes) {
		changes = append(changes, -change)
	}
	return append(changes, 0)
}

// moveBy returns the balances that are possible after one of the changes, none
// when they are too many to follow.
func moveBy(balances, changes []int64) []int64 {
	var moved []int64
	for _, balance := range balances {
		for _, change := range changes {
			moved = append(moved, balance+change)
		}
	}
	slices.Sort(moved)
	moved = slices.Compact(moved)
	if len(moved) > mostBalances {
		return nil
	}
	return moved
}

// A direction is the way in which a row moves the balance of its currency.
type direction int

const (
	unsaid direction = iota
	in
	out
)

// tellDirections gives the rows of which the kind does not say it, such as refunds and
// adjustments, the direction that the running balances of the row and of the one before it
// in its currency say. The rows are in order of time, all of them.
func tellDirections(rows []*transaction) {
	last := make(map[string]*int64) // balances by currency
	for _, x := range rows {
		if before := last[x.currency]; before != nil && x.balance != nil {
			switch *x.balance - *before {
			case x.amount:
				x.way = in
			case -x.amount:
				x.way = out
			}
		}
		last[x.currency] = x.balance
	}
}
