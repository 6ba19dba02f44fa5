package shop

import "strconv"

// A scheme is who stores and ships the goods.
type scheme int

const (
	fbo scheme = iota
	fbs
)

// An item is one kind of goods in a posting: one row of the orders export and
// one sale line of a payout.
type item struct {
	product  *product
	quantity int64
	amount   int64 // minor units of the seller's order currency
}

// A posting is everything that happens to a parcel and to its money. The
// generator plans it to the end and then clips it to what is known on the as-of
// date; only the clipped posting is written and judged.
type posting struct {
	number   [24]byte
	length   int // of the posting number
	orderEnd int // length of the order number, the first part of the posting number
	ordinal  uint64
	alone    bool // the only posting of its order
	seller   *seller
	scheme   scheme
	items    [2]item
	kinds    int // items in use

	accepted, shipBy, handed, delivered, confirmed, cancelled instant

	// The payment history does not say when the order was confirmed.
	unconfirmed bool

	carrier         carrier
	uploaded        event
	pickedUp        event
	arrivedAtBuyer  event
	invoiced        instant
	invoiceOnOrder  bool    // the invoice names the order, not the posting
	invoiceRejected instant // an earlier invoice that was rejected

	returnOpened, returnClosed   instant
	returnEnd                    returnEnd
	disputeOpened, disputeClosed instant

	payment payment
}

// An event of a parcel: when it happened and when Ozon could see it.
type event struct{ at, synced instant }

// A payment is how the posting's money travels.
type payment struct {
	kind     paymentKind
	settled  day
	arrived  day
	byBank   bool // over the backup channel
	hold     holdReason
	held     day
	released day
}

type paymentKind int

const (
	unpaid      paymentKind = iota
	withOthers              // in one of the seller's payouts of the day
	apart                   // in a payout of its own kind
	rerouted                // over the bank, in time, apart from the others
	carriedOver             // below the minimum, moved to the next period
)

type holdReason int

const (
	notHeld holdReason = iota
	heldByTax
	heldForINN
	heldForRisk
	heldForReview
)

// A returnEnd is how a return ends.
type returnEnd int

const (
	returnWithdrawn returnEnd = iota // the sale stands
	returnRejected                   // the sale stands
	returnPaid                       // the seller is compensated, the sale stands
	returnReceived                   // the goods are back, the sale is undone
)

// A carrier as the tracking table names it. The first four are spellings of
// carriers on the white list (B16).
type carrier int

var carrierNames = [...]string{"CDEK", "Почта России", "Boxberry", "СДЭК", "J&T Express", "ZTO", "DPD"}

const (
	whitelistedCarriers = 4
	allCarriers         = len(carrierNames)
)

func (c carrier) whitelisted() bool { return c < whitelistedCarriers }

func (p *posting) postingNumber() []byte { return p.number[:p.length] }
func (p *posting) orderNumber() []byte   { return p.number[:p.orderEnd] }

// clock returns the day on which the clock of the posting's lines starts (D01):
// the confirmation if the payment history names it, else the delivery.
func (p *posting) clock() day {
	if p.unconfirmed {
		return p.delivered.moscow()
	}
	return p.confirmed.moscow()
}

// Buyer numbers are a permutation of the order's index, so that no two orders
// share one; some have a leading zero, as in real exports. Where those of eight
// digits are used up, such of ten digits follow.
const (
	buyerNumbers = 93_000_000
	firstBuyer   = 7_000_000
	buyerStep    = 7_368_787 // has no divisor in common with buyerNumbers
	buyerRound   = 100_000_000
	maxOrders    = 1_000_000_000
)

func (o *Options) buyer(order int64) int64 {
	number := firstBuyer + (order%buyerNumbers*buyerStep+int64(o.Seed%buyerNumbers))%buyerNumbers
	if round := order / buyerNumbers; round > 0 {
		number += (9 + round) * buyerRound
	}
	return number
}

// posting plans the posting with the given place (0 or 1) of an order.
func (s *shop) posting(order int64, place int) posting {
	head := newDice(s.options.Seed, orderDice, uint64(order))
	var p posting
	p.seller = s.sellerOf(head.below(s.weights))
	slot := s.slot(order)
	p.accepted = slot + instant(head.below(max(int64(s.slot(order+1)-slot), 1)))
	p.alone = !head.chance(300)
	number := appendPadded(p.number[:0], s.options.buyer(order), 8)
	number = append(number, '-')
	number = appendPadded(number, head.between(1, 412), 4)
	p.orderEnd = len(number)
	number = append(number, '-')
	number = strconv.AppendInt(number, int64(place+1), 10)
	p.length = len(number)
	p.ordinal = uint64(order)*2 + uint64(place)

	d := newDice(s.options.Seed, postingDice, p.ordinal)
	p.scheme = fbs
	if d.chance(p.seller.fbo) {
		p.scheme = fbo
	}
	p.kinds = 1
	if p.scheme == fbs && d.chance(500) {
		p.kinds = 2
	}
	firstProduct := d.below(productsPerSeller)
	for i := range p.items[:p.kinds] {
		chosen := &p.seller.products[(firstProduct+int64(i)*7)%productsPerSeller]
		quantity := int64(1)
		if d.chance(800) {
			quantity = d.between(2, 4)
		}
		p.items[i] = item{chosen, quantity, chosen.price * quantity}
	}
	p.travel(&d)
	s.decide(&p, &d)
	p.clip(s.asOf)
	return p
}

// travel plans the parcel's way to the buyer.
func (p *posting) travel(d *dice) {
	hours := func(low, high int64) instant { return instant(d.between(low*secondsPerHour, high*secondsPerHour)) }
	if d.chance(500) {
		p.cancelled = p.accepted + hours(1, 40)
	}
	if p.scheme == fbo {
		p.handed = p.accepted + hours(3, 30)
		p.delivered = p.handed + hours(22, 120)
	} else {
		p.uploaded = event{at: p.accepted + hours(2, 26)}
		p.handed = p.uploaded.at + hours(1, 20)
		p.delivered = p.handed + hours(60, 290)
	}
	p.shipBy = p.accepted + 48*secondsPerHour
	p.confirmed = p.delivered + hours(0, 48)
	p.unconfirmed = d.chance(800)

	p.carrier = carrier(d.below(whitelistedCarriers))
	if d.chance(300) {
		p.carrier = carrier(d.between(whitelistedCarriers, int64(allCarriers)-1))
	}
	p.uploaded.synced = p.uploaded.at + hours(0, 1)
	p.pickedUp = event{p.handed, p.handed + hours(0, 3)}
	p.arrivedAtBuyer = event{p.delivered, p.delivered + hours(0, 5)}
	p.invoiced = p.handed + hours(0, 2)
	p.invoiceOnOrder = p.alone && d.chance(1_000)
	if p.cancelled != 0 {
		// Some parcels were on the way already.
		if p.cancelled < p.handed {
			p.handed, p.pickedUp = 0, event{}
		}
		if p.cancelled < p.uploaded.at {
			p.uploaded = event{}
		}
		p.delivered, p.confirmed, p.arrivedAtBuyer, p.invoiced = 0, 0, event{}, 0
	}
}

// clip forgets everything after the as-of date.
func (p *posting) clip(asOf day) {
	end := (asOf + 1).at(0) - 1
	for _, at := range []*instant{
		&p.handed, &p.delivered, &p.confirmed, &p.cancelled, &p.invoiced, &p.invoiceRejected,
		&p.returnOpened, &p.returnClosed, &p.disputeOpened, &p.disputeClosed,
	} {
		if *at > end {
			*at = 0
		}
	}
	for _, e := range []*event{&p.uploaded, &p.pickedUp, &p.arrivedAtBuyer} {
		if e.at > end {
			*e = event{}
		}
		if e.synced > end {
			e.synced = 0
		}
	}
	if p.payment.settled > asOf {
		p.payment = payment{}
	}
	for _, d := range []*day{&p.payment.arrived, &p.payment.released} {
		if *d > asOf {
			*d = 0
		}
	}
}
