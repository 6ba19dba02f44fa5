package shop

import (
	"slices"
	"strconv"
)

var accountColumns = []string{
	"seller_id", "valid_from", "valid_to", "account_name", "licence_name", "licence_no", "is_verified", "entity_type", "business_type", "registration_country", "province",
	"licence_address", "ozon_address", "site", "is_test", "kyc_state", "tier", "inn", "is_inn_uploaded", "ogrn", "tax_registration_type", "payout_method",
	"default_payout_method", "intended_route", "settlement_currency", "auto_invoice", "is_account_data_complete", "exported_at",
}

// writeAccounts writes one row per seller and period in which nothing changed.
func (s *shop) writeAccounts() error {
	t, err := s.in.createTable("seller_accounts.csv", canonicalDialect, accountColumns)
	if err != nil {
		return err
	}
	for _, of := range s.sellers {
		starts := of.changes(s.span.first-400, s.asOf)
		for i, from := range starts {
			to := day(0)
			if i+1 < len(starts) {
				to = starts[i+1] - 1
			}
			s.accountRow(t, of, from, to)
		}
	}
	return nil
}

// changes returns the first days of the periods of the account, in order.
func (s *seller) changes(opened, asOf day) []day {
	starts := []day{opened}
	if s.premiumFrom != 0 {
		starts = append(starts, s.premiumFrom)
	}
	for _, p := range []period{s.incomplete, s.withoutINN} {
		if p.first != 0 {
			starts = append(starts, p.first, p.last+1)
		}
	}
	starts = slices.DeleteFunc(starts, func(d day) bool { return d > asOf })
	slices.Sort(starts)
	return slices.Compact(starts)
}

func (s *shop) accountRow(t *table, of *seller, from, to day) {
	payee := englishPayments.route[of.route]
	t.text(of.id)
	t.date(from)
	t.date(to)
	t.text(of.name)
	t.text(of.english)
	t.text("91440300MA5DEMO" + strconv.Itoa(100+of.index))
	t.flag(true)
	t.text("mainland_company")
	t.text("Brand")
	t.text("CN")
	t.text("广东")
	t.text("广东省深圳市南山区示例路1号")
	t.text("广东省深圳市南山区示例路1号")
	t.text("ozon.ru")
	t.flag(false)
	t.text("complete")
	if of.tierOn(from) == premium {
		t.text("Premium")
	} else {
		t.text("Ordinary")
	}
	t.text(of.inn)
	t.flag(!of.withoutINN.has(from))
	t.blank(1)
	t.text("Non-Resident Entity")
	t.text(payee)
	t.text(payee)
	t.text(payee)
	t.text(of.payouts.String())
	t.flag(true)
	t.flag(!of.incomplete.has(from))
	t.instant(s.exportedAt)
	t.endRow()
}

// writeRiskEvents writes the freezes of whole accounts.
func (s *shop) writeRiskEvents() error {
	t, err := s.in.createTable("risk_events.csv", canonicalDialect, []string{"seller_id", "event_at", "event_type", "provider", "payout_id", "field_changed", "note", "exported_at"})
	if err != nil {
		return err
	}
	for _, of := range s.sellers {
		if of.frozen.first == 0 {
			continue
		}
		for _, e := range []struct {
			at   instant
			word string
		}{{of.frozen.first.at(10 * secondsPerHour), "Payouts frozen"}, {of.frozen.last.at(15 * secondsPerHour), "Payouts unfrozen"}} {
			t.text(of.id)
			t.instant(e.at)
			t.text(e.word)
			t.blank(4)
			t.instant(s.exportedAt)
			t.endRow()
		}
	}
	return nil
}

// writeExternalEvents writes the bank reviews that the user states.
func (s *shop) writeExternalEvents() error {
	t, err := s.in.createTable("external_events.csv", canonicalDialect, []string{"event_id", "cause_code", "starts_on", "ends_on", "seller_id", "route", "currency", "bank", "source", "note"})
	if err != nil {
		return err
	}
	for _, of := range s.sellers {
		if of.bankReview.first == 0 {
			continue
		}
		t.text("EV-" + of.id)
		t.text("EXTERNAL_BANK_REVIEW")
		t.date(of.bankReview.first)
		t.date(of.bankReview.last)
		t.text(of.id)
		t.text(englishPayments.route[of.route])
		t.text(of.payouts.String())
		t.blank(1)
		t.text("letter of the bank")
		t.text("compliance review")
		t.endRow()
	}
	return nil
}

// writeCategories writes the category of every product and the categories that
// were under manual review.
func (s *shop) writeCategories() error {
	states, err := s.in.createTable("category_states.csv", canonicalDialect, []string{"seller_id", "category", "state", "valid_from", "valid_to", "source"})
	if err != nil {
		return err
	}
	products, err := s.in.createTable("product_categories.csv", canonicalDialect, []string{"seller_id", "sku", "offer_id", "category"})
	if err != nil {
		return err
	}
	for _, of := range s.sellers {
		if of.review.first != 0 {
			states.text(of.id)
			states.text(of.reviewCategory)
			states.text("Manual Review")
			states.date(of.review.first)
			states.date(of.review.last)
			states.text("seller cabinet")
			states.endRow()
		}
		for i := range of.products {
			products.text(of.id)
			products.number(of.products[i].sku)
			products.text(of.products[i].offer)
			products.text(of.products[i].category)
			products.endRow()
		}
	}
	return nil
}
