package auditrates

import (
	"ozpayout/stages/internal/policy"
)

// An audit is the rate of a payout against one basis.
type audit struct {
	official
	implied *deviation // nil = not comparable
	amounts *deviation
	isBest  bool // no other basis is nearer
}

// A finding is what the audit of a payout comes to.
type finding struct {
	conversion
	expected  basis
	tolerance int // basis points
	audits    [bases]audit
}

// audit compares a payout with every basis.
func (c conversion) audit(rates *policy.RateTable, orders orderDays, known deviations) (audits [bases]audit) {
	implied, from := c.implied()
	for b := range bases {
		a := &audits[b]
		switch {
		case c.currency == "":
			a.state = sourceCurrencyUnknown
			continue
		case from == "":
			a.state = noImpliedRate
			continue
		}
		a.official = pair{rates.Series(c.currency), rates.Series(c.against), c.against == rouble}.on(b, c.settledOn, orders)
		if a.state != ok {
			continue
		}
		a.implied = known.of(implied, a.price)
		if c.amounts.isKnown() {
			a.amounts = deviate(c.amounts, a.price)
		}
	}
	markBest(audits[:])
	return audits
}

// markBest marks the bases that the implied rate is nearest to.
func markBest(audits []audit) {
	var best *deviation
	for i := range audits {
		if d := audits[i].implied; d != nil && (best == nil || d.compareSize(best) < 0) {
			best = d
		}
	}
	for i := range audits {
		d := audits[i].implied
		audits[i].isBest = d != nil && d.compareSize(best) == 0
	}
}

// ruleIDs are the rules that decided.
func (a audit) ruleIDs(b basis) string {
	ids := "B28 C21"
	if a.state == staleRate || a.isCarried {
		ids += " C22"
	}
	if b == onOrder {
		ids += " R03"
	}
	return ids
}
