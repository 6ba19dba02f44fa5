package datasets

import "ozpayout/pipeline"

// Columns of channel states.
var (
	ChannelStateCode     = &pipeline.Code{Name: "state_code", Doc: "ENABLED, UNAUTHORISED, PENDING_REVIEW, SUSPENDED, or UNKNOWN for every other text (A24, A25, A26)", From: []pipeline.Column{ChannelStateText}}
	ChannelSyncedAt      = &pipeline.Instant{Name: "last_sync_at", Doc: "as exported, else the time of the state bar on the Shanghai day of checked_at or the day before; null = not known", From: []pipeline.Column{ChannelLastSyncAt, ChannelStateText, ChannelCheckedAt}}
	ChannelIsStale       = &pipeline.Flag{Name: "is_stale", Doc: "last synchronised longer before checked_at than the limit; null = not known", From: []pipeline.Column{ChannelSyncedAt, ChannelCheckedAt, PolicyValue}}
	PredictedSuspension  = &pipeline.Flag{Name: "predicted_suspension", Doc: "largest_refund_share is above the limit (A26); null = not known", From: []pipeline.Column{RefundAmount, SettlementGross, PolicyValue}}
	LargestRefundShare   = &pipeline.Share{Name: "largest_refund_share", Doc: "largest single refund of the month before checked_at by the gross of that month: the denominator that the rule uses (C09); null = not known, or no gross", Unit: "share", From: []pipeline.Column{RefundAmount, SettlementGross, ChannelCheckedAt}}
	ThresholdOK          = &pipeline.Flag{Name: "threshold_ok", Doc: "auto-withdraw trigger is at least the advised amount (A38); null = see threshold_code", From: []pipeline.Column{ChannelAutoWithdrawThreshold, ChannelThresholdCurrency, PolicyValue}}
	BalanceOK            = &pipeline.Flag{Name: "balance_ok", Doc: "balance is at least what the first transfer needs (A14); null = see balance_code", From: []pipeline.Column{ChannelBalanceAmount, ChannelBalanceCurrency, PolicyValue}}
	ChannelActionCode    = &pipeline.Code{Name: "action_code", Doc: "what to do in this state: NONE, REAUTHORISE, CONTACT_ACCOUNT_MANAGER, CHECK_STATE (A25, A26)", From: []pipeline.Column{ChannelStateText}}
	RefundOrderShare     = &pipeline.Share{Name: "refund_order_share", Doc: "the same refund by the amount of its order, the other reading of C09; printed, not used", Unit: "share", From: []pipeline.Column{RefundAmount, RefundOrderAmount}}
	RefundMonth          = &pipeline.Code{Name: "refund_month", Doc: "month YYYY-MM before the Shanghai day of checked_at", From: []pipeline.Column{ChannelCheckedAt}}
	RefundPayoutID       = &pipeline.Text{Name: "refund_payout_id", Doc: "payout of that refund", From: []pipeline.Column{PayoutID}}
	RefundLineID         = &pipeline.Text{Name: "refund_line_id", Doc: "line of that refund", From: []pipeline.Column{LineNo}}
	RefundOrderID        = &pipeline.Text{Name: "refund_order_id", Doc: "order of that refund", From: []pipeline.Column{OrderID}}
	PredictionCode       = &pipeline.Code{Name: "prediction_code", Doc: "prediction beside the state: agrees, not_predicted (suspended without such a refund), not_suspended (such a refund, not suspended), no_settlement, mixed_currencies, unknown_state", From: []pipeline.Column{ChannelStateText, RefundAmount, SettlementGross}}
	ThresholdCode        = &pipeline.Code{Name: "threshold_code", Doc: "pass, fail, not_stated or no_rate", From: []pipeline.Column{ChannelAutoWithdrawThreshold, ChannelThresholdCurrency, Value, Nominal}}
	BalanceCode          = &pipeline.Code{Name: "balance_code", Doc: "pass, fail, not_stated or no_rate", From: []pipeline.Column{ChannelBalanceAmount, ChannelBalanceCurrency, Value, Nominal}}
	BalanceShortfallCNY  = &pipeline.Money{Name: "balance_shortfall_cny", Doc: "what the balance lacks, at least 0.01 where it fails; 0 = nothing; null = not known", Unit: "CNY", From: []pipeline.Column{ChannelBalanceAmount, ChannelBalanceCurrency, Value, Nominal, PolicyValue}}
	BalanceIsConverted   = &pipeline.Flag{Name: "balance_is_converted", Doc: "the balance was in another currency and compared at the official cross rate of the Moscow day of checked_at (A14)", From: []pipeline.Column{ChannelBalanceCurrency}}
	ThresholdIsConverted = &pipeline.Flag{Name: "threshold_is_converted", Doc: "the same of the trigger", From: []pipeline.Column{ChannelThresholdCurrency}}
	IsBeforeStart        = &pipeline.Flag{Name: "is_before_channel_start", Doc: "opened or seen before the provider's channel existed: a warning (A04)", From: []pipeline.Column{ChannelCheckedAt, ChannelOpenedOn, ValidFrom}}
	ChannelFile          = &pipeline.Code{Name: "evidence_source_file", Doc: "file of the state", From: []pipeline.Column{pipeline.FromFile}}
	ChannelRow           = &pipeline.Int{Name: "evidence_source_row", Doc: "record number in that file", From: []pipeline.Column{pipeline.FromRow}}
)

// ChannelStates is the mart of collection channels as they were seen.
var ChannelStates = &pipeline.Dataset{
	Name: "channel_states", Doc: "State of each collection channel when it was looked at, what to do, and the suspension that refunds predict (A04, A14, A24-A26, A38, C09).",
	Grain: "one row per seller, provider and moment of looking", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, Provider, ChannelCheckedAt, ChannelStateCode, ChannelSyncedAt, ChannelIsStale, PredictedSuspension, LargestRefundShare, ThresholdOK, BalanceOK,
		ChannelActionCode, RefundOrderShare, RefundMonth, RefundPayoutID, RefundLineID, RefundOrderID, PredictionCode,
		ThresholdCode, BalanceCode, BalanceShortfallCNY, BalanceIsConverted, ThresholdIsConverted, IsBeforeStart,
		ChannelStateText, ChannelFile, ChannelRow, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, Provider, ChannelCheckedAt},
}
