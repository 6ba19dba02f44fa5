package datasets

import "ozpayout/pipeline"

// Columns of taken sums and of the market comparison.
var (
	TakenLines    = &pipeline.Int{Name: "lines", Doc: "arrived lines with an amount in CNY", Unit: "lines", From: []pipeline.Column{TakenDays, AmountCNY, ScopeCode}}
	TakenAmount   = &pipeline.Money{Name: "amount_cny", Doc: "sum of their amounts, charges taken off", Unit: "CNY", From: []pipeline.Column{AmountCNY}}
	UnvaluedLines = &pipeline.Int{Name: "unvalued_lines", Doc: "arrived lines without a usable rate: not in the sums", Unit: "lines", From: []pipeline.Column{AmountCNY, TakenDays}}

	MarketCode          = &pipeline.Code{Name: "market_code", Doc: "aliexpress or wildberries (B27)", From: []pipeline.Column{ClaimID}}
	MoneyDaysDifference = &pipeline.Money{Name: "money_days_difference", Doc: "sum of amount x (days of the market - days taken): positive = the money was here earlier; null = no line has an amount", Unit: "CNY x days", From: []pipeline.Column{AmountCNY, TakenDays, ClaimValue}}
	ClaimedDays         = &pipeline.Share{Name: "claimed_days", Doc: "published payout cycle of the market, as printed: a claim (C28)", Unit: "days, unit not stated", From: []pipeline.Column{ClaimValue}}
	MarketClaimText     = &pipeline.Text{Name: "claim_text", Doc: "the cycle as printed: T+n (unit not stated)", From: []pipeline.Column{ClaimValue}}
	MeanTakenDays       = &pipeline.Share{Name: "mean_taken_days", Doc: "days taken, weighted by amount, charges with a minus, so that it may lie outside of the days of the lines; null = no amount above zero", Unit: "business days", From: []pipeline.Column{TakenDays, AmountCNY}}
	MarketState         = &pipeline.Code{Name: "state_code", Doc: "ok, or incomplete (see unvalued_lines)", From: []pipeline.Column{AmountCNY}}
	MarketRules         = &pipeline.Code{Name: "rule_ids", Doc: "rules of the rule book that decided, joined by blanks", From: []pipeline.Column{ClaimRuleID}}
)

// TakenSums are the amounts of one partition by the days that they took, additive.
var TakenSums = &pipeline.Dataset{
	Name: "taken_sums", Doc: "Arrived lines by days taken: partial sums (B27).", Grain: "one row per partition, seller and number of days taken", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, TakenDays, TakenLines, TakenAmount, UnvaluedLines, PolicyPack},
}

// MarketComparison is the mart of money-days against other markets.
var MarketComparison = &pipeline.Dataset{
	Name: "market_comparison", Doc: "Days of cash against the published payout cycles of other markets: claims, as printed (B27, C28).",
	Grain: "one row per seller or ALL, and market", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, MarketCode, MoneyDaysDifference, ClaimedDays, MarketClaimText, TakenAmount, MeanTakenDays, TakenLines, UnvaluedLines, MarketState, PolicyPack, MarketRules,
	},
	Key: []pipeline.Column{SellerID, MarketCode},
}
