package datasets

import "ozpayout/pipeline"

// Columns of payout_reconciliation.
var (
	Against       = &pipeline.Code{Name: "against", Doc: "lines (sum of the payout's lines) or csv_vs_json (the two copies, B21)", From: []pipeline.Column{PayoutID}}
	PayoutSide    = &pipeline.Money{Name: "payout_amount", Doc: "amount of the payout, in the currency of the comparison", Currency: TieCurrency, From: []pipeline.Column{PayoutAmount, SourceAmount}}
	OtherAmount   = &pipeline.Money{Name: "other_amount", Doc: "amount on the other side; null = missing there", Currency: TieCurrency, From: []pipeline.Column{PartAmount, PayoutAmount}}
	TieDifference = &pipeline.Money{Name: "difference", Doc: "payout_amount minus other_amount: shown, never spread (D49)", Currency: TieCurrency, From: []pipeline.Column{PayoutAmount, PartAmount}}
	TieCurrency   = &pipeline.Code{Name: "currency", Doc: "currency of the comparison", From: []pipeline.Column{PayoutCurrency, SourceCurrency, LinesCurrency}}
	TieState      = &pipeline.Code{Name: "state_code", Doc: "ties, timing, unreconciled, missing_here, missing_there", From: []pipeline.Column{PayoutAmount, PartAmount}}
	DaysApart     = &pipeline.Days{Name: "days_apart", Doc: "calendar days between the two copies' dates; 0 = equal", Unit: "calendar days", From: []pipeline.Column{SettledOn, ArrivedOn}}
	TieRules      = &pipeline.Code{Name: "rule_ids", Doc: "rules of the rule book that decided, joined by blanks", From: []pipeline.Column{TieState}}
)

// PayoutReconciliation is the mart of tie-outs.
var PayoutReconciliation = &pipeline.Dataset{
	Name: "payout_reconciliation", Doc: "Payouts against their lines and against the other copy of the export (B20, B21, D49).",
	Grain: "one row per payout and side compared", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{SellerID, PayoutID, Against, PayoutSide, OtherAmount, TieDifference, TieCurrency, TieState, DaysApart, TieRules},
	Key:     []pipeline.Column{SellerID, PayoutID, Against},
}
