package shop

var feeColumns = []string{
	"provider", "fee_kind", "currency", "rate_pct", "fixed_amount", "min_amount", "max_amount", "tier_basis", "tier_from", "tier_to", "valid_from", "valid_to", "source", "as_of",
}

// writeFees writes the schedules behind the planted tariffs. LianLian's is purely
// proportional, so that no threshold of withdrawals is cheaper than another
// (C13); WorldFirst's has a fixed part.
func (s *shop) writeFees() error {
	t, err := s.in.createTable("provider_fees.csv", canonicalDialect, feeColumns)
	if err != nil {
		return err
	}
	for _, of := range []route{lianlian, worldfirst, payoneer} {
		tariff := tariffs[of]
		t.text(englishPayments.route[of])
		t.text("withdrawal")
		t.text(cny.String())
		t.rate(tariff.fee) // 1/100 of a basis point is 1/10000 of a percent
		if tariff.fixed != 0 {
			t.money(tariff.fixed)
		} else {
			t.blank(1)
		}
		t.blank(2)
		t.text("none")
		t.blank(2)
		t.date(s.span.first - 400)
		t.blank(1)
		t.text("contract with the provider")
		t.date(s.span.first - 400)
		t.endRow()
	}
	return s.in.close(t.out)
}
