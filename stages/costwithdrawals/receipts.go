package costwithdrawals

import (
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/reversal"
)

// Codes of the granularity of an account's data (A36).
const (
	orderLevel   = "order_level"
	dailySummary = "daily_summary"
	mixed        = "mixed"
	unknown      = "unknown"
)

// granularity says how fine the receipts of an account are: all with an order, at
// most one a day and currency without any, or something in between. Without
// receipts it is unknown.
func granularity(counted []*transaction) string {
	type key struct {
		day      calendar.Day
		currency string
	}
	perDay := make(map[key]int)
	receipts, withOrder, mostOfADay := 0, 0, 0
	for _, x := range counted {
		if x.kind != receipt {
			continue
		}
		receipts++
		if x.hasOrder {
			withOrder++
		}
		k := key{calendar.ShanghaiDay(x.createdAt), x.currency}
		perDay[k]++
		mostOfADay = max(mostOfADay, perDay[k])
	}
	switch {
	case receipts == 0:
		return unknown
	case withOrder == receipts:
		return orderLevel
	case withOrder == 0 && mostOfADay == 1:
		return dailySummary
	}
	return mixed
}

// A lot is money that became available on one day.
type lot struct {
	amount int64
	on     calendar.Day
}

// A movement is money that comes into a currency of the account or leaves it.
type movement struct {
	at       arrow.Timestamp
	currency string
	amount   int64
	of       *transaction
	way      direction
}

// lotsOf returns for each withdrawal and conversion the receipts that it is made
// of, first in, first out (formats.md 9.9). One that the receipts do not cover has
// none, nor has any in a currency once money that moved there may have been moved back, or
// moved nobody knows which way.
func lotsOf(counted []*transaction) map[*transaction][]lot {
	queues := make(map[string][]lot)
	used := make(map[*transaction][]lot)
	isUnclear := make(map[string]bool)
	for _, m := range movementsOf(counted) {
		if m.of.reversal == reversal.MaybeUndone || m.way == unsaid {
			isUnclear[m.currency] = true
		}
		if isUnclear[m.currency] {
			continue
		}
		queue := queues[m.currency]
		if m.way == in {
			if m.amount > 0 {
				queues[m.currency] = append(queue, lot{m.amount, calendar.MoscowDay(m.at)})
			}
			continue
		}
		var taken []lot
		left := m.amount
		for left > 0 && len(queue) > 0 {
			part := lot{min(left, queue[0].amount), queue[0].on}
			taken = append(taken, part)
			left -= part.amount
			if queue[0].amount -= part.amount; queue[0].amount == 0 {
				queue = queue[1:]
			}
		}
		queues[m.currency] = queue
		if left == 0 {
			used[m.of] = taken
		}
	}
	return used
}

// movementsOf returns what moves the balances, in order of time; of one instant,
// what comes in first. A conversion takes from one currency and gives to another.
func movementsOf(counted []*transaction) []movement {
	var all []movement
	for _, x := range counted {
		switch x.kind {
		case receipt:
			at := x.settledAt()
			if x.availableAt != nil {
				at = *x.availableAt
			}
			all = append(all, movement{at: at, currency: x.currency, amount: x.credited(), of: x, way: in})
		case conversion:
			all = append(all, movement{at: x.createdAt, currency: x.currency, amount: x.amount, of: x, way: out})
			if x.payout != nil && x.payoutCurrency != "" {
				all = append(all, movement{at: x.settledAt(), currency: x.payoutCurrency, amount: *x.payout, of: x, way: in})
			}
		case withdrawal, fee:
			all = append(all, movement{at: x.createdAt, currency: x.currency, amount: x.amount, of: x, way: out})
		default:
			at := x.createdAt
			if x.way == in {
				at = x.settledAt()
			}
			if x.amount != 0 {
				all = append(all, movement{at: at, currency: x.currency, amount: x.amount, of: x, way: x.way})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b movement) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.way, b.way))
	})
	return all
}

// credited returns what of a receipt can be withdrawn: a fee in its currency is
// taken before.
func (x *transaction) credited() int64 {
	if x.fee == nil || x.feeCurrency != x.currency {
		return x.amount
	}
	return x.amount - *x.fee
}
