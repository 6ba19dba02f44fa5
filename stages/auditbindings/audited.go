package auditbindings

import (
	"ozpayout/stages/internal/calendar"
)

// An audited binding is what was found of a period of a binding, or of a provider
// that is meant and has no binding on the as-of date.
type audited struct {
	of        *subject
	isCurrent bool
	findings  []finding
}

// audit judges every period that is loaded: on the as-of date where it holds, else
// on its day nearest to it.
func (r *rules) audit(s *seller, asOf calendar.Day) (list []audited, err error) {
	add := func(of *subject, isCurrent bool) error {
		findings, err := of.audit(func(string) bool { return true })
		list = append(list, audited{of, isCurrent, findings})
		return err
	}
	for _, b := range s.bindings {
		day := max(b.period.From, min(b.period.To, asOf))
		if err := add(r.subject(s, b.provider, b, day), b.period.Holds(asOf)); err != nil {
			return nil, err
		}
	}
	if a := s.accountOn(asOf); a != nil {
		provider := a.intendedProvider(r.configuredRoute(asOf))
		if provider != "" && s.bindingOn(provider, asOf) == nil {
			if err := add(r.subject(s, provider, nil, asOf), true); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

// province returns the province of the seller on the day, "" where it is not known.
func (s *subject) province() string {
	if s.account == nil {
		return ""
	}
	return s.provinces.Code(s.account.province)
}
