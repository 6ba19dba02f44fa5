package shop

// A freezeSeries is a change of the account while a payout is late, after which
// the risk review holds back the next three payouts (B24, C29).
type freezeSeries struct {
	after   day // the change comes with the first late payout settled from here on; zero: never
	changed day // day of the change; zero: not yet
	left    int // payouts still to be held back
}

const (
	frozenPayouts = 3
	frozenDelay   = 2 // working days by which they arrive later
)

// holdBack makes a payout one of the frozen series if it is.
func (s *shop) holdBack(po *payout) {
	series := &po.seller.freeze
	if po.test || series.left == 0 || po.settled <= series.changed {
		return
	}
	series.left--
	po.frozenSince = series.changed
	if po.arrived == 0 {
		return
	}
	po.arrived = s.arrivalInChina(s.calendar.workday(s.calendar.index(po.arrived) + frozenDelay))
	if po.arrived > s.asOf {
		po.arrived, po.receipt = 0, ""
	}
}

// changeAccount lets the seller change the account on a day on which the payout
// is late, not before it is settled: what was paid until then stays as it is.
func (s *shop) changeAccount(po *payout, late []day) {
	series := &po.seller.freeze
	if series.after == 0 || series.changed != 0 || po.settled < series.after {
		return
	}
	for _, d := range late {
		if d >= po.settled && d < s.asOf && (po.arrived == 0 || d < po.arrived) {
			series.changed, series.left = d, frozenPayouts
			return
		}
	}
}

// writeRiskEvents writes the freezes of whole accounts, the changes of accounts
// that freeze the next payouts, and one single attempt to withdraw, which freezes
// nothing.
func (s *shop) writeRiskEvents() error {
	t, err := s.in.createTable("risk_events.csv", canonicalDialect, []string{"seller_id", "event_at", "event_type", "provider", "payout_id", "field_changed", "note", "exported_at"})
	if err != nil {
		return err
	}
	row := func(of *seller, on day, hour int64, word, field string) {
		if on == 0 {
			return
		}
		t.text(of.id)
		t.instant(on.at(hour * secondsPerHour))
		t.text(word)
		t.blank(2)
		t.text(field)
		t.blank(1)
		t.instant(s.exportedAt)
		t.endRow()
	}
	for _, of := range s.sellers {
		row(of, of.frozen.first, 10, "Payouts frozen", "")
		row(of, of.frozen.last, 15, "Payouts unfrozen", "")
		row(of, of.freeze.changed, 12, "Account changed", "account name")
		if of.freeze.changed != 0 {
			row(of, of.freeze.changed-1, 9, "Withdrawal attempt", "")
		}
	}
	return nil
}

var truthRiskColumns = []string{"seller_id", "payout_id", "flag_code", "since_on", "until_on"}

// recordRisk writes why a payout was held or expected to be: the frozen series,
// the hold that the export states, and the amount of rule B29 without an INN.
func (s *shop) recordRisk(po *payout) {
	row := func(code string, since, until day) {
		t := s.truths.risk
		t.text(po.seller.id)
		t.text(po.id)
		t.text(code)
		t.date(since)
		t.date(until)
		t.endRow()
	}
	if po.frozenSince != 0 {
		row("FREEZE_NEXT_3", po.frozenSince, po.arrived)
	}
	if code := [...]string{notHeld: "", heldByTax: "TAX_HOLD", heldForINN: "INN_INTERCEPT", heldForRisk: "HOLD", heldForReview: "HOLD"}[po.hold]; code != "" {
		row(code, po.held, po.released)
	}
	if po.hold != heldForINN && s.needsINN(po) {
		row("INN_INTERCEPT", po.settled, po.arrived)
	}
}

// needsINN reports a payout of more than 10 000.00 USD, at the rates of the
// settlement date, to a seller who had not uploaded an INN (B29, C30).
func (s *shop) needsINN(po *payout) bool {
	return po.seller.withoutINN.has(po.settled) &&
		po.amount*s.rates.at(po.currency, po.settled) > 10_000_00*s.rates.at(usd, po.settled)
}
