package checkeligibility

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// A seller is what is known of a seller on the as-of date, by the names of the
// attributes that rules ask for; an attribute that is not known is missing.
type seller struct {
	id         string
	hasAccount bool
	account    map[string]string
	isTest     bool
	bindings   map[string]binding // by provider
}

// A binding is what is known of a seller at a provider.
type binding struct {
	attributes map[string]string
	boundOn    calendar.Day // first day of the last binding, if isBound
	isBound    bool         // bound up to the as-of date, as far as is known
}

// boundOn returns the first day of the seller's binding to a provider.
func (s *seller) boundOn(provider string) (calendar.Day, bool) {
	b := s.bindings[provider]
	return b.boundOn, b.isBound
}

// attribute returns the value of an attribute, "" where it is not known.
func (s *seller) attribute(name, provider string) string {
	return cmp.Or(s.bindings[provider].attributes[name], s.account[name])
}

// readSellers returns the sellers of whom there is an account or a binding, in the
// order of their ids.
func readSellers(t *pipeline.Task) ([]*seller, error) {
	known := make(map[string]*seller)
	of := func(id string) *seller {
		if known[id] == nil {
			known[id] = &seller{id: id, bindings: make(map[string]binding)}
		}
		return known[id]
	}
	if err := readAccounts(t, of); err != nil {
		return nil, err
	}
	if err := readBindings(t, of); err != nil {
		return nil, err
	}
	return slices.SortedFunc(maps.Values(known), func(a, b *seller) int { return cmp.Compare(a.id, b.id) }), nil
}

func readAccounts(t *pipeline.Task, of func(string) *seller) error {
	for r, err := range nullable.Rows(t, datasets.SellerAccounts) {
		if err != nil {
			return err
		}
		s := of(r.Code(datasets.SellerID))
		if !policy.Validity(r).Holds(calendar.Day(t.AsOf)) {
			continue
		}
		s.hasAccount = true
		s.isTest = r.IsTrue(datasets.AccountIsTest)
		s.account = attributes(r, map[string]pipeline.Column{
			"entity_type": datasets.AccountEntityType, "registration_country": datasets.AccountRegistrationCountry,
			"business_type": datasets.AccountBusinessType, "settlement_currency": datasets.AccountSettlementCurrency,
			"licence_no": datasets.AccountLicenceNo, "inn": datasets.AccountINN, "ogrn": datasets.AccountOGRN,
			"site": datasets.AccountSite, "ozon_kyc_state": datasets.AccountKYCState,
		})
		s.account["registration_country"] = strings.ToUpper(s.account["registration_country"])
		if r.IsFalse(datasets.AccountIsINNUploaded) {
			delete(s.account, "inn") // registered but not uploaded is missing (9.6)
		}
	}
	return nil
}

func readBindings(t *pipeline.Task, of func(string) *seller) error {
	changes := make(map[bindingKey][]change)
	for r, err := range nullable.Rows(t, datasets.Bindings) {
		if err != nil {
			return err
		}
		s, provider := of(r.Code(datasets.SellerID)), r.Code(datasets.Provider)
		b, period := s.bindings[provider], policy.Validity(r)
		if period.From > calendar.Day(t.AsOf) {
			continue
		}
		key := bindingKey{s.id, provider}
		changes[key] = append(changes[key], change{period.From, r.Code(datasets.BindingState)})
		if period.Holds(calendar.Day(t.AsOf)) {
			b.attributes = attributes(r, map[string]pipeline.Column{
				"kyc_state": datasets.BindingKYCState, "kyc_level": datasets.BindingKYCLevel, "payee_entity_no": datasets.BindingPayeeEntityNo,
			})
		}
		s.bindings[provider] = b
	}
	for key, ofBinding := range changes {
		s := of(key.seller)
		b := s.bindings[key.provider]
		b.boundOn, b.isBound = lastBound(ofBinding)
		s.bindings[key.provider] = b
	}
	return nil
}

// A bindingKey names a binding.
type bindingKey struct{ seller, provider string }

// A change is a row of a binding: from a day on it has a state.
type change struct {
	from  calendar.Day
	state string
}

// lastBound returns the first day of the binding that the changes end with. A row
// without a state is one of a binding that stands; one that failed or is pending ends
// none, one that is unbound does: who binds again later is bound anew (A23).
func lastBound(changes []change) (on calendar.Day, isBound bool) {
	slices.SortFunc(changes, func(a, b change) int { return cmp.Compare(a.from, b.from) })
	for _, c := range changes {
		switch {
		case c.state == "unbound":
			isBound = false
		case (c.state == "bound" || c.state == "") && !isBound:
			on, isBound = c.from, true
		}
	}
	return on, isBound
}

// attributes returns the cells of a row that are filled, by the names given.
func attributes(r nullable.Row, columns map[string]pipeline.Column) map[string]string {
	filled := make(map[string]string)
	for name, column := range columns {
		var value string
		switch c := column.(type) {
		case *pipeline.Code:
			value = r.Code(c)
		case *pipeline.Text:
			value = r.Text(c)
		}
		// Words that are not on a list load as the code unknown (9.18).
		if value != "" && value != unknownWord {
			filled[name] = value
		}
	}
	return filled
}

const unknownWord = "unknown"
