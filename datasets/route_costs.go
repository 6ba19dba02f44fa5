package datasets

import "ozpayout/pipeline"

// allInFrom are the columns behind spread and fees together.
var allInFrom = []pipeline.Column{CostSpread, CostFee, CostFixed, CostMid}

// Columns of route_costs. Each ratio is the sum of the costs by the sum of the
// amounts (methods.md section 8).
var (
	CostRoute         = &pipeline.Code{Name: "route_code", Doc: "provider that was withdrawn from", From: []pipeline.Column{Provider}}
	CostPeriod        = &pipeline.Code{Name: "period", Doc: "month YYYY-MM of the order, Moscow, or ALL", From: []pipeline.Column{CostM1On}}
	CostedWithdrawals = &pipeline.Int{Name: "withdrawals", Doc: "withdrawals and conversions whose spread and fee are known (cost_code ok)", Unit: "withdrawals", From: []pipeline.Column{CostCode}}
	RouteIdeal        = &pipeline.Money{Name: "ideal_amount", Doc: "their worth at mid rates: ideal_amount, mid_amount where that is null", Currency: CostCurrency, From: []pipeline.Column{CostIdeal, CostMid}}
	RouteCostBP       = &pipeline.Share{Name: "cost_bp", Doc: "total cost by ideal amount, timing included, of the timed withdrawals; null without any", Unit: "bp", From: []pipeline.Column{CostTotal, CostIdeal}}
	RouteLoBP         = &pipeline.Share{Name: "lo_bp", Doc: "lower bound of cost_bp, 95 %, bootstrap over withdrawal days; null on a single day", Unit: "bp", From: []pipeline.Column{CostTotal, CostIdeal, CostM1On}}
	RouteHiBP         = &pipeline.Share{Name: "hi_bp", Doc: "upper bound of cost_bp", Unit: "bp", From: []pipeline.Column{CostTotal, CostIdeal, CostM1On}}
	RouteSpreadBP     = &pipeline.Share{Name: "spread_bp", Doc: "spread by ideal_amount; where all withdrawals are timed, spread, fee, timing and fixed part add up to cost_bp", Unit: "bp", From: []pipeline.Column{CostSpread, RouteIdeal}}
	RouteFeeBP        = &pipeline.Share{Name: "fee_bp", Doc: "fees without their fixed part by ideal_amount", Unit: "bp", From: []pipeline.Column{CostFee, RouteIdeal}}
	RouteTimingBP     = &pipeline.Share{Name: "timing_bp", Doc: "timing by ideal amount of the timed withdrawals; null without any", Unit: "bp", From: []pipeline.Column{CostTiming, CostIdeal}}
	RouteFixedBP      = &pipeline.Share{Name: "fixed_bp", Doc: "fixed parts of the fees by ideal_amount; null where no schedule tells the fixed part of any", Unit: "bp", From: []pipeline.Column{CostFixed, RouteIdeal}}
	OrderLevelShare   = &pipeline.Share{Name: "order_level_share", Doc: "of the withdrawals from accounts of known granularity, those with order-level data (A36)", Unit: "share 0..1", From: []pipeline.Column{CostGrain}}
	MedianBookingLag  = &pipeline.Share{Name: "median_booking_lag_days", Doc: "median of booking_lag_days, type 7; 0 = T+0 (A36); null = none is known", Unit: "calendar days", From: []pipeline.Column{CostBookingLag}}
	RouteClaimText    = &pipeline.Text{Name: "claim_text", Doc: "what is published about the cost of the route: a claim; null = nothing", From: []pipeline.Column{ClaimStatement, ClaimValue, ClaimUnit}}
	TimedWithdrawals  = &pipeline.Int{Name: "timed_withdrawals", Doc: "of the withdrawals, those whose timing is observable: cost_bp is theirs", Unit: "withdrawals", From: []pipeline.Column{CostTimingCode}}
	AllInBP           = &pipeline.Share{Name: "all_in_bp", Doc: "spread and fees by mid_amount, without timing: what the provider takes (A35)", Unit: "bp", From: allInFrom}
	AllInLoBP         = &pipeline.Share{Name: "all_in_lo_bp", Doc: "lower bound of all_in_bp, 95 %, bootstrap over withdrawal days", Unit: "bp", From: append([]pipeline.Column{CostM1On}, allInFrom...)}
	AllInHiBP         = &pipeline.Share{Name: "all_in_hi_bp", Doc: "upper bound of all_in_bp", Unit: "bp", From: append([]pipeline.Column{CostM1On}, allInFrom...)}
	OtherWithdrawals  = &pipeline.Int{Name: "other_withdrawals", Doc: "further withdrawals and conversions of the export: not completed, reversed, maybe reversed, or their cost is not known", Unit: "withdrawals", From: []pipeline.Column{WithdrawalStatus, CostCode}}
	CostDays          = &pipeline.Int{Name: "withdrawal_days", Doc: "days with a costed withdrawal: what is resampled", Unit: "days", From: []pipeline.Column{CostM1On}}
	CostGate          = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (below 30 withdrawals) (D32)", From: []pipeline.Column{CostedWithdrawals}}
)

// RouteCosts is the mart of what the routes cost.
var RouteCosts = &pipeline.Dataset{
	Name: "route_costs", Doc: "All-in cost of the payout routes against the Bank of Russia cross, with intervals, granularity and booking lag (A35, A36, methods.md sections 8, 9).",
	Grain: "one row per route, currency that arrives, and month or ALL", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		CostRoute, CostCurrency, CostPeriod, CostedWithdrawals, RouteIdeal, RouteCostBP, RouteLoBP, RouteHiBP, RouteSpreadBP, RouteFeeBP, RouteTimingBP, RouteFixedBP,
		OrderLevelShare, MedianBookingLag, RouteClaimText,
		TimedWithdrawals, AllInBP, AllInLoBP, AllInHiBP, OtherWithdrawals, CostDays, CostGate, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{CostRoute, CostCurrency, CostPeriod},
}
