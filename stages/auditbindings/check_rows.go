package auditbindings

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// A risk is the money behind the failed checks of a seller.
type risk struct {
	amount  *int64 // CNY, minor units
	code    string
	payouts int64
}

func (r *rules) riskOf(s *seller, asOf calendar.Day) risk {
	amount, code := s.open.inCNY(r, asOf)
	return risk{amount, code, s.open.payouts}
}

// isOutside reports whether the seller is outside the provinces of the survey; nil
// where the province is not known, or the pack knows no survey (A10).
func (s *subject) isOutside() *bool {
	provinces, _, ok := s.values.At("reference_provinces", s.day)
	code := s.province()
	if !ok || code == "" {
		return nil
	}
	return new(!slices.Contains(strings.Fields(provinces), code))
}

// writeChecks writes the rows of an audited binding.
func (o *output) writeChecks(a audited, behind risk, pack string) {
	w := &o.checks
	isOutside := a.of.isOutside()
	for _, f := range a.findings {
		found := f.outcome
		w.Code(datasets.SellerID, a.of.seller.id)
		w.Code(datasets.Provider, a.of.provider)
		w.Code(datasets.CheckID, f.check)
		w.Code(datasets.CheckResult, string(found.result))
		w.Code(datasets.DifferenceClass, string(found.class()))
		w.IntOrNull(datasets.FirstDifferenceIndex, found.index)
		w.Text(datasets.LeftEscaped, found.left)
		w.Text(datasets.RightEscaped, found.right)
		w.Text(datasets.SuggestedValue, found.suggested)
		w.Flag(datasets.SuggestionPasses, found.suggestionPasses)
		var nextStep string
		var atRisk risk
		var openPayouts *int64
		if found.result == fail {
			nextStep = f.rule.NextStep
			if a.isCurrent {
				atRisk, openPayouts = behind, new(behind.payouts)
			}
		}
		w.Code(datasets.NextStep, nextStep)
		w.Money(datasets.AmountAtRisk, atRisk.amount)
		w.Code(datasets.AuditReasons, strings.Join(found.reasons, " "))
		w.Code(datasets.AuditNotices, strings.Join(found.notices, " "))
		w.Flag(datasets.SameDivision, found.sameDivision)
		w.Money(datasets.Shortfall, found.shortfall)
		w.Flag(datasets.OutsideReference, isOutside)
		w.Flag(datasets.IsCurrentBinding, new(a.isCurrent))
		w.Date(datasets.JudgedOn, new(arrow.Date32(a.of.day)))
		w.Code(datasets.AmountAtRiskCode, atRisk.code)
		w.IntOrNull(datasets.OpenAuditedPayouts, openPayouts)
		w.Code(datasets.AuditFile, found.at.file)
		w.IntOrNull(datasets.AuditRow, nullable.If(found.at != place{}, found.at.row))
		w.Date(datasets.BindingFrom, a.of.bindingFrom())
		w.Code(datasets.PolicyPack, pack)
		w.Code(datasets.DecidedBy, f.rule.RuleIDs)
	}
}

func (s *subject) bindingFrom() *arrow.Date32 {
	if s.binding == nil {
		return nil
	}
	from := s.binding.period.From
	return nullable.If(from != policy.SinceEver, arrow.Date32(from))
}
