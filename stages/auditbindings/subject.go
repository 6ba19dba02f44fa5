package auditbindings

import (
	"fmt"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/policy"
)

// rules are what the policy pack says.
type rules struct {
	values     *policy.ValueTable
	bindings   policy.BindingRuleTable
	checklists policy.Checklists
	provinces  *policy.Provinces
	rates      *policy.RateTable
}

// configuredRoute returns the route of sellers who do not say what they want (D07).
func (r *rules) configuredRoute(day calendar.Day) string {
	route, _, _ := r.values.At("default_intended_route", day)
	if route == "unknown" {
		return ""
	}
	return route
}

// A subject is a seller and a provider on a day: what the checks judge.
type subject struct {
	*rules
	seller   *seller
	provider string
	day      calendar.Day
	account  *account // nil = no row holds
	binding  *binding // nil = no row holds
}

func (r *rules) subject(s *seller, provider string, b *binding, day calendar.Day) *subject {
	return &subject{rules: r, seller: s, provider: provider, day: day, account: s.accountOn(day), binding: b}
}

// at returns the row that stands for the subject where no other row decides.
func (s *subject) at() place {
	switch {
	case s.binding != nil:
		return s.binding.at
	case s.account != nil:
		return s.account.at
	}
	return place{}
}

// A check is a question of the audit.
type check struct {
	id    string
	judge func(*subject) (outcome, error)
}

// checks are the questions in the order of the audit. A pack may not know all of
// them.
func checks() []check {
	always := func(judge func(*subject) outcome) func(*subject) (outcome, error) {
		return func(s *subject) (outcome, error) { return judge(s), nil }
	}
	return []check{
		{"V", always((*subject).isBound)},
		{"V1", always((*subject).isVerified)},
		{"V2", always((*subject).hasPapers)},
		{"V3", always((*subject).payeeAgrees)},
		{"V3.account_name", always((*subject).nameAgrees)},
		{"V3.swift_bic", always((*subject).swiftAgrees)},
		{"V3.iban", always((*subject).ibanAgrees)},
		{"V3.account_no", always((*subject).numberAgrees)},
		{"S1", always((*subject).choseProvider)},
		{"S2", always((*subject).isAuthorised)},
		{"S3", always((*subject).addressAgrees)},
		{"S4", (*subject).isFunded},
		{"merchant_id", (*subject).hasMerchantID},
		{"api_key", always((*subject).hasKey)},
		{"login_as_merchant_id", always((*subject).isNotLogin)},
		{"default_payout_method", always((*subject).isDefault)},
		{"routed_after_test", always((*subject).isRouted)},
		{"kyc", always((*subject).isKnownToProvider)},
		{"entity", always((*subject).isSameEntity)},
		{"identity", always((*subject).isSameName)},
		{"tax", always((*subject).isTaxRegistered)},
	}
}

// A finding is the outcome of a check under its rule.
type finding struct {
	check   string
	rule    policy.BindingRule
	outcome outcome
}

// audit asks the questions, of those that are wanted, that the pack knows on the day.
func (s *subject) audit(isWanted func(check string) bool) (findings []finding, err error) {
	for _, c := range checks() {
		rule, ok := s.bindings.At(c.id, s.day)
		if !ok || !isWanted(c.id) {
			continue
		}
		o := outcome{result: notApplicable}
		if rule.IsFor(s.provider) {
			if o, err = c.judge(s); err != nil {
				return nil, fmt.Errorf("check %s: %w", c.id, err)
			}
			if o.at == (place{}) {
				o.at = s.at()
			}
		}
		findings = append(findings, finding{c.id, rule, o})
	}
	return findings, nil
}

// rateOf returns the rate of a currency on a day; ok is false without a usable one.
func (r *rules) rateOf(currency string, day calendar.Day) (rate fxrate.Rate, ok bool) {
	rate, state := r.rates.Series(currency).At(day)
	return rate, state == policy.InForce
}
