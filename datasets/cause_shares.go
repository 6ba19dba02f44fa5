package datasets

import "ozpayout/pipeline"

// Columns of cause counts and shares.
var (
	MonthOn           = &pipeline.Date{Name: "month_on", Doc: "first day of the month of settled_on (D09)", From: []pipeline.Column{SettledOn}}
	LateLines         = &pipeline.Int{Name: "late_lines", Doc: "late lines that the method gives to the cause; of days methods, lines with such days", Unit: "lines", From: []pipeline.Column{IsLate}}
	MethodCode        = &pipeline.Code{Name: "method", Doc: "count_precedence, count_bottleneck, days_precedence, days_bottleneck, days_shapley", From: []pipeline.Column{CauseCode}}
	Weight            = &pipeline.Int{Name: "weight", Doc: "what the method adds up: lines, or days in units of 1/360360 (D33)", Unit: "lines or 1/360360 business days", From: []pipeline.Column{PrecedenceDays, BottleneckDays, ShapleyDays, IsLate}}
	Period            = &pipeline.Code{Name: "period", Doc: "month YYYY-MM of settled_on, or ALL", From: []pipeline.Column{MonthOn}}
	ShareValue        = &pipeline.Share{Name: "share", Doc: "share of the method's total; null below the gate", Unit: "share 0..1", From: []pipeline.Column{Weight}}
	ShareLo           = &pipeline.Share{Name: "share_lo", Doc: "lower bound, Wilson 95 %, as if lines were independent (D31); count methods only", Unit: "share 0..1", From: []pipeline.Column{Weight}}
	ShareHi           = &pipeline.Share{Name: "share_hi", Doc: "upper bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{Weight}}
	IntervalMethod    = &pipeline.Code{Name: "interval_method", Doc: "of share_lo and share_hi: wilson; where days are shared, of the cluster bounds: cluster_bootstrap, or cluster_linearised beyond 400 batches; null = no interval", From: []pipeline.Column{Weight}}
	ClaimedShare      = &pipeline.Share{Name: "claimed_share", Doc: "published share of the cause's group: a claim (B09); null = the article names none", Unit: "share 0..1", From: []pipeline.Column{CauseClaimShare, CauseClaimGroup}}
	Residual          = &pipeline.Share{Name: "standardised_residual", Doc: "(observed - expected) / standard deviation of the cause's group; count methods", Unit: "standard deviations", From: []pipeline.Column{Weight, CauseClaimShare}}
	ChiSquare         = &pipeline.Share{Name: "chi_square", Doc: "goodness of fit of the group counts to the published vector; count methods", Unit: "chi-square", From: []pipeline.Column{Weight, CauseClaimShare}}
	PValue            = &pipeline.Share{Name: "p_value", Doc: "its p-value; Monte Carlo where an expected count is below 5; count methods", Unit: "probability", From: []pipeline.Column{Weight, CauseClaimShare}}
	PSI               = &pipeline.Share{Name: "psi", Doc: "population stability index of the group shares by the method against the published vector; 0.1 and 0.25 are conventions; null where a group has no share", Unit: "index", From: []pipeline.Column{Weight, CauseClaimShare}}
	GateCode          = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (below 30; below 10 no share), not_observable (D32)", From: []pipeline.Column{Weight, TableName}}
	ShareLoCluster    = &pipeline.Share{Name: "share_lo_cluster", Doc: "lower bound, 95 %, over settlement batches, whose lines hang together: bootstrap, linearised beyond 400 batches (D31); null for a single batch, and for a share of 0 or 1", Unit: "share 0..1", From: []pipeline.Column{Weight, SettlementBatchNo}}
	ShareHiCluster    = &pipeline.Share{Name: "share_hi_cluster", Doc: "upper bound, 95 %, over settlement batches", Unit: "share 0..1", From: []pipeline.Column{Weight, SettlementBatchNo}}
	ClaimGroup        = &pipeline.Code{Name: "claim_group", Doc: "group of the published shares the cause belongs to", From: []pipeline.Column{CauseClaimGroup}}
	ShareLoTogether   = &pipeline.Share{Name: "share_lo_simultaneous", Doc: "lower bound; those of all causes of the table, observable or not, hold together with 95 % (Goodman 1965, D31); count methods only", Unit: "share 0..1", From: []pipeline.Column{Weight}}
	ShareHiTogether   = &pipeline.Share{Name: "share_hi_simultaneous", Doc: "upper bound that holds for all causes together", Unit: "share 0..1", From: []pipeline.Column{Weight}}
	ShareBatches      = &pipeline.Int{Name: "batches", Doc: "settlement batches with late lines: what the cluster bounds are over (D31)", Unit: "batches", From: []pipeline.Column{IsLate, SettlementBatchNo}}
	ShareDesignEffect = &pipeline.Share{Name: "design_effect", Doc: "variance of the share over settlement batches by that of as many independent lines (Kish 1965): at 4 the Wilson bounds are half as far apart as they should be; count methods; null where the cluster bounds are", Unit: "ratio", From: []pipeline.Column{Weight, IsLate, SettlementBatchNo}}
	SampleLines       = &pipeline.Int{Name: "n_lines", Doc: "late lines of the seller and period", Unit: "lines", From: []pipeline.Column{IsLate}}
)

// CauseCounts are the late lines and days of one partition by cause, additive.
var CauseCounts = &pipeline.Dataset{
	Name: "cause_counts", Doc: "Late lines and days by cause and method: partial sums.", Grain: "one row per partition, run of lines of a batch, seller, month, method and cause", Layer: pipeline.IntermediateLayer,
	Columns:   []pipeline.Column{SellerID, MonthOn, SettlementBatchNo, MethodCode, LineCause, LateLines, Weight},
	Partition: settlementPartition, Spread: BySettlement,
}

// CauseShares is the mart of cause shares.
var CauseShares = &pipeline.Dataset{
	Name: "cause_shares", Doc: "Shares of the causes of late payouts with intervals, beside the published ones (B09, C24, D30-D33).",
	Grain: "one row per seller or ALL, month or ALL, method and cause", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, Period, MethodCode, LineCause, LateLines, ShareValue, ShareLo, ShareHi, IntervalMethod, ClaimedShare, Residual, ChiSquare, PValue, PSI, GateCode,
		ShareLoCluster, ShareHiCluster, ClaimGroup, SampleLines, PolicyPack, DecidedBy,
		ShareLoTogether, ShareHiTogether, ShareBatches, ShareDesignEffect,
	},
	Key: []pipeline.Column{SellerID, Period, MethodCode, LineCause},
}
