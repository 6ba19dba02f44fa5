package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
)

// markFail is the mark of a check that is not passed.
const markFail word = "fail"

// bindingChecks shows the checks that fail or are not known, failures first (A05-A15,
// A27-A31). The cash at risk stands on every failed check of a seller, so it has no
// total.
var bindingChecks = &sheet{
	Key: "binding_checks", Dataset: datasets.BindingChecks, Frozen: 4, Keep: keepCodes(datasets.CheckResult, "fail", "unknown"), Rank: failuresFirst,
	Columns: []column{
		markOf(datasets.CheckResult, markFail, map[string]word{"fail": markFail, "unknown": markCheck}, "FAIL: the check fails; LOOK: an input is missing, which is never a pass"),
		{Of: datasets.SellerID},
		{Of: datasets.Provider, Codes: "route_code"},
		{Of: datasets.CheckID, Codes: "check_id", Wide: true},
		{Of: datasets.CheckResult, Codes: "result_code"},
		{Of: datasets.DifferenceClass, Codes: "difference_class"},
		{Of: datasets.FirstDifferenceIndex},
		{Of: datasets.LeftEscaped},
		{Of: datasets.RightEscaped},
		{Of: datasets.SuggestedValue},
		{Of: datasets.SuggestionPasses},
		{Of: datasets.NextStep, Codes: "next_step", Wide: true},
		{Of: datasets.AmountAtRisk},
		{Of: datasets.AmountAtRiskCode, Codes: "amount_at_risk_code"},
		{Of: datasets.OpenAuditedPayouts},
		{Of: datasets.AuditReasons, Codes: "audit_reason_code", Wide: true},
		{Of: datasets.AuditNotices, Codes: "audit_notice_code", Wide: true},
		{Of: datasets.SameDivision},
		{Of: datasets.Shortfall},
		{Of: datasets.OutsideReference},
		{Of: datasets.IsCurrentBinding},
		{Of: datasets.BindingFrom},
		{Of: datasets.JudgedOn},
		{Of: datasets.AuditFile},
		{Of: datasets.AuditRow},
		{Of: datasets.DecidedBy},
	},
}

func failuresFirst(rec arrow.Record) func(row int) int64 {
	result := codesOf(datasets.CheckResult.In(rec))
	return func(row int) int64 {
		if result(row) == "fail" {
			return 0
		}
		return 1
	}
}

// bindingBenchmarks shows kinds of failure beside the published shares (A09, A10, A27).
var bindingBenchmarks = &sheet{
	Key: "binding_benchmarks", Dataset: datasets.BindingBenchmarks, Frozen: 2,
	Columns: []column{
		{Of: datasets.BenchmarkCode, Codes: "benchmark_code", Wide: true},
		{Of: datasets.BenchmarkProvince, Codes: "whole"},
		{Of: datasets.BenchmarkEvents},
		{Of: datasets.BenchmarkSample},
		{Of: datasets.BenchmarkShare},
		{Of: datasets.BenchmarkLo},
		{Of: datasets.BenchmarkHi},
		{Of: datasets.BenchmarkClaim},
		{Of: datasets.BenchmarkGate, Codes: "gate_code"},
		{Of: datasets.DecidedBy},
	},
}

// eligibility shows who may use a channel, by every policy pack, since the packs
// contradict each other (A22, A23, R04).
var eligibility = &sheet{
	Key: "eligibility", Dataset: datasets.Eligibility, Frozen: 4,
	Columns: []column{
		markOf(datasets.ChannelCode, wordCheck, map[string]word{"eligible": wordOK, "not_eligible": wordCheck, "unknown": markCheck, "grandfathered_check": markCheck},
			"OK: eligible; CHECK: not eligible; LOOK: unknown, or bound before the rule"),
		{Of: datasets.SellerID},
		{Of: datasets.EligibilityPolicy},
		{Of: datasets.ChannelProvider, Codes: "route_code"},
		{Of: datasets.ChannelCode, Codes: "channel_code"},
		{Of: datasets.ChannelEligible},
		{Of: datasets.EligibilityReasons, Codes: "eligibility_reason_code", Wide: true},
		{Of: datasets.CycleInScope},
		{Of: datasets.CycleReasons, Codes: "eligibility_reason_code", Wide: true},
		{Of: datasets.UnknownAttributes, Codes: "eligibility_attribute", Wide: true},
		{Of: datasets.EligibilityNotices, Codes: "eligibility_reason_code", Wide: true},
		{Of: datasets.BoundOn},
		{Of: datasets.DecidedBy},
	},
}

// documentChecks shows the papers that a provider asks for (A07, B25).
var documentChecks = &sheet{
	Key: "document_checks", Dataset: datasets.DocumentChecks, Frozen: 4,
	Columns: []column{
		markOf(datasets.DocumentStateCode, wordCheck, map[string]word{"present": wordOK, "missing": wordCheck, "unknown": markCheck}, "OK: present; CHECK: missing; LOOK: not known"),
		{Of: datasets.SellerID},
		{Of: datasets.Provider, Codes: "route_code"},
		{Of: datasets.CheckedDocument, Codes: "document_code"},
		{Of: datasets.DocumentStateCode, Codes: "document_state_code"},
		{Of: datasets.DocumentMissing, Codes: "document_missing_code"},
		{Of: datasets.SubmittedOn},
		{Of: datasets.ReviewedOn},
		{Of: datasets.ReviewDays},
		{Of: datasets.DocumentExpiresOn},
		{Of: datasets.DecidedBy},
	},
}

// documentReviews shows how long providers take to review a paper (B26).
var documentReviews = &sheet{
	Key: "document_reviews", Dataset: datasets.DocumentReviews, Frozen: 1,
	Columns: []column{
		{Of: datasets.ReviewProvider, Codes: "route_code"},
		{Of: datasets.Reviews},
		{Of: datasets.OpenReviews},
		{Of: datasets.UncountedReviews},
		{Of: datasets.MeanReviewDays},
		{Of: datasets.MeanReviewLo},
		{Of: datasets.MeanReviewHi},
		{Of: datasets.ClaimedReview},
		{Of: datasets.ReviewGate, Codes: "gate_code"},
		{Of: datasets.DecidedBy},
	},
}
