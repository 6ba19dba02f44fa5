package datasets

import "ozpayout/pipeline"

// Columns of on-time counts and rates.
var (
	JudgedLines      = &pipeline.Int{Name: "lines", Doc: "judged lines that arrived, or are open and late (D30)", Unit: "lines", From: []pipeline.Column{IsLate, IsOpen}}
	OnTimeLines      = &pipeline.Int{Name: "on_time", Doc: "of them, not late", Unit: "lines", From: []pipeline.Column{IsLate}}
	Known3           = &pipeline.Int{Name: "known_3", Doc: "lines arrived, or open longer than 3 working days", Unit: "lines", From: []pipeline.Column{TakenDays, IsOpen}}
	Within3          = &pipeline.Int{Name: "within_3", Doc: "of them, taken 3 working days or fewer", Unit: "lines", From: []pipeline.Column{TakenDays}}
	Known5           = &pipeline.Int{Name: "known_5", Doc: "lines arrived, or open longer than 5 working days", Unit: "lines", From: []pipeline.Column{TakenDays, IsOpen}}
	Within5          = &pipeline.Int{Name: "within_5", Doc: "of them, taken 5 working days or fewer", Unit: "lines", From: []pipeline.Column{TakenDays}}
	RateValue        = &pipeline.Share{Name: "rate", Doc: "on-time rate; null below the gate", Unit: "share 0..1", From: []pipeline.Column{OnTimeLines, JudgedLines}}
	RateLo           = &pipeline.Share{Name: "rate_lo", Doc: "lower bound, Wilson 95 %, as if lines were independent (D31)", Unit: "share 0..1", From: []pipeline.Column{OnTimeLines, JudgedLines}}
	RateHi           = &pipeline.Share{Name: "rate_hi", Doc: "upper bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{OnTimeLines, JudgedLines}}
	Within3Rate      = &pipeline.Share{Name: "within_3_rate", Doc: "within_3 / known_3", Unit: "share 0..1", From: []pipeline.Column{Within3, Known3}}
	Within5Rate      = &pipeline.Share{Name: "within_5_rate", Doc: "within_5 / known_5", Unit: "share 0..1", From: []pipeline.Column{Within5, Known5}}
	ClaimedRate      = &pipeline.Share{Name: "claimed_rate", Doc: "published on-time rate of the tier: a claim (B12)", Unit: "share 0..1", From: []pipeline.Column{ClaimValue}}
	RateLoCluster    = &pipeline.Share{Name: "rate_lo_cluster", Doc: "lower bound, 95 %, over settlement batches, whose lines hang together: bootstrap, linearised beyond 400 batches (D31); null for a single batch, and where all lines or none are on time", Unit: "share 0..1", From: []pipeline.Column{OnTimeLines, JudgedLines, SettlementBatchNo}}
	RateHiCluster    = &pipeline.Share{Name: "rate_hi_cluster", Doc: "upper bound, 95 %, over settlement batches", Unit: "share 0..1", From: []pipeline.Column{OnTimeLines, JudgedLines, SettlementBatchNo}}
	RateBatches      = &pipeline.Int{Name: "batches", Doc: "settlement batches with such lines: what the cluster bounds are over (D31)", Unit: "batches", From: []pipeline.Column{JudgedLines, SettlementBatchNo}}
	RateDesignEffect = &pipeline.Share{Name: "design_effect", Doc: "variance of the rate over settlement batches by that of as many independent lines (Kish 1965): at 4 the Wilson bounds are half as far apart as they should be; null where the cluster bounds are", Unit: "ratio", From: []pipeline.Column{OnTimeLines, JudgedLines, SettlementBatchNo}}
	RateGate         = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (below 30; below 10 no rate) (D32)", From: []pipeline.Column{JudgedLines}}
	RouteOrAll       = &pipeline.Code{Name: "route_code", Doc: "route, or ALL", From: []pipeline.Column{RouteCode}}
)

// OnTimeCounts are the judged lines of one partition, additive.
var OnTimeCounts = &pipeline.Dataset{
	Name: "on_time_counts", Doc: "Judged lines by tier and route: partial counts.", Grain: "one row per partition and run of lines of a seller, month, batch, tier, route and currency", Layer: pipeline.IntermediateLayer,
	Columns:   []pipeline.Column{SellerID, MonthOn, SettlementBatchNo, TierCode, RouteCode, PayoutCurrency, JudgedLines, OnTimeLines, Known3, Within3, Known5, Within5},
	Partition: settlementPartition, Spread: BySettlement,
}

// OnTimeRates is the mart of on-time rates.
var OnTimeRates = &pipeline.Dataset{
	Name: "on_time_rates", Doc: "On-time rates by tier and route with intervals, beside the published ones (B05, B07, B12, D30-D32).",
	Grain: "one row per seller or ALL, month or ALL, tier, and route or ALL", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, Period, TierCode, RouteOrAll, JudgedLines, OnTimeLines, RateValue, RateLo, RateHi, Within3Rate, Within5Rate, ClaimedRate, RateGate,
		Known3, Within3, Known5, Within5, RateLoCluster, RateHiCluster, PolicyPack, DecidedBy,
		RateBatches, RateDesignEffect,
	},
	Key: []pipeline.Column{SellerID, Period, TierCode, RouteOrAll},
}
