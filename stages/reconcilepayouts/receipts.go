package reconcilepayouts

import (
	"slices"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/matching"
)

// Why a payout does not tie with receipts, beside the reasons of matching and of any comparison.
const (
	groupDiffers    = "group_differs"    // the sum of several payouts does
	otherCurrency   = "other_currency"   // what came in is in another currency, or in several
	daysDiffer      = "days_differ"      // equal amounts, dates too far apart
	notArrivedHere  = "not_arrived_here" // it came in, but Payment History does not say so
	noDate          = "no_date"          // it arrived, nobody says when
	arrivedInPart   = "arrived_in_part"  // what came in is what Payment History says so far
	notArrivedYet   = "not_arrived_yet"  // neither side says so
	mayStillCome    = "may_still_come"   // it arrived too late for the statement to show it
	reversalUnclear = "reversal_unclear" // what came in may have been undone
	noReceipt       = "no_receipt"
	noPayout        = "no_payout"
	receiptRules    = "A36 B22 D49"
)

// A tiedPayout is a tie of a payout, or of what stands in its place.
type tiedPayout struct {
	id string
	receiptTie
}

// ties compares all. Every payout and every receipt that the other side could know
// of is in one row, or in the group of one.
func (c *comparison) ties() []tiedPayout {
	owed := make([]matching.Owed, len(c.expected))
	for i, e := range c.expected {
		owed[i] = e.Owed
	}
	var all []tiedPayout
	for _, g := range matching.Match(owed, c.received, c.terms.limits) {
		if slices.ContainsFunc(g.Owed, func(i int) bool { return c.expected[i].isRejected }) {
			continue
		}
		switch {
		case len(g.Owed) == 0:
			all = c.appendReceived(all, g)
		case len(g.Received) == 0:
			all = c.appendExpected(all, g)
		default:
			all = c.appendGroup(all, g)
		}
	}
	return all
}

func (c *comparison) tie() receiptTie {
	return receiptTie{tie: tie{against: c.against, ruleIDs: receiptRules}}
}

// isUnclear reports whether any of some receipts may have been undone: then nobody can say
// what came in.
func (c *comparison) isUnclear(received []int) bool {
	return slices.ContainsFunc(received, func(i int) bool { return c.unclear[c.received[i].ID] })
}

// sumOf returns the sum of receipts, nil where it is in several currencies.
func (c *comparison) sumOf(received []int) amount {
	var sum int64
	currency := c.received[received[0]].Currency
	for _, i := range received {
		if c.received[i].Currency != currency {
			return amount{}
		}
		sum += c.received[i].Amount
	}
	return amount{&sum, currency}
}

// appendReceived appends what came in for no payout that is known. What came in
// before the first settlement is of a time that Payment History does not cover.
func (c *comparison) appendReceived(all []tiedPayout, g matching.Group) []tiedPayout {
	first := c.received[g.Received[0]]
	last := first.On
	for _, i := range g.Received {
		last = max(last, c.received[i].On)
	}
	if last < c.since {
		return all
	}
	t, sum, rows := c.tie(), c.sumOf(g.Received), int64(len(g.Received))
	t.there, t.currency, t.otherRows = sum.minor, sum.currency, &rows
	id := first.ID
	if g.Reason == matching.UnknownName {
		id = first.Names
	}
	switch {
	case c.isUnclear(g.Received):
		t.state, t.reason = unreconciled, reversalUnclear
	case g.Reason == matching.UnknownName:
		t.state, t.reason = missingHere, string(g.Reason)
	case g.Reason == "":
		t.state, t.reason = missingHere, noPayout
	default:
		t.state, t.reason = unreconciled, string(g.Reason)
	}
	return append(all, tiedPayout{id, t})
}

// appendExpected appends a payout that nothing came in for.
func (c *comparison) appendExpected(all []tiedPayout, g matching.Group) []tiedPayout {
	e := &c.expected[g.Owed[0]]
	covered, ok := c.spans[e.Account]
	if !ok || !e.isMissable || e.hasArrived && e.To < covered.first {
		return all
	}
	t := c.tie()
	t.here, t.currency = &e.Amount, e.Currency
	switch {
	case g.Reason != "":
		t.state, t.reason = unreconciled, string(g.Reason)
	case e.isUnclear:
		t.state, t.reason = unreconciled, reversalUnclear
	case !e.hasArrived:
		t.state, t.reason = timing, notArrivedYet
	case e.To > covered.last:
		t.state, t.reason = timing, mayStillCome
	default:
		t.state, t.reason = missingThere, noReceipt
	}
	return append(all, tiedPayout{e.ID, t})
}

// appendGroup appends the payouts of a group of payouts and receipts. Where several
// payouts came in together, each ties with its own amount if the sums are equal to
// the minor unit; else nobody can say which of them differs.
func (c *comparison) appendGroup(all []tiedPayout, g matching.Group) []tiedPayout {
	received := c.sumOf(g.Received)
	rows, payouts := int64(len(g.Received)), int64(len(g.Owed))
	var sum int64
	last := c.received[g.Received[0]].On
	isComparable := received.minor != nil
	for _, i := range g.Owed {
		sum += c.expected[i].Amount
		isComparable = isComparable && c.expected[i].Currency == received.currency
	}
	for _, i := range g.Received {
		last = max(last, c.received[i].On)
	}
	for _, i := range g.Owed {
		e := &c.expected[i]
		t := c.tie()
		t.here, t.currency, t.method, t.otherRows, t.groupPayouts = &e.Amount, e.Currency, string(g.Method), &rows, &payouts
		t.daysApart = apart(e.arrivedOn, last)
		switch {
		case !isComparable:
			t.state, t.reason = unreconciled, otherCurrency
		case payouts > 1 && sum != *received.minor:
			t.state, t.reason, t.groupAmount, t.groupOther = unreconciled, groupDiffers, &sum, received.minor
		default:
			t.groupAmount, t.groupOther = &sum, received.minor
			there := amount{received.minor, received.currency}
			if payouts > 1 {
				there.minor = &e.Amount
			}
			t.there, t.difference = there.minor, difference(amount{&e.Amount, e.Currency}, there)
			t.state, t.reason = c.judge(e, *t.difference, *there.minor, t.daysApart)
		}
		if c.isUnclear(g.Received) {
			t.state, t.reason = unreconciled, reversalUnclear
		}
		all = append(all, tiedPayout{e.ID, t})
	}
	return all
}

// judge says how amounts and dates of a payout and its receipts agree.
func (c *comparison) judge(e *expected, difference, there int64, daysApart *int32) (state, reason string) {
	switch {
	case difference != 0 && e.arrivedPart != nil && *e.arrivedPart == there:
		return timing, arrivedInPart
	case difference != 0:
		return unreconciled, amountDiffers
	case !e.hasArrived:
		return timing, notArrivedHere
	case daysApart == nil:
		return timing, noDate
	case int(*daysApart) > c.terms.tieDays:
		return timing, daysDiffer
	}
	return ties, ""
}

// apart returns the calendar days between an arrival and the last receipt of it,
// nil where the day of the arrival is not known.
func apart(arrivedOn *calendar.Day, received calendar.Day) *int32 {
	if arrivedOn == nil {
		return nil
	}
	days := max(int32(*arrivedOn-received), int32(received-*arrivedOn))
	return &days
}
