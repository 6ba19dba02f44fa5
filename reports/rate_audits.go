package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
)

// rateBasis shows which basis of the official rate fits the payouts (B28, C21).
var rateBasis = &sheet{
	Key: "rate_basis", Dataset: datasets.RateBasisSummary, Frozen: 4,
	Columns: []column{
		{Of: datasets.SellerID, Codes: "whole"},
		{Of: datasets.AuditedCurrency},
		{Of: datasets.AuditedAgainst},
		{Of: datasets.CandidateCode, Codes: "rate_basis_code"},
		{Of: datasets.AuditedPayouts},
		{Of: datasets.MedianDeviationBP},
		{Of: datasets.PayoutsWithin},
		{Of: datasets.WithinShare},
		{Of: datasets.WithinLo},
		{Of: datasets.WithinHi},
		{Of: datasets.FitsBest},
		{Of: datasets.IsExpectedBasis},
		{Of: datasets.BasisGate, Codes: "gate_code"},
		{Of: datasets.DecidedBy},
	},
}

// rateAudits shows the payouts whose rate lies outside the tolerance around the
// expected basis or fits another one better: the expected basis and the best ones
// of each (B28, C21, R03).
var rateAudits = &sheet{
	Key: "rate_audits", Dataset: datasets.RateAudits, Frozen: 4, Keep: keepMisfits,
	Columns: []column{
		markUnless(datasets.Within5BP, "OK: within_5bp; CHECK: outside the tolerance; empty: not comparable"),
		{Of: datasets.SellerID},
		{Of: datasets.PayoutID},
		{Of: datasets.CandidateCode, Codes: "rate_basis_code"},
		{Of: datasets.IsConfiguredBasis},
		{Of: datasets.IsBestBasis},
		{Of: datasets.AuditedCurrency},
		{Of: datasets.AuditedAgainst},
		{Of: datasets.ImpliedRate},
		{Of: datasets.OfficialRate},
		{Of: datasets.DeviationBP},
		{Of: datasets.Within5BP},
		{Of: datasets.AuditState, Codes: "rate_audit_state_code"},
		{Of: datasets.ImpliedFrom, Codes: "implied_from_code"},
		{Of: datasets.AmountsRate},
		{Of: datasets.AmountsBP},
		{Of: datasets.AmountsWithin5BP},
		{Of: datasets.SettledOn},
		{Of: datasets.OfficialFrom},
		{Of: datasets.OfficialIsCarried},
		{Of: datasets.DecidedBy},
	},
}

// addMisfits notes the payouts whose rate is outside the tolerance around the
// expected basis, or nearer to another one.
func (f *facts) addMisfits(rec arrow.Record) {
	seller, payout := codesOf(datasets.SellerID.In(rec)), datasets.PayoutID.In(rec)
	expected, best, within := datasets.IsConfiguredBasis.In(rec), datasets.IsBestBasis.In(rec), datasets.Within5BP.In(rec)
	for row := range int(rec.NumRows()) {
		if isTrue(expected, row) && (isFalse(within, row) || isFalse(best, row)) {
			f.misfits[string(payoutKey(nil, seller(row), payout.Value(row)))] = true
		}
	}
}

func keepMisfits(rec arrow.Record, f *facts) func(row int) bool {
	seller, payout := codesOf(datasets.SellerID.In(rec)), datasets.PayoutID.In(rec)
	expected, best := datasets.IsConfiguredBasis.In(rec), datasets.IsBestBasis.In(rec)
	return func(row int) bool {
		return (isTrue(expected, row) || isTrue(best, row)) && f.misfits[string(payoutKey(nil, seller(row), payout.Value(row)))]
	}
}
