package shop

import (
	"cmp"
	"fmt"
	"slices"
)

// The largest ordinary payout: it keeps memory bounded for a shop of any size
// and its amount below the 10 000 USD of rule B29.
const postingsPerPayout = 200

// A payout is what all its lines share.
type payout struct {
	payment
	seller  *seller
	id      string
	batch   string
	amount  int64 // minor units of the seller's payout currency
	rate    int64 // RUB per unit, 1/10000; zero: paid as it came
	receipt string
	test    bool

	currency    currency
	frozenSince day  // day of the account change that holds it back; zero: none
	together    bool // one receipt came in for it and others
}

// A line is one row of the payment history.
type line struct {
	kind    lineKind
	posting *posting // nil for lines of the payout as a whole
	item    *item
	amount  int64
}

// status returns the state that the export prints.
func (p *payout) status() payoutStatus {
	switch {
	case p.kind == carriedOver:
		return carriedOverStatus
	case p.arrived != 0:
		return arrivedStatus
	case p.hold != notHeld && p.released == 0:
		return heldStatus
	case p.byBank:
		return byBankStatus
	}
	return processingStatus
}

// route returns the channel the payout went through.
func (p *payout) route() route {
	if p.byBank {
		return bank
	}
	return p.seller.route
}

// A settlement collects what is settled for a seller on one day.
type settlement struct {
	seller   *seller
	on       day
	payouts  int // numbered so far
	postings []posting
	lines    []line
}

// settle pays out the seller's postings of one settlement day.
func (s *shop) settle(of *seller, on day, ordinals []uint64) error {
	today := &s.settlement
	today.seller, today.on, today.payouts = of, on, 0
	var apart []posting
	ordinary := today.postings[:0]
	for _, ordinal := range ordinals {
		p := s.posting(int64(ordinal/2), int(ordinal%2))
		if p.payment.kind != withOthers {
			apart = append(apart, p)
			continue
		}
		ordinary = append(ordinary, p)
		if len(ordinary) == postingsPerPayout {
			if err := s.pay(today, ordinary); err != nil {
				return err
			}
			ordinary = ordinary[:0]
		}
	}
	if len(ordinary) > 0 {
		if err := s.pay(today, ordinary); err != nil {
			return err
		}
	}
	today.postings = ordinary[:0]

	// Late postings share a payout only with such as have the same fate.
	slices.SortFunc(apart, func(a, b posting) int {
		return cmp.Or(comparePayments(a.payment, b.payment), cmp.Compare(a.ordinal, b.ordinal))
	})
	for len(apart) > 0 {
		n, most := 1, 3
		if apart[0].payment.kind == rerouted {
			most = postingsPerPayout
		}
		for n < most && n < len(apart) && apart[n].payment == apart[0].payment && apart[0].payment.hold != heldForINN {
			n++
		}
		if err := s.pay(today, apart[:n]); err != nil {
			return err
		}
		apart = apart[n:]
	}
	return nil
}

func comparePayments(a, b payment) int {
	byBank := 0
	if a.byBank != b.byBank {
		byBank = 1
		if b.byBank {
			byBank = -1
		}
	}
	return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.arrived, b.arrived), byBank,
		cmp.Compare(a.hold, b.hold), cmp.Compare(a.released, b.released))
}

// pay writes one payout with the sale lines of the postings, and now and then
// lines of other kinds.
func (s *shop) pay(today *settlement, postings []posting) error {
	po := s.newPayout(today, postings[0].payment)
	lines := today.lines[:0]
	for i := range postings {
		p := &postings[i]
		for k := range p.items[:p.kinds] {
			amount := s.rates.convert(p.items[k].amount, p.seller.orders, p.seller.payouts, today.on-p.seller.rateLag)
			lines = append(lines, line{sale, p, &p.items[k], amount})
			po.amount += amount
		}
	}
	if po.kind == withOthers {
		d := newDice(s.options.Seed, payoutDice, uint64(today.on)<<32|uint64(today.seller.index)<<20|uint64(today.payouts))
		po.byBank = d.chance(150)
		sales := po.amount
		if d.chance(5_000) {
			lines = append(lines, line{kind: commission, amount: -sales * 12 / 100})
		}
		if d.chance(1_500) && sales > 500_00 {
			lines = append(lines, line{kind: service, amount: -d.between(5_00, 60_00)})
		}
		if first := lines[0]; d.chance(800) && len(postings) > 5 {
			lines = append(lines, line{refund, first.posting, first.item, -first.amount / 2})
		}
		po.amount = 0
		for i := range lines {
			po.amount += lines[i].amount
		}
	}
	today.lines = lines
	return s.write(&po, lines)
}

// newPayout numbers the next payout of the settlement day. The rate is the one
// in force on the day before the settlement, or for some sellers on the day
// itself (B28, C21).
func (s *shop) newPayout(today *settlement, how payment) payout {
	today.payouts++
	stamp := fmt.Sprintf("%s-%s-%02d", today.on.date().Format("20060102"), today.seller.id, today.payouts)
	of := today.seller
	po := payout{
		payment: how, seller: of, id: "P-" + stamp, batch: "B" + stamp, currency: of.payouts, rate: s.rates.at(of.payouts, today.on-of.rateLag),
	}
	if how.arrived != 0 {
		po.receipt = "BR" + stamp
	}
	return po
}

// write writes the rows of a payout and judges its sale lines.
func (s *shop) write(po *payout, lines []line) error {
	s.holdBack(po)
	s.summary.Payouts++
	s.summary.PayoutLines += int64(len(lines))
	files := s.files[po.seller.index]
	var late []day // the late days of its latest line
	for i := range lines {
		s.paymentRow(files.payments, po, &lines[i], i+1, s.exportedAt)
		if files.paymentsJSON != nil {
			s.paymentRow(files.paymentsJSON, po, &lines[i], i+1, s.exportedAt)
		}
		if lines[i].kind == sale && po.kind != carriedOver {
			if v := s.recordTruth(po, &lines[i], i+1); len(v.late) > len(late) {
				late = v.late
			}
		}
	}
	s.receive(po, lines)
	if !po.seller.isSide() && !po.test {
		s.follow(po, lines, late)
	}
	return nil
}

// follow records and does what a payout of the shop leads to.
func (s *shop) follow(po *payout, lines []line, late []day) {
	s.countLanes(po, lines)
	s.repeatOlder(po, lines)
	s.recordRisk(po)
	s.complain(po, lines, late)
	s.changeAccount(po, late)
}

// paymentRow writes one row in the order of paymentColumns.
func (s *shop) paymentRow(t *table, po *payout, l *line, number int, exportedAt instant) {
	words := po.seller.payments
	t.text(po.seller.id)
	t.text(po.id)
	t.text(po.batch)
	t.date(po.settled)
	t.date(po.arrived)
	t.text(words.status[po.status()])
	t.money(po.amount)
	t.text(po.currency.String())
	t.text(words.route[po.route()])
	switch {
	case l.posting != nil:
		t.plain(l.posting.orderNumber())
		t.plain(l.posting.postingNumber())
		t.number(l.item.product.sku)
	default:
		t.blank(3)
	}
	if l.kind == wholePayout {
		t.blank(4)
	} else {
		t.number(int64(number))
		t.text(words.kind[l.kind])
		t.money(l.amount)
		t.text(po.currency.String())
	}
	if po.rate == 0 {
		t.blank(3)
	} else {
		t.money(roundedProduct(po.amount, po.rate, rateScale))
		t.text(rub.String())
		t.rate(po.rate)
	}
	if l.kind == sale && !l.posting.unconfirmed {
		t.instant(l.posting.confirmed)
	} else {
		t.blank(1)
	}
	t.text(po.receipt)
	t.blank(1) // one arrival of all of it
	t.date(po.held)
	t.date(po.released)
	t.text(words.hold[po.hold])
	if po.arrived != 0 {
		t.number(int64(po.arrived - po.settled))
	} else {
		t.blank(1)
	}
	t.blank(1) // the export's own overdue mark is not filled
	if po.test {
		t.flag(true)
	} else {
		t.blank(1)
	}
	t.instant(exportedAt)
	t.endRow()
}

// testTransfers writes two verification transfers per seller: one quick and one
// that took two weeks. Neither may count anywhere.
func (s *shop) testTransfers() error {
	for _, of := range s.sellers {
		for i, travel := range []int64{1, 9} {
			index := s.calendar.index(s.span.first) + 1 + int64(i)
			settled, arrived := s.calendar.workday(index), s.calendar.workday(index+travel)
			if arrived > s.asOf {
				continue
			}
			po := payout{
				payment: payment{kind: apart, settled: settled, arrived: arrived}, seller: of, test: true, amount: 100_00, currency: of.payouts,
				id: fmt.Sprintf("T-%s-%d", of.id, i+1), batch: fmt.Sprintf("T%s-%d", of.id, i+1), receipt: fmt.Sprintf("BRT%s-%d", of.id, i+1),
			}
			if err := s.write(&po, []line{{kind: wholePayout}}); err != nil {
				return err
			}
		}
	}
	return nil
}
