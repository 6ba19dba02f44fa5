package datasets

import "ozpayout/pipeline"

// Columns of the spans of sellers.
var (
	FirstSettledOn = &pipeline.Date{Name: "first_settled_on", Doc: "first settlement of the seller that Payment History has; null = none", From: []pipeline.Column{SettledOn}}
	HasBothCopies  = &pipeline.Flag{Name: "has_both_copies", Doc: "both copies of Payment History have payouts of the seller (B21)", From: []pipeline.Column{IsInBoth, PartForm}}
)

// SettlementSpans say what Payment History has of each seller.
var SettlementSpans = &pipeline.Dataset{
	Name: "settlement_spans", Doc: "Since when Payment History has payouts of a seller, and whether both copies of it do.", Grain: "one row per seller", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, FirstSettledOn, HasBothCopies}, Key: []pipeline.Column{SellerID},
}

// AccrualSpans say which days the accruals of each seller cover.
var AccrualSpans = &pipeline.Dataset{
	Name: "accrual_spans", Doc: "Days that the accruals of a seller's payouts cover (D22).", Grain: "one row per seller with accruals", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, FirstAccruedOn, LastAccruedOn}, Key: []pipeline.Column{SellerID},
}
