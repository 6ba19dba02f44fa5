package auditbindings

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/money"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/underway"
)

// cash is the money of the open payouts of a seller.
type cash struct {
	payouts    int64
	byCurrency map[string]int64 // minor units
	isUnknown  bool             // the rest of a payout that arrived in part is not known, or the sum does not fit
}

// readPayouts adds up open payouts, and counts those that came after the test
// transfer of a binding (A02, A30), which is known by now. Test transfers, payouts that
// are cancelled or carried over, and those that are rejected as a whole are left out.
func readPayouts(t *pipeline.Task, values *policy.ValueTable, all sellers) error {
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		p, sent := payoutsOf(batch, all), underway.Of(batch, values)
		for i := range int(batch.NumRows()) {
			s := p.seller.At(i)
			if s == nil || p.isLeftOut(i) || p.settled.Value(i) > t.AsOf {
				continue
			}
			isCarriedOver, err := sent.IsCarriedOver(i)
			if err != nil {
				return err
			}
			if isCarriedOver {
				continue
			}
			s.countAfterTests(calendar.Day(p.settled.Value(i)), p.route.At(i))
			if !sent.IsOpen(i) {
				continue
			}
			s.open.payouts++
			if rest, isKnown := sent.Rest(i); isKnown {
				s.open.add(rest, p.currency.At(i))
			} else {
				s.open.isUnknown = true
			}
		}
	}
	return nil
}

// readTests takes the first test transfer that arrived through a provider for its
// binding, where the binding itself does not say when it was tested.
func readTests(t *pipeline.Task, all sellers) error {
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		p, arrived := payoutsOf(batch, all), datasets.LastArrivedOn.In(batch)
		for i := range int(batch.NumRows()) {
			s := p.seller.At(i)
			if s == nil || !nullable.IsTrue(p.isTest, i) || nullable.IsTrue(p.isConflict, i) || arrived.IsNull(i) || p.settled.IsNull(i) {
				continue
			}
			b := s.bindingOn(p.route.At(i), calendar.Day(p.settled.Value(i)))
			if b == nil || b.testOn != nil && !b.isTestFromPayouts {
				continue
			}
			if on := calendar.Day(arrived.Value(i)); b.testOn == nil || on < *b.testOn {
				b.testOn, b.testOK, b.isTestFromPayouts = new(on), new(true), true
			}
		}
	}
	return nil
}

// countAfterTests counts a payout for the bindings that were tested before it. One
// whose route is not known tells nothing.
func (s *seller) countAfterTests(settled calendar.Day, route string) {
	if route == "" || route == "unknown" {
		return
	}
	for _, b := range s.bindings {
		if b.testOn == nil || settled <= *b.testOn || !b.period.Holds(settled) {
			continue
		}
		b.laterPayouts++
		if route == b.provider {
			b.laterOnItsChannel++
		}
	}
}

// add adds the rest of an open payout.
func (c *cash) add(minor int64, currency string) {
	if c.byCurrency == nil {
		c.byCurrency = make(map[string]int64)
	}
	sum, fits := money.Add(c.byCurrency[currency], minor)
	if currency == "" || !fits {
		c.isUnknown = true
		return
	}
	c.byCurrency[currency] = sum
}

// What is known of the amount at risk.
const (
	amountKnown   = "known"
	amountUnknown = "amount_unknown"
	rateUnknown   = "rate_unknown"
)

// inCNY returns the sum in CNY at the rates of a day: each currency is converted
// once. Without an amount the code says why.
func (c cash) inCNY(r *rules, day calendar.Day) (minor *int64, code string) {
	if c.isUnknown {
		return nil, amountUnknown
	}
	total := int64(0)
	for currency, sum := range c.byCurrency {
		if currency != cny {
			own, knowsOwn := r.rateOf(currency, day)
			yuan, knowsYuan := r.rateOf(cny, day)
			converted, ok := fxrate.Convert(sum, own, yuan)
			if !knowsOwn || !knowsYuan || !ok {
				return nil, rateUnknown
			}
			sum = converted
		}
		var fits bool
		if total, fits = money.Add(total, sum); !fits {
			return nil, amountUnknown
		}
	}
	return new(total), amountKnown
}
