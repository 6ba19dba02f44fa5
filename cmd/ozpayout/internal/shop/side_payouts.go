package shop

import "fmt"

// sidePayouts writes the payouts of the side accounts, all in time.
func (s *shop) sidePayouts() error {
	for _, of := range s.side {
		if err := s.sideTest(of); err != nil {
			return err
		}
		var err error
		switch {
		case of.planted.channel.refund != 0:
			err = s.refundPayout(of)
		case of.payouts == rub:
			err = s.roublePayouts(of)
		case of.planted.isTested:
			err = s.bankPayouts(of)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// sideTest writes the test transfer of an account that had one.
func (s *shop) sideTest(of *seller) error {
	on := of.payee.testedOn
	if on == 0 {
		return nil
	}
	return s.write(&payout{
		payment: payment{kind: apart, settled: on, arrived: on}, seller: of, test: true, amount: 100_00, currency: of.payouts,
		id: "T-" + of.id, batch: "T" + of.id, receipt: "BRT" + of.id,
	}, []line{{kind: wholePayout}})
}

// sideDays returns the working days of a period on which side accounts are paid:
// those that leave a payment settled on the working day before, and confirmed on
// the one before that, in time under every rule.
func (s *shop) sideDays(in period) []day {
	var days []day
	for d := max(in.first, s.span.first); d <= min(in.last, s.asOf); d++ {
		if s.off.working("RU", d) && d-s.workdayBefore(d, 2) < 7 {
			days = append(days, d)
		}
	}
	return days
}

// workdayBefore returns the working day so many working days before one.
func (s *shop) workdayBefore(d day, n int64) day { return s.calendar.workday(s.calendar.index(d) - n) }

// sidePayout returns a payout that arrives on a day, with a sale line of each
// amount. Its orders are in no export.
func (s *shop) sidePayout(of *seller, arrived day, in currency, amounts ...int64) (payout, []line) {
	s.sideOrders++
	stamp := fmt.Sprintf("%s-%s-%04d", arrived.date().Format("20060102"), of.id, s.sideOrders)
	po := payout{
		payment: payment{kind: apart, settled: s.workdayBefore(arrived, 1), arrived: arrived}, seller: of, currency: in,
		id: "P-" + stamp, batch: "B" + stamp, receipt: "BR" + stamp,
	}
	lines := make([]line, len(amounts))
	for i, amount := range amounts {
		p := &posting{seller: of, scheme: fbs, items: [2]item{{&of.products[0], 1, amount}}, kinds: 1, confirmed: s.workdayBefore(arrived, 2).at(12 * secondsPerHour)}
		p.delivered = p.confirmed - 20*secondsPerHour
		// Buyers below the first of the shop's own.
		number := fmt.Appendf(p.number[:0], "%08d-%04d", s.sideOrders, i+1)
		p.orderEnd = len(number)
		p.length = len(append(number, "-1"...))
		lines[i] = line{sale, p, &p.items[0], amount}
		po.amount += amount
	}
	return po, lines
}

// refundPayout writes sales of 1 000.00 in the month before that of the as-of
// date, and the planted refund (A26).
func (s *shop) refundPayout(of *seller) error {
	days := s.sideDays(s.refundMonth())
	if len(days) < 5 {
		return nil
	}
	po, lines := s.sidePayout(of, days[4], cny, monthGross/5, monthGross/5, monthGross/5, monthGross/5, monthGross/5)
	refunded := lines[0]
	refunded.kind, refunded.amount = refund, -of.planted.channel.refund
	po.amount += refunded.amount
	return s.write(&po, append(lines, refunded))
}

// bankPayouts writes three payouts over the bank to an account whose test transfer
// came in over the provider (A30). The last two share a bank receipt.
func (s *shop) bankPayouts(of *seller) error {
	days := s.sideDays(period{max(s.asOf-sideSettles, of.payee.testedOn+7), s.asOf - 7})
	if len(days) < 2 {
		return nil
	}
	first, lines := s.sidePayout(of, days[0], cny, 620_00, 85_50)
	first.byBank = true
	if err := s.write(&first, lines); err != nil {
		return err
	}
	return s.payTogether(of, days[1], cny, true, []int64{410_00}, []int64{99_90, 12_05})
}

// payTogether writes payouts that come in as one receipt with the number that all
// of them carry.
func (s *shop) payTogether(of *seller, arrived day, in currency, byBank bool, payouts ...[]int64) error {
	var whole receipt
	for _, amounts := range payouts {
		po, lines := s.sidePayout(of, arrived, in, amounts...)
		po.byBank, po.together = byBank, true
		if whole.number == "" {
			whole = receipt{provider: po.route(), id: "R-" + po.id, on: arrived, currency: in, number: po.receipt, booked: arrived}
		}
		po.receipt = whole.number
		whole.amount += po.amount
		if err := s.write(&po, lines); err != nil {
			return err
		}
	}
	if whole.provider == payoneer {
		whole.booked = s.calendar.workday(s.calendar.index(arrived) + bookingLag[payoneer])
	}
	s.receiptRow(s.files[of.index].withdrawals, of, whole)
	return nil
}
