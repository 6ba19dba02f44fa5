package shop

import (
	"slices"
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
	for _, of := range slices.Concat(s.sellers, s.side) {
		starts := of.changes(of.payee.from, s.asOf)
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
	for _, p := range []period{s.incomplete, s.withoutINN, s.misnamed} {
		if p.first != 0 {
			starts = append(starts, p.first, p.last+1)
		}
	}
	starts = slices.DeleteFunc(starts, func(d day) bool { return d > asOf })
	slices.Sort(starts)
	return slices.Compact(starts)
}

func (s *shop) accountRow(t *table, of *seller, from, to day) {
	t.text(of.id)
	t.date(from)
	t.date(to)
	t.text(of.name)
	t.text(of.english)
	t.text(of.profile.licenceNo)
	t.flag(of.profile.isVerified)
	t.text(of.profile.entity)
	t.text("Brand")
	t.text(of.profile.country)
	t.text("广东")
	t.text(of.profile.licenceAddress)
	t.text(of.profile.ozonAddress)
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
	for _, method := range []route{of.profile.payoutMethod, of.profile.defaultMethod, of.route} {
		t.text(englishPayments.route[method])
	}
	t.text(of.payouts.String())
	t.flag(true)
	if of.misnamed.has(from) && !of.incomplete.has(from) {
		t.blank(1) // left to the audit of the binding
	} else {
		t.flag(!of.incomplete.has(from))
	}
	t.instant(s.exportedAt)
	t.endRow()
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
