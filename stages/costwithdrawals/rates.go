package costwithdrawals

import (
	"math/big"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/policy"
)

// midRates answers with official prices and complains once about a currency and
// day that has none.
type midRates struct {
	table  *policy.RateTable
	reject func(pipeline.Finding)
	told   map[complaint]bool
}

type complaint struct {
	code, currency string
	day            calendar.Day
}

// price returns the CBR cross of two currencies in force on a day: units of the
// second for one of the first, nil without a usable rate of both.
func (m midRates) price(from, to string, day calendar.Day) *big.Rat {
	if from == to {
		return big.NewRat(1, 1)
	}
	fromRate, fromState := m.at(from, day)
	toRate, toState := m.at(to, day)
	if fromState != policy.InForce || toState != policy.InForce {
		return nil
	}
	price, ok := fxrate.Cross(fromRate, toRate)
	if !ok {
		return nil
	}
	return price
}

// pricesOf returns the official prices on the day of the order.
func (m midRates) pricesOf(x *transaction) prices {
	day, target := calendar.MoscowDay(x.createdAt), x.target()
	if target == "" {
		return prices{}
	}
	p := prices{currency: m.price(x.currency, target, day)}
	if x.fee != nil && x.feeCurrency != target && x.feeCurrency != x.currency {
		p.feeCurrency = m.price(x.feeCurrency, target, day)
	}
	return p
}

func (m midRates) at(currency string, day calendar.Day) (fxrate.Rate, policy.RateState) {
	rate, state := m.table.Series(currency).At(day)
	switch state {
	case policy.NoRate:
		m.complain(complaint{"no_rate", currency, day}, "no usable rate was in force on the day: the cost of withdrawals is not told")
	case policy.StaleRate:
		m.complain(complaint{"stale_rate", currency, day}, "the last rate in force is older than the limit and was not used")
	}
	return rate, state
}

func (m midRates) complain(c complaint, message string) {
	if m.told[c] {
		return
	}
	m.told[c] = true
	m.reject(pipeline.Finding{
		Column: datasets.RateCurrency.Name, Code: c.code, Raw: c.currency + " " + c.day.String(),
		Severity: pipeline.Warning, Message: message, Dataset: datasets.FXRates.Name,
	})
}

// waitingOf returns what the amount was worth when it became available: on the
// stated day, unless that is after the order, else on those of the receipts that it is made of. An amount that is
// not converted is worth itself on any day.
func (m midRates) waitingOf(x *transaction, lots []lot) waiting {
	w := waiting{code: byReceipts}
	if x.availableAt != nil && !x.isAvailableTooLate() {
		w.code = byAvailability
		lots = []lot{{x.amount, calendar.MoscowDay(*x.availableAt)}}
	}
	if len(lots) > 0 {
		w.m0On = &lots[0].on
	}
	switch {
	case x.currency == x.target():
		w.code, w.ideal = bySameCurrency, new(big.Rat).SetInt64(x.amount)
		return w
	case len(lots) == 0 || x.target() == "":
		return waiting{code: withoutReceipts}
	}
	ideal := new(big.Rat)
	for _, l := range lots {
		price := m.price(x.currency, x.target(), l.on)
		if price == nil {
			w.code = withoutRate
			return w
		}
		worth := new(big.Rat).SetInt64(l.amount)
		ideal.Add(ideal, worth.Mul(worth, price))
	}
	w.ideal = ideal
	return w
}
