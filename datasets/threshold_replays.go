package datasets

import "ozpayout/pipeline"

// replayFrom are the columns behind a replay.
var replayFrom = []pipeline.Column{WithdrawalAmount, WithdrawalTxnType, WithdrawalCompletedAt, PolicyValue}

// Columns of threshold_replays.
var (
	ReplayThreshold   = &pipeline.Money{Name: "threshold", Doc: "balance from which all of it is withdrawn; 0 = every day with a balance", Unit: "CNY", From: []pipeline.Column{PolicyValue, ChannelAutoWithdrawThreshold}}
	ReplayWithdrawals = &pipeline.Int{Name: "withdrawals", Doc: "withdrawals of the replay, the last one of what is left included", Unit: "withdrawals", From: replayFrom}
	ReplayFees        = &pipeline.Money{Name: "fees", Doc: "their fees by the schedule; null = see fee_code", Unit: "CNY", From: append([]pipeline.Column{FeeRatePct, FeeFixedAmount, FeeMinAmount, FeeMaxAmount}, replayFrom...)}
	ReplayWaiting     = &pipeline.Money{Name: "waiting_cost", Doc: "cost of the balances left at the end of the days, at a yearly rate over 365", Unit: "CNY", From: replayFrom}
	ReplayTotal       = &pipeline.Money{Name: "total_cost", Doc: "fees and waiting cost, rounded once", Unit: "CNY", From: []pipeline.Column{ReplayFees, ReplayWaiting}}
	ReplayIsFlat      = &pipeline.Flag{Name: "is_flat", Doc: "the fees before rounding are the same at every threshold: it has no effect under this schedule (C13)", From: []pipeline.Column{ReplayFees}}
	ReplayIsOptimum   = &pipeline.Flag{Name: "is_optimum", Doc: "lowest total cost of the account; of equals the lowest threshold", From: []pipeline.Column{ReplayTotal}}
	ReplayPassesAudit = &pipeline.Flag{Name: "passes_audit", Doc: "threshold is at least the advised one (A38)", From: []pipeline.Column{PolicyValue, ReplayThreshold}}
	ReplayIsCurrent   = &pipeline.Flag{Name: "is_current", Doc: "the threshold that the account has set, as last seen", From: []pipeline.Column{ChannelAutoWithdrawThreshold, ChannelCheckedAt}}
	ReplayFeeCode     = &pipeline.Code{Name: "fee_code", Doc: "ok, no_fee_schedule, no_fee_tier, fee_tiers_overlap, volume_not_observable", From: []pipeline.Column{FeeRatePct, FeeTierBasis, FeeTierFrom, FeeTierTo}}
	ReplayInflow      = &pipeline.Money{Name: "inflow_amount", Doc: "receipts that were replayed", Unit: "CNY", From: replayFrom}
	ReplayFirstOn     = &pipeline.Date{Name: "first_on", Doc: "first day of the replay; under volume tiers the first with a complete month before", From: replayFrom}
	ReplayLastOn      = &pipeline.Date{Name: "last_on", Doc: "day of the last receipt", From: replayFrom}
	ReplayFeeSource   = &pipeline.Text{Name: "fee_source", Doc: "where the fee schedule is from", From: []pipeline.Column{FeeSource}}
)

// ThresholdReplays is the mart of what auto-withdrawal thresholds would have cost.
var ThresholdReplays = &pipeline.Dataset{
	Name: "threshold_replays", Doc: "The account's own inflow in CNY replayed at several auto-withdrawal thresholds (A38, C13, R05, methods.md section 8).",
	Grain: "one row per provider account (of a seller where it has no name) and threshold", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		Provider, WithdrawalProviderAccount, ReplayThreshold, ReplayWithdrawals, ReplayFees, ReplayWaiting, ReplayTotal, ReplayIsFlat, ReplayIsOptimum,
		ReplayPassesAudit, ReplayIsCurrent, ReplayFeeCode, ReplayInflow, ReplayFirstOn, ReplayLastOn, ReplayFeeSource, SellerID, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{Provider, WithdrawalProviderAccount, SellerID, ReplayThreshold},
}
