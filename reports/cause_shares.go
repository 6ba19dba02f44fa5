package reports

import "ozpayout/datasets"

// causeShares shows the shares of the causes beside the published ones.
var causeShares = &sheet{
	Key: "cause_shares", Dataset: datasets.CauseShares, Frozen: 4,
	Columns: []column{
		{Of: datasets.SellerID, Codes: "whole"},
		{Of: datasets.Period, Codes: "whole"},
		{Of: datasets.MethodCode, Codes: "method"},
		{Of: datasets.LineCause, Codes: "cause_code"},
		{Of: datasets.LateLines},
		{Of: datasets.ShareValue},
		{Of: datasets.ShareLo},
		{Of: datasets.ShareHi},
		{Of: datasets.ShareLoTogether},
		{Of: datasets.ShareHiTogether},
		{Of: datasets.ShareLoCluster},
		{Of: datasets.ShareHiCluster},
		{Of: datasets.IntervalMethod, Codes: "interval_method"},
		{Of: datasets.ClaimGroup, Codes: "claim_group"},
		{Of: datasets.ClaimedShare},
		{Of: datasets.Residual},
		{Of: datasets.ChiSquare},
		{Of: datasets.PValue},
		{Of: datasets.PSI},
		{Of: datasets.SampleLines},
		{Of: datasets.ShareBatches},
		{Of: datasets.ShareDesignEffect},
		{Of: datasets.GateCode, Codes: "gate_code"},
		{Of: datasets.DecidedBy},
	},
}
