package reports

import "ozpayout/datasets"

// onTimeRates shows the on-time rates by tier and route beside the published ones.
var onTimeRates = &sheet{
	Key: "on_time_rates", Dataset: datasets.OnTimeRates, Frozen: 4,
	Columns: []column{
		{Of: datasets.SellerID, Codes: "whole"},
		{Of: datasets.Period, Codes: "whole"},
		{Of: datasets.TierCode, Codes: "tier_code"},
		{Of: datasets.RouteOrAll, Codes: "route_code"},
		{Of: datasets.JudgedLines},
		{Of: datasets.OnTimeLines},
		{Of: datasets.RateValue},
		{Of: datasets.RateLo},
		{Of: datasets.RateHi},
		{Of: datasets.RateLoCluster},
		{Of: datasets.RateHiCluster},
		{Of: datasets.RateBatches},
		{Of: datasets.RateDesignEffect},
		{Of: datasets.ClaimedRate},
		{Of: datasets.Within3Rate},
		{Of: datasets.Known3},
		{Of: datasets.Within5Rate},
		{Of: datasets.Known5},
		{Of: datasets.RateGate, Codes: "gate_code"},
		{Of: datasets.DecidedBy},
	},
}
