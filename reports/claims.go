package reports

import (
	"math"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
)

// wordClaim is what every published figure is called.
const wordClaim word = "claim"

// claims shows every published figure beside our own. The figures are claims, not
// measurements, and say so in each row (A01, C36).
var claims = &sheet{
	Key: "claims", Dataset: datasets.Claims, Frozen: 1,
	Columns: []column{
		{Of: datasets.ClaimKey},
		{Of: datasets.ClaimRuleID},
		{Of: datasets.ClaimSource},
		{Of: datasets.ClaimAsOf},
		{Of: datasets.ClaimScope, Codes: phrases, Wide: true},
		{Of: datasets.ClaimStatement, Codes: phrases, Wide: true},
		{Of: datasets.ClaimUnit, Codes: "claim_unit"},
		{Of: datasets.ClaimedValue},
		{Of: datasets.OwnValue},
		{Of: datasets.ClaimLo},
		{Of: datasets.ClaimHi},
		{Of: datasets.ClaimN},
		{Of: datasets.VerdictCode, Codes: "verdict_code"},
		{Of: datasets.ClaimKind, Codes: "claim_kind"},
		{
			Key: "status", Doc: "always the same: a published figure is a claim and was not verified (A01, C36)",
			Value: func(arrow.Record) func(row int) any { return func(int) any { return wordClaim } },
		},
		{
			Key: "own_less_published", Unit: "see unit", Doc: "own_value minus claimed_value; empty where one is not a number or not known",
			Value: func(rec arrow.Record) func(row int) any {
				own, claimed := datasets.OwnValue.In(rec), datasets.ClaimedValue.In(rec)
				return func(row int) any {
					if own.IsNull(row) || claimed.IsNull(row) {
						return nil
					}
					return math.Round(1e10*(own.Value(row)-claimed.Value(row))) / 1e10 // as the formula does
				}
			},
			Formula: less("own_value", "claimed_value"),
		},
		markOf(datasets.VerdictCode, wordCheck, map[string]word{"consistent": wordOK, "inconsistent": wordCheck},
			"OK: our figure is consistent with the claim; CHECK: it is not; empty: no verdict"),
	},
}
