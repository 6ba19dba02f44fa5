package shop

import "slices"

// A span is a run of days on which a cause blocks; last is stillOpen while it
// has not cleared.
type span struct{ first, last day }

// A blocker is a cause on one line: all its spans (D17).
type blocker struct{ spans []span }

func (b blocker) activeOn(d day) bool {
	for _, s := range b.spans {
		if s.first <= d && d <= s.last {
			return true
		}
	}
	return false
}

// cleared returns the day on which the last span ends.
func (b blocker) cleared() day {
	last := day(0)
	for _, s := range b.spans {
		last = max(last, s.last)
	}
	return last
}

// open adds a span; a zero last day means that it has not cleared.
func (b *blocker) open(first, last day) {
	if first == 0 {
		return
	}
	if last == 0 {
		last = stillOpen
	}
	b.spans = append(b.spans, span{first, last})
}

// forgetAfter drops what opened when the wait was over: it explains nothing of it.
func (b *blocker) forgetAfter(end day) {
	b.spans = slices.DeleteFunc(b.spans, func(s span) bool { return s.first > end })
}

func (b *blocker) during(p period) { b.open(p.first, p.last) }

// infer adds a span for which there is no direct evidence, unless there is such
// evidence of the cause within the wait (D17).
func (b *blocker) infer(first, last day, wait period) {
	for _, s := range b.spans {
		if s.first <= wait.last && s.last >= wait.first {
			return
		}
	}
	b.open(first, last)
}

// blockers finds what stands in the way of a line (formats.md 9.22, D15-D20,
// D53), active or not. Only what the files show on the as-of date counts.
func (s *shop) blockers(po *payout, l *line, due, end day) [causes]blocker {
	var b [causes]blocker
	p, of := l.posting, po.seller
	wait := period{p.clock(), end}

	s.trackingBlocker(&b, p, due)
	b[returnOpen].open(p.returnOpened.moscow(), p.returnClosed.moscow())
	b[disputeOpen].open(p.disputeOpened.moscow(), p.disputeClosed.moscow())
	b[invoiceMissing].open(p.clock(), p.invoiced.moscow())
	b[accountIncomplete].during(of.incomplete)
	b[accountIncomplete].infer(of.misnamed.first, of.misnamed.last, wait)
	if of.suspended.first != 0 && !po.byBank {
		b[channelSuspended].open(of.suspended.first, of.suspended.last+1) // as last seen: until it was seen in order
	}
	if po.byBank {
		b[routeFallbackBank].open(po.settled, po.arrived)
	}
	if l.item.product.category == of.reviewCategory {
		b[manualReview].during(of.review)
	}
	b[riskFreeze].during(of.frozen)
	switch po.hold {
	case heldByTax:
		b[taxHeld].open(po.held, po.released)
	case heldForINN:
		b[innIntercept].open(po.held, po.released)
	case heldForRisk:
		b[riskFreeze].open(po.held, po.released)
	case heldForReview:
		b[manualReview].open(po.held, po.released)
	}
	b[riskFreeze].infer(po.frozenSince, po.arrived, wait)
	if s.needsINN(po) {
		b[innIntercept].infer(po.settled, po.arrived, wait)
	}
	if review := of.bankReview; review.first <= end && po.settled <= review.last && !po.byBank {
		b[externalBankReview].during(review)
	}
	for d := po.settled + 1; d <= end; d++ {
		if s.off.chineseHoliday(d) {
			b[chineseHoliday].open(d, d)
		}
	}
	for c := range b {
		b[c].forgetAfter(end)
	}
	return b
}

// trackingBlocker finds the delivery that was seen late; failing that, that
// nothing was seen by the due date.
func (s *shop) trackingBlocker(b *[causes]blocker, p *posting, due day) {
	if p.scheme == fbo {
		return
	}
	is := trackingNotSynced
	if !p.carrier.whitelisted() {
		is = carrierNotWhitelisted
	}
	if p.arrivedAtBuyer.at != 0 {
		b[is].open(p.arrivedAtBuyer.at.moscow(), p.arrivedAtBuyer.synced.moscow())
		return
	}
	seen := stillOpen
	for _, e := range []event{p.uploaded, p.pickedUp} {
		if e.synced != 0 {
			seen = min(seen, e.synced.moscow())
		}
	}
	if seen > due {
		b[is].open(p.handed.moscow(), seen)
	}
}
