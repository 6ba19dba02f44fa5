package datasets

import "ozpayout/pipeline"

// Columns of lateness per payout and of freezes.
var (
	LateFrom   = &pipeline.Date{Name: "late_from", Doc: "first working day after the earliest due date of the payout's late lines", From: []pipeline.Column{DueOn, IsLate}}
	LateUntil  = &pipeline.Date{Name: "late_until", Doc: "arrival; null = still open", From: []pipeline.Column{ArrivedDay}}
	FreezeFrom = &pipeline.Date{Name: "freeze_from", Doc: "day of the trigger", From: []pipeline.Column{RiskEventAt, WithdrawalCreatedAt}}
	FreezeCode = &pipeline.Code{Name: "freeze_trigger_code", Doc: "account_changed or withdrawal_attempt", From: []pipeline.Column{RiskEventType, WithdrawalTxnType}}
	FreezeFile = &pipeline.Code{Name: "freeze_source_file", Doc: "file of the event", From: []pipeline.Column{pipeline.FromFile}}
	FreezeRow  = &pipeline.Int{Name: "freeze_source_row", Doc: "record number in that file", From: []pipeline.Column{pipeline.FromRow}}
)

// LatePayoutParts are the late payouts of one partition.
var LatePayoutParts = &pipeline.Dataset{
	Name: "late_payout_parts", Doc: "When payouts were late, as one partition sees it.", Grain: "one row per partition and late payout", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, PayoutID, LateFrom, LateUntil},
}

// PayoutFreezes are the next payouts after a trigger (B24, C29, D20).
var PayoutFreezes = &pipeline.Dataset{
	Name: "payout_freezes", Doc: "Payouts that B24 expects to be frozen: the next three by settlement date, strictly after a trigger while a payout is late.",
	Grain: "one row per payout", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, PayoutID, FreezeFrom, FreezeCode, FreezeFile, FreezeRow}, Key: []pipeline.Column{SellerID, PayoutID},
}
