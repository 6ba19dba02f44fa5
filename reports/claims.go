package reports

import "ozpayout/datasets"

// claims shows every published figure beside our own.
var claims = &sheet{
	Key: "claims", Dataset: datasets.Claims, Frozen: 1,
	Columns: []column{
		{Of: datasets.ClaimKey},
		{Of: datasets.ClaimRuleID},
		{Of: datasets.ClaimSource},
		{Of: datasets.ClaimAsOf},
		{Of: datasets.ClaimScope, Wide: true},
		{Of: datasets.ClaimStatement, Wide: true},
		{Of: datasets.ClaimUnit},
		{Of: datasets.ClaimedValue},
		{Of: datasets.OwnValue},
		{Of: datasets.ClaimLo},
		{Of: datasets.ClaimHi},
		{Of: datasets.ClaimN},
		{Of: datasets.VerdictCode, Codes: "verdict_code"},
	},
}
