package auditbindings

import (
	"ozpayout/stages/internal/checklist"
	"ozpayout/stages/internal/policy"
)

// isBound is the AND of the three-fold verification (A05). The reasons are the
// parts that are not passed.
func (s *subject) isBound() outcome {
	parts := []finding{{check: "V1", outcome: s.isVerified()}, {check: "V2", outcome: s.hasPapers()}, {check: "V3", outcome: s.payeeAgrees()}}
	var outcomes []outcome
	for _, part := range parts {
		outcomes = append(outcomes, part.outcome)
	}
	all := allOf(outcomes...)
	all.classes, all.reasons = nil, nil
	for _, part := range parts {
		if part.outcome.result == all.result && all.result != pass {
			all.reasons = append(all.reasons, part.check)
		}
	}
	return all
}

// isVerified checks that the account is real-name verified and has the name of the
// licence (A06).
func (s *subject) isVerified() outcome {
	if s.account == nil {
		return notKnown(noRow)
	}
	a := s.account
	name := comparedIfKnown(a.name, a.licenceName, a.at)
	if name.result == fail {
		name.reasons = []string{"name_differs_from_licence"}
	}
	verified := outcome{result: pass}
	switch {
	case a.isVerified == nil:
		verified = notKnown(emptyCell)
	case !*a.isVerified:
		verified = failing(a.at, "not_verified")
	}
	all := allOf(verified, name)
	all.index, all.left, all.right = name.index, name.left, name.right
	all.suggested, all.suggestionPasses = name.suggested, name.suggestionPasses
	if verified.result == fail {
		// The right name does not help an account that is not verified.
		all.suggestionPasses = falseIfGiven(all.suggestionPasses)
	}
	return all
}

func falseIfGiven(flag *bool) *bool {
	if flag == nil {
		return nil
	}
	return new(false)
}

// payeeAgrees is the AND of the payee fields of the rule: name, SWIFT/BIC and IBAN
// (A08).
func (s *subject) payeeAgrees() outcome {
	parts := []outcome{s.nameAgrees()}
	if _, ok := s.bindings.At("V3.swift_bic", s.day); ok {
		parts = append(parts, s.swiftAgrees())
	}
	if _, ok := s.bindings.At("V3.iban", s.day); ok {
		parts = append(parts, s.ibanAgrees())
	}
	return allOf(parts...)
}

func (s *subject) nameAgrees() outcome { return s.field(func(b *binding) pair { return b.name }) }

func (s *subject) swiftAgrees() outcome { return s.field(func(b *binding) pair { return b.swift }) }

// ibanAgrees compares the IBAN if one side has it (C34).
func (s *subject) ibanAgrees() outcome {
	return s.optionalField(func(b *binding) pair { return b.iban })
}

// numberAgrees compares the account numbers if one side has one: a check of the
// product, not of the guide.
func (s *subject) numberAgrees() outcome {
	return s.optionalField(func(b *binding) pair { return b.number })
}

func (s *subject) field(of func(*binding) pair) outcome {
	if s.binding == nil {
		return notKnown(noRow)
	}
	p := of(s.binding)
	return comparedIfKnown(p.ozon, p.provider, s.binding.at)
}

func (s *subject) optionalField(of func(*binding) pair) outcome {
	if s.binding == nil {
		return notKnown(noRow)
	}
	p := of(s.binding)
	if p == (pair{}) {
		return outcome{result: notApplicable}
	}
	return compared(p.ozon, p.provider, s.binding.at)
}

// isKnownToProvider checks that the provider's KYC is complete.
func (s *subject) isKnownToProvider() outcome {
	switch {
	case s.binding == nil:
		return notKnown(noRow)
	case s.binding.kyc == "":
		return notKnown(emptyCell)
	case s.binding.kyc != "complete":
		return failing(s.binding.at, "kyc_not_complete")
	}
	return outcome{result: pass}
}

// hasPapers checks that the provider's KYC is complete and that the papers of its
// checklist are there; each that is missing is named (A07). Without a checklist it
// is never complete (C14).
func (s *subject) hasPapers() outcome {
	parts := []outcome{s.isKnownToProvider()}
	papers := s.checklists.Of(s.provider, s.day)
	switch {
	case len(papers) == 0:
		parts = append(parts, notKnown("no_checklist"))
	case s.seller.papers == nil:
		parts = append(parts, notKnown("documents_not_loaded"))
	default:
		for _, paper := range papers {
			parts = append(parts, s.hasPaper(paper))
		}
	}
	return allOf(parts...)
}

// hasPaper checks one paper of the checklist on the day.
func (s *subject) hasPaper(paper policy.Paper) outcome {
	v := checklist.Judge(paper, s.seller.papers[s.provider], s.day)
	switch {
	case v.IsPresent == nil:
		return notKnown("unknown_" + paper.Document)
	case !*v.IsPresent:
		return failing(s.at(), "missing_"+paper.Document)
	}
	return outcome{result: pass}
}

// isSameEntity checks that payee and seller are one legal entity, by registration
// number (A23).
func (s *subject) isSameEntity() outcome {
	if s.account == nil || s.binding == nil {
		return notKnown(noRow)
	}
	return comparedIfKnown(s.binding.payeeNo, s.account.licenceNo, s.binding.at)
}

// isSameName checks that the payee has the registered legal name (A23, R07).
func (s *subject) isSameName() outcome {
	if s.account == nil || s.binding == nil {
		return notKnown(noRow)
	}
	return comparedIfKnown(s.binding.payeeName, s.account.licenceName, s.binding.at)
}

// uploadedINN returns the INN, "" if it is registered but not uploaded (9.6).
func (a *account) uploadedINN() string {
	if a.isINNUploaded != nil && !*a.isINNUploaded {
		return ""
	}
	return a.inn
}
