package auditrates

import (
	"fmt"
	"slices"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/policy"
)

// A basis is a rule that says which official rate a payout is converted at (C21).
type basis uint8

// The bases (a) to (d), of a payout settled on day D.
const (
	onDayBefore  basis = iota // in force on D-1
	setDayBefore              // set on D-1: in force from D
	onSettlement              // in force on D
	onOrder                   // in force on the day of the orders (R03)
	bases
)

var basisCodes = [bases]string{"in_force_on_day_before", "set_on_day_before", "in_force_on_settlement", "in_force_on_order"}

func basisOf(code string) (basis, error) {
	i := slices.Index(basisCodes[:], code)
	if i < 0 {
		return 0, fmt.Errorf("rate_basis %q is none of %v", code, basisCodes)
	}
	return basis(i), nil
}

// A state says what became of a candidate.
type state uint8

const (
	ok state = iota
	noRate
	staleRate
	notSet
	orderDateUnknown
	severalOrderDates
	sourceCurrencyUnknown
	noImpliedRate
)

var stateCodes = [...]string{
	"ok", "no_rate", "stale_rate", "not_set", "order_date_unknown", "several_order_dates", "source_currency_unknown", "no_implied_rate",
}

// An official rate is what a basis gives, or why it gives none.
type official struct {
	state     state
	price     price        // known if the state is ok
	from      calendar.Day // first day in force, of a cross the older of two
	isCarried bool         // it came into force before the day asked for (C22)
}

// A pair is the rates of a currency, which is not the rouble, and of the currency
// that prices it.
type pair struct {
	of, against     *policy.RateSeries
	isAgainstRouble bool
}

// at returns the official price in force on a day.
func (p pair) at(day calendar.Day) official {
	of, ofState := p.of.At(day)
	against, againstState := p.against.At(day)
	switch {
	case ofState == policy.NoRate || againstState == policy.NoRate:
		return official{state: noRate}
	case ofState == policy.StaleRate || againstState == policy.StaleRate:
		return official{state: staleRate}
	}
	from := min(of.From, against.From)
	return official{ok, cross(of, against), from, from < day}
}

// cross returns the price of one unit in units of the other. Usable rates keep
// both products below 10^18.
func cross(of, against fxrate.Rate) price {
	return price{of.Value * against.Nominal, against.Value * of.Nominal}
}

// on returns what a basis gives for a payout.
func (p pair) on(b basis, settled calendar.Day, orders orderDays) official {
	switch b {
	case onDayBefore:
		return p.at(settled - 1)
	case setDayBefore:
		// A rate is in force from the day after it was set.
		found := p.at(settled)
		if found.state == ok && found.isCarried {
			return official{state: notSet}
		}
		return found
	case onSettlement:
		return p.at(settled)
	default:
		return p.onOrders(orders)
	}
}

// onOrders returns the price on the days of the orders if it is the same for all
// of them. Which of several was used is not guessed.
func (p pair) onOrders(orders orderDays) official {
	if !orders.areKnown {
		return official{state: orderDateUnknown}
	}
	found, last := p.at(orders.first), p.at(orders.last)
	switch {
	case found.state != ok:
		return found
	case last.state != ok:
		return last
	case isOnePeriod(p.of, orders) && (p.isAgainstRouble || isOnePeriod(p.against, orders)):
		return found
	}
	return official{state: severalOrderDates}
}

// isOnePeriod reports whether the rate in force on the first order day is that of
// the last.
func isOnePeriod(s *policy.RateSeries, orders orderDays) bool {
	first, _ := s.At(orders.first)
	last, _ := s.At(orders.last)
	return first.From == last.From
}
