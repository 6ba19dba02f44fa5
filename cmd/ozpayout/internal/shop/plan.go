package shop

import "slices"

// An obstacle is what keeps a planned late payment back.
type obstacle int

const (
	trackSeenLate   obstacle = iota // the delivery is seen late
	trackNeverSeen                  // no event is seen in time
	carrierUnlisted                 // the delivery is seen late, the carrier is not on the list
	openReturn
	openDispute
	noInvoice
	// From here on the payment starts in time and arrives late.
	sentByBank
	taxHold
	innHold
	riskHold
	reviewHold
	// Late, and nobody knows why.
	nothingKnown
)

// Shares of obstacles among late postings, of a thousand, near the published
// 41, 32, 19 and 8 percent (B09) for the mix of schemes.
var (
	fbsObstacles = []share{
		{trackSeenLate, 500},
		{trackNeverSeen, 60},
		{carrierUnlisted, 125},
		{openReturn, 140},
		{openDispute, 20},
		{noInvoice, 123},
		{sentByBank, 9},
		{taxHold, 5},
		{riskHold, 3},
		{reviewHold, 3},
		{nothingKnown, 12},
	}
	fboObstacles = []share{
		{openReturn, 480},
		{openDispute, 50},
		{noInvoice, 350},
		{sentByBank, 18},
		{taxHold, 9},
		{innHold, 60},
		{riskHold, 5},
		{reviewHold, 5},
		{nothingKnown, 23},
	}
)

type share struct {
	obstacle   obstacle
	ofThousand int64
}

func draw(shares []share, d *dice) obstacle {
	n := d.below(1_000)
	for _, s := range shares {
		if n < s.ofThousand {
			return s.obstacle
		}
		n -= s.ofThousand
	}
	return nothingKnown
}

// decide plans the money of a delivered posting: when it is settled, when it
// arrives, and what stands in the way.
func (s *shop) decide(p *posting, d *dice) {
	if p.delivered == 0 || p.clock() > s.asOf {
		return
	}
	due := s.dueOn(p)
	switch {
	case d.chance(150): // the buyer sends the goods back before the payout
		p.returnOpened = p.delivered + instant(d.between(2, 14)*secondsPerHour)
		p.returnClosed = p.returnOpened + instant(d.between(100, 240)*secondsPerHour)
		p.returnEnd = returnReceived
		return
	case d.chance(15):
		p.payment = payment{kind: carriedOver, settled: s.settleInTime(p, due, d)}
		return
	}
	lateOfTenThousand := int64(1_350)
	switch {
	case p.seller.tierOn(p.clock()) == premium:
		lateOfTenThousand = 90
	case p.scheme == fbo:
		lateOfTenThousand = 1_050
	}
	switch {
	case s.waitForSeller(p, due, d):
	case s.waitForHoliday(p, due, d):
	case d.chance(lateOfTenThousand):
		s.planLate(p, due, d)
	case p.reroutes(d):
		settled := s.settleInTime(p, due, d)
		p.payment = payment{kind: rerouted, settled: settled, arrived: s.ordinaryArrival(p.seller, settled), byBank: true}
	default:
		p.payment = payment{kind: withOthers, settled: s.settleInTime(p, due, d)}
		p.payment.arrived = s.ordinaryArrival(p.seller, p.payment.settled)
	}
	p.addNoise(d)
}

// addNoise adds troubles that are over before the due date.
func (p *posting) addNoise(d *dice) {
	hours := func(low, high int64) instant { return instant(d.between(low, high) * secondsPerHour) }
	switch n := d.below(1_000); {
	case n < 10 && p.disputeOpened == 0:
		p.disputeOpened = p.delivered + hours(1, 3)
		p.disputeClosed = p.disputeOpened + hours(2, 9)
	case n < 20 && p.returnOpened == 0:
		p.returnOpened = p.delivered + hours(1, 3)
		p.returnClosed = p.returnOpened + hours(2, 9)
	case n < 50 && p.invoiced < p.delivered:
		p.invoiced = p.delivered + hours(1, 20)
	case n < 80 && p.arrivedAtBuyer.at != 0 && p.arrivedAtBuyer.synced < p.arrivedAtBuyer.at+6*secondsPerHour:
		p.arrivedAtBuyer.synced += hours(6, 20)
	}
}

// dueOn returns the planned due date (B02, C05, D02).
func (s *shop) dueOn(p *posting) day {
	clock := p.clock()
	if clock < changeOfRule {
		return clock + 7
	}
	workingDays := int64(5)
	if p.scheme == fbo || p.seller.tierOn(clock) == premium {
		workingDays = 3
	}
	return s.calendar.workday(s.calendar.index(clock) + workingDays)
}

// leg returns how many working days the seller's ordinary payouts of a day
// travel: one, or two in two of five cases.
func (s *shop) leg(of *seller, settled int64) int64 {
	d := newDice(s.options.Seed, legDice, uint64(settled)<<16|uint64(of.index))
	return 1 + d.below(5)/3
}

// ordinaryArrival returns when the seller's ordinary payouts of a day arrive.
func (s *shop) ordinaryArrival(of *seller, settled day) day {
	index := s.calendar.index(settled)
	return s.calendar.workday(index + s.leg(of, index))
}

// settleInTime returns a working day after the clock's start from which an
// ordinary payout arrives by the due date.
func (s *shop) settleInTime(p *posting, due day, d *dice) day {
	first := s.calendar.index(p.clock()) + 1
	last := s.calendar.index(due)
	index := first + d.below(max(last-first, 1))
	for index > first && index+s.leg(p.seller, index) > last {
		index--
	}
	return s.calendar.workday(index)
}

// planLate plans a payment that arrives after its due date.
func (s *shop) planLate(p *posting, due day, d *dice) {
	shares := fbsObstacles
	if p.scheme == fbo {
		shares = fboObstacles
	}
	main := draw(shares, d)
	dueIndex := s.calendar.index(due)
	late := 1 + d.below(4)
	if d.chance(2_000) {
		late += d.below(9)
	}
	clear := s.calendar.workday(dueIndex + late)
	inTime := s.settleInTime(p, due, d)
	p.payment = payment{kind: apart, settled: inTime}
	switch main {
	case sentByBank:
		p.payment.byBank = true
		p.payment.arrived = s.arrivalInChina(clear)
	case taxHold, innHold, riskHold, reviewHold:
		if main == innHold && !(p.seller.withoutINN.has(inTime) && s.sellInBulk(p)) {
			main = taxHold
		}
		p.payment.hold = [...]holdReason{taxHold: heldByTax, innHold: heldForINN, riskHold: heldForRisk, reviewHold: heldForReview}[main]
		p.payment.held = inTime
		p.payment.released = s.payAfter(p, clear, false, d.below(2))
	case nothingKnown:
		settled := s.calendar.workday(dueIndex + d.below(4))
		p.payment.settled = s.arrivalInChina(max(settled, inTime))
		p.payment.arrived = s.arrivalInChina(s.calendar.workday(s.calendar.index(p.payment.settled) + d.between(1, 3)))
	default:
		settleAfter := main == openDispute || d.chance(6_000)
		wait := d.below(2)
		if d.chance(500) {
			wait += 3 // longer than the knock-on explains
		}
		clear = s.payAfter(p, clear, settleAfter, wait)
		p.stand(main, clear, d)
		s.addObstacles(p, main, dueIndex, clear, d)
	}
}

// addObstacles gives some late postings a second and a third obstacle that
// clears no later than the main one.
func (s *shop) addObstacles(p *posting, main obstacle, dueIndex int64, clear day, d *dice) {
	others := []obstacle{openReturn, noInvoice}
	if p.scheme == fbs && main != trackNeverSeen && main != carrierUnlisted {
		others = append(others, trackSeenLate)
	}
	others = slices.DeleteFunc(others, func(o obstacle) bool { return o == main })
	chance := int64(1_500)
	for len(others) > 0 && d.chance(chance) {
		i := d.below(int64(len(others)))
		p.stand(others[i], s.calendar.workday(dueIndex+d.between(1, s.calendar.index(clear)-dueIndex)), d)
		others = slices.Delete(others, int(i), int(i)+1)
		chance = 2_500
	}
}

// stand puts an obstacle in the way that is gone on the day.
func (p *posting) stand(o obstacle, clear day, d *dice) {
	cleared := clear.at(d.between(9*secondsPerHour, 18*secondsPerHour))
	hours := func(low, high int64) instant { return instant(d.between(low, high) * secondsPerHour) }
	switch o {
	case trackSeenLate:
		p.arrivedAtBuyer.synced = cleared
		if !p.carrier.whitelisted() {
			p.carrier = carrier(d.below(whitelistedCarriers))
		}
	case carrierUnlisted:
		p.arrivedAtBuyer.synced = cleared
		p.carrier = carrier(d.between(whitelistedCarriers, int64(allCarriers)-1))
	case trackNeverSeen:
		p.uploaded.synced = cleared
		p.pickedUp, p.arrivedAtBuyer = event{}, event{}
	case openReturn:
		p.returnOpened = p.delivered + hours(2, 30)
		p.returnClosed = cleared
		p.returnEnd = returnEnd(d.below(int64(returnReceived)))
	case openDispute:
		p.disputeOpened = p.confirmed + hours(1, 20)
		p.disputeClosed = cleared
	case noInvoice:
		p.invoiced = cleared
		if d.chance(1_000) {
			p.invoiceRejected = p.handed + hours(1, 3)
		}
	}
}

// payAfter plans settlement (if it is to follow) and arrival after the last
// obstacle is gone, and returns the day on which it goes. That day moves on
// until no Chinese holiday stands between it and the arrival: the rules leave
// open whether such a day is knock-on (D11, D54), so no truth is planted there.
func (s *shop) payAfter(p *posting, clear day, settleAfter bool, wait int64) day {
	for {
		index := s.calendar.index(clear) + 1
		if settleAfter {
			p.payment.settled = s.calendar.workday(index)
			p.payment.arrived = s.calendar.workday(index + wait)
		} else {
			p.payment.arrived = s.calendar.workday(index + wait)
		}
		holiday := s.calendar.holidayWithin(clear, p.payment.arrived)
		if holiday == 0 {
			return clear
		}
		clear = holiday
	}
}

// arrivalInChina returns the first Russian working day from the day on that is
// no Chinese holiday.
func (s *shop) arrivalInChina(from day) day {
	for s.off.chineseHoliday(from) || !s.off.working("RU", from) {
		from++
	}
	return from
}

// waitForSeller makes some postings wait that are due while something blocks
// the seller's payouts as a whole, and reports whether it did.
func (s *shop) waitForSeller(p *posting, due day, d *dice) bool {
	of := p.seller
	settleAfter := false
	var until day
	switch {
	case blocks(of.incomplete, due) && d.chance(300):
		until, settleAfter = of.incomplete.last, d.chance(6_000)
	case blocks(of.misnamed, due) && d.chance(500):
		until, settleAfter = of.misnamed.last, d.chance(6_000)
	case blocks(of.suspended, due) && d.chance(350):
		until = of.suspended.last
	case blocks(of.frozen, due) && d.chance(350):
		until = of.frozen.last
	case blocks(of.bankReview, due) && d.chance(600):
		until = of.bankReview.last
	case blocks(of.review, due) && p.kinds == 1 && p.items[0].product.category == of.reviewCategory && d.chance(550):
		until = of.review.last
	default:
		return false
	}
	p.payment = payment{kind: apart, settled: s.settleInTime(p, due, d)}
	s.payAfter(p, until, settleAfter, d.below(2))
	return true
}

// blocks reports whether a payment due on the day is late because of the period.
func blocks(p period, due day) bool { return p.has(due) && due < p.last }

// waitForHoliday makes some payments miss their due date because the day after
// it is a day off in China only, and reports whether it did.
func (s *shop) waitForHoliday(p *posting, due day, d *dice) bool {
	next := s.calendar.workday(s.calendar.index(due) + 1)
	if !s.off.chineseHoliday(next) || !d.chance(600) {
		return false
	}
	p.payment = payment{kind: apart, settled: s.settleInTime(p, due, d), arrived: s.arrivalInChina(next)}
	return true
}

// sellInBulk makes the posting a wholesale order of more than 10 000 USD, the
// size from which payouts without an INN are intercepted (B29).
func (s *shop) sellInBulk(p *posting) bool {
	const roubles = 1_150_000_00
	if p.seller.orders != rub || p.kinds != 1 || p.items[0].product.category == p.seller.reviewCategory {
		return false
	}
	one := &p.items[0]
	one.quantity = roubles/one.product.price + 1
	one.amount = one.product.price * one.quantity
	return true
}
