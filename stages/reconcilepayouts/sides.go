package reconcilepayouts

import (
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/matching"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/reversal"
	"ozpayout/stages/internal/routing"
)

// A comparison holds what one seller is to receive against what came in.
type comparison struct {
	against  string
	expected []expected
	received []matching.Received
	unclear  map[string]bool // ids of the received that may have been undone
	spans    map[string]span // what the statements cover, by account
	since    calendar.Day    // first settlement that Payment History has
	terms    terms
}

// An expected amount is a payout, or a provider's withdrawal to the bank.
type expected struct {
	matching.Owed
	hasArrived  bool          // by the side that it is expected from
	arrivedOn   *calendar.Day // nil = not there, or no day is known
	arrivedPart *int64        // of an amount that arrived in part
	isRejected  bool          // nothing is said of it, and of what came in for it
	isMissable  bool          // a receipt of it is missed
	isUnclear   bool          // it may have been undone
}

// The sides of the mart.
const (
	againstProvider = "provider"
	againstBank     = "bank"
)

// terms are the thresholds of the pack.
type terms struct {
	tieDays    int // calendar days within which two dates tie
	windowDays int // working days within which an amount may be a receipt's
	limits     matching.Limits
	calendar   *calendar.Calendar // RU
}

func readTerms(t *pipeline.Task, values *policy.ValueTable) (of terms, err error) {
	for name, value := range map[string]*int{
		"receipt_tie_days": &of.tieDays, "receipt_window_days": &of.windowDays,
		"receipt_candidates": &of.limits.Candidates, "receipt_search_steps": &of.limits.Steps,
	} {
		if *value, err = values.Int(name, calendar.Day(t.AsOf)); err != nil {
			return terms{}, err
		}
	}
	of.calendar, err = policy.Calendar(t, "RU")
	return of, err
}

// step returns the day that is so many working days away: before it with step -1,
// after it with 1. It goes no further than the years that the calendar knows.
func (t terms) step(from calendar.Day, step calendar.Day) calendar.Day {
	for left := t.windowDays; left > 0; {
		isWorking, ok := t.calendar.IsWorking(from + step)
		if !ok {
			return from
		}
		from += step
		if isWorking {
			left--
		}
	}
	return from
}

// comparisonsOf returns the comparisons of a seller: with providers and with the
// bank. Payouts by bank are looked for at the bank, others at their provider; an id ties
// them wherever it is found. Where no statement is loaded a comparison is without rows (D22).
func comparisonsOf(payouts []*payout, s *statement, terms terms) []comparison {
	return []comparison{newComparison(againstProvider, payouts, s, terms), newComparison(againstBank, payouts, s, terms)}
}

func newComparison(against string, payouts []*payout, s *statement, terms terms) comparison {
	c := comparison{against: against, spans: s.spans, terms: terms, unclear: make(map[string]bool)}
	isBank := against == againstBank
	for i, p := range payouts {
		if i == 0 || p.settledOn < c.since {
			c.since = p.settledOn
		}
		c.expected = append(c.expected, p.expected(terms, isBank))
	}
	for _, x := range s.counted {
		switch {
		case x.kind == receiptKind && (x.provider == routing.Bank) == isBank:
			if x.reversal == reversal.MaybeUndone {
				c.unclear[x.name()] = true
			}
			c.received = append(c.received, matching.Received{
				ID: x.name(), Names: x.payout, Number: x.number, Account: x.provider, Amount: x.amount, Currency: x.currency, On: x.on,
			})
		case isBank && x.kind == withdrawalKind && x.provider != routing.Bank && x.credited != nil:
			c.expected = append(c.expected, x.expected(terms))
		}
	}
	return c
}

// expected returns what a payout brings to its provider, or to the bank. One that goes the
// other way has no account there: only an id ties it.
func (p *payout) expected(terms terms, atBank bool) expected {
	e := expected{
		Owed:       matching.Owed{ID: p.payout, Numbers: p.numbers, Batch: p.batch, Currency: p.amount.currency},
		hasArrived: p.arrival != open, arrivedOn: p.arrivedOn,
		isRejected: p.isRejected || p.amount.minor == nil, isMissable: p.isMissable,
	}
	if !e.isRejected {
		e.Amount = *p.amount.minor
	}
	if (p.route == routing.Bank) == atBank && !e.isRejected {
		e.Account = p.route
	}
	if p.arrival == partiallyArrived {
		e.arrivedPart = p.arrivedPart
	}
	if p.arrivedOn != nil {
		e.From, e.To = terms.step(*p.arrivedOn, -1), terms.step(*p.arrivedOn, 1)
	} else {
		e.From, e.To = p.settledOn, terms.step(p.settledOn, 1)
	}
	return e
}

// expected returns what a withdrawal brings to the bank.
func (x *transaction) expected(terms terms) expected {
	e := expected{
		Owed: matching.Owed{
			ID: x.name(), Account: routing.Bank, Amount: *x.credited, Currency: x.creditedCurrency,
			From: terms.step(x.on, -1), To: terms.step(x.on, 1),
		},
		hasArrived: true, arrivedOn: &x.on, isMissable: true, isUnclear: x.reversal == reversal.MaybeUndone,
	}
	if x.number != "" {
		e.Numbers = []string{x.number}
	}
	return e
}
