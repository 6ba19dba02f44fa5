package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
)

// channelStates shows the looks at collection channels that call for something: not
// enabled, not synchronised, a suspension that refunds predict, a trigger or a
// balance too low (A14, A24-A26, A38, C09).
var channelStates = &sheet{
	Key: "channel_states", Dataset: datasets.ChannelStates, Frozen: 4, Keep: keepTroubledChannels,
	Columns: []column{
		markOf(datasets.ChannelStateCode, wordCheck, map[string]word{
			"ENABLED": wordOK, "UNAUTHORISED": wordCheck, "PENDING_REVIEW": wordCheck, "SUSPENDED": wordCheck, "UNKNOWN": markCheck,
		}, "OK: enabled; CHECK: not authorised, under review or suspended; LOOK: state not recognised"),
		{Of: datasets.SellerID},
		{Of: datasets.Provider, Codes: "route_code"},
		{Of: datasets.ChannelCheckedAt},
		{Of: datasets.ChannelStateCode, Codes: "channel_state_code"},
		{Of: datasets.ChannelActionCode, Codes: "channel_action_code", Wide: true},
		{Of: datasets.ChannelSyncedAt},
		{Of: datasets.ChannelIsStale},
		{Of: datasets.PredictedSuspension},
		{Of: datasets.LargestRefundShare},
		{Of: datasets.RefundOrderShare},
		{Of: datasets.RefundMonth},
		{Of: datasets.RefundPayoutID},
		{Of: datasets.RefundLineID},
		{Of: datasets.RefundOrderID},
		{Of: datasets.PredictionCode, Codes: "channel_prediction_code"},
		{Of: datasets.ThresholdCode, Codes: "channel_amount_code"},
		{Of: datasets.BalanceCode, Codes: "channel_amount_code"},
		{Of: datasets.BalanceShortfallCNY},
		{Of: datasets.BalanceIsConverted},
		{Of: datasets.ThresholdIsConverted},
		{Of: datasets.IsBeforeStart},
		{Of: datasets.ChannelStateText},
		{Of: datasets.ChannelFile},
		{Of: datasets.ChannelRow},
		{Of: datasets.DecidedBy},
	},
}

func keepTroubledChannels(rec arrow.Record, _ *facts) func(row int) bool {
	state := codesOf(datasets.ChannelStateCode.In(rec))
	stale, predicted := datasets.ChannelIsStale.In(rec), datasets.PredictedSuspension.In(rec)
	threshold, balance := codesOf(datasets.ThresholdCode.In(rec)), codesOf(datasets.BalanceCode.In(rec))
	return func(row int) bool {
		return state(row) != "ENABLED" || isTrue(stale, row) || isTrue(predicted, row) || threshold(row) == "fail" || balance(row) == "fail"
	}
}

// riskFlags shows payouts and accounts at risk (A04, B24, B29, B31). A payout may
// have several flags, so its amount has no total.
var riskFlags = &sheet{
	Key: "risk_flags", Dataset: datasets.RiskFlags, Frozen: 3,
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.FlagPayoutID, Codes: "whole"},
		{Of: datasets.FlagCode, Codes: "risk_flag_code", Wide: true},
		{Of: datasets.FlagSinceOn},
		{Of: datasets.FlagUntilOn},
		{Of: datasets.FlagReason, Codes: "risk_reason_code"},
		{Of: datasets.FlagEvidence, Codes: "evidence_code whole"},
		{Of: datasets.PayoutAmount},
		{Of: datasets.PayoutCurrency},
		{Of: datasets.FlagFile},
		{Of: datasets.FlagRow},
		{Of: datasets.DecidedBy},
	},
}

// holdTimes shows how long payouts were held (B31).
var holdTimes = &sheet{
	Key: "hold_times", Dataset: datasets.HoldTimes, Frozen: 2,
	Columns: []column{
		{Of: datasets.SellerID, Codes: "whole"},
		{Of: datasets.HeldReason, Codes: "hold_reason"},
		{Of: datasets.Holds},
		{Of: datasets.HoldsReleased},
		{Of: datasets.HoldsOpen},
		{Of: datasets.HoldMedianDays},
		{Of: datasets.HoldMedianLo},
		{Of: datasets.HoldMedianHi},
		{Of: datasets.HoldMeanDays},
		{Of: datasets.HoldMeanRestricted},
		{Of: datasets.HoldClaimedDays},
		{Of: datasets.HoldGate, Codes: "gate_code"},
		{Of: datasets.DecidedBy},
	},
}
