package auditrates

// An audit is the rate of a payout against one basis.
type audit struct {
	official
	implied, amounts       deviation
	hasImplied, hasAmounts bool // they can be compared
	isBest                 bool // no other basis is nearer
}

// A finding is what the audit of a payout comes to.
type finding struct {
	conversion
	expectation
	audits [bases]audit
}

// audit compares a payout with every basis.
func (c *conversion) audit(of pair, orders orderDays) (audits [bases]audit) {
	implied, from := c.implied()
	for b := range bases {
		a := &audits[b]
		switch {
		case c.currency == 0:
			a.state = sourceCurrencyUnknown
			continue
		case from == "":
			a.state = noImpliedRate
			continue
		}
		a.official = of.on(b, c.settledOn, orders)
		if a.state != ok {
			continue
		}
		a.implied, a.hasImplied = deviate(implied, a.price), true
		if c.amounts.isKnown() {
			a.amounts, a.hasAmounts = deviate(c.amounts, a.price), true
		}
	}
	markBest(audits[:])
	return audits
}

// markBest marks the bases that the implied rate is nearest to.
func markBest(audits []audit) {
	var best *deviation
	for i := range audits {
		if a := &audits[i]; a.hasImplied && (best == nil || a.implied.compareSize(best) < 0) {
			best = &a.implied
		}
	}
	for i := range audits {
		a := &audits[i]
		a.isBest = a.hasImplied && a.implied.compareSize(best) == 0
	}
}
