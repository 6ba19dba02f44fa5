package datasets

import "ozpayout/pipeline"

// Columns of risk flags.
var (
	FlagPayoutID = &pipeline.Text{Name: "payout_id", Doc: "payout that is flagged; ALL = the seller's account as a whole", From: []pipeline.Column{PayoutID}}
	FlagCode     = &pipeline.Code{Name: "flag_code", Doc: "FREEZE_NEXT_3, INN_INTERCEPT, INN_WARNING (not arrived), INN_INVALID, OGRN_INVALID, TAX_REGISTRATION, TAX_HOLD, HOLD, BEFORE_CHANNEL_START", From: []pipeline.Column{FreezeCode, PayoutAmount, AccountINN, AccountOGRN, AccountTaxRegistrationType, HoldReason, AgreedStatus, Route}}
	FlagSinceOn  = &pipeline.Date{Name: "since_on", Doc: "first day of the risk; null = since ever", From: []pipeline.Column{FreezeFrom, HeldAt, SettledOn, ValidFrom}}
	FlagUntilOn  = &pipeline.Date{Name: "until_on", Doc: "last day of the risk; null = it goes on", From: []pipeline.Column{ReleasedAt, LastArrivedOn, ValidTo}}
	FlagReason   = &pipeline.Code{Name: "reason_text", Doc: "why, as a code whose texts stand in code_texts (risk_reason_code)", From: []pipeline.Column{FreezeCode, HoldReason, AccountINN, AccountTaxRegistrationType}}
	FlagEvidence = &pipeline.Code{Name: "evidence_code", Doc: "observed, inferred, or unknown: one fact points to the risk and the other is not known", From: []pipeline.Column{HoldReason, AccountINN}}
	FlagFile     = &pipeline.Code{Name: "evidence_source_file", Doc: "file of the event or of the account; null = payment history", From: []pipeline.Column{pipeline.FromFile}}
	FlagRow      = &pipeline.Int{Name: "evidence_source_row", Doc: "record number in that file", From: []pipeline.Column{pipeline.FromRow}}
)

// RiskFlags is the mart of payouts and accounts at risk.
var RiskFlags = &pipeline.Dataset{
	Name: "risk_flags", Doc: "Payouts and accounts at risk of a freeze, an interception or a hold (A04, B24, B29, B31, C29, C30).",
	Grain: "one row per seller, payout or ALL, and flag", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, FlagPayoutID, FlagCode, FlagSinceOn, FlagUntilOn, FlagReason, FlagEvidence,
		PayoutAmount, PayoutCurrency, FlagFile, FlagRow, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, FlagPayoutID, FlagCode},
}
