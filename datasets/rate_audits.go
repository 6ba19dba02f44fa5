package datasets

import "ozpayout/pipeline"

// Columns of rate audits.
var (
	CandidateCode = &pipeline.Code{Name: "candidate_code", Doc: "basis compared (C21): in_force_on_day_before (a), set_on_day_before (b), in_force_on_settlement (c), in_force_on_order (d)", From: []pipeline.Column{SettledOn, InForceFrom}}
	ImpliedRate   = &pipeline.Rate{Name: "implied_rate", Doc: "rate of the payout: the applied rate, else that of its two amounts, rounded to ten decimals", Unit: "against per currency", From: []pipeline.Column{AppliedRate, SourceAmount, PayoutAmount}}
	OfficialRate  = &pipeline.Rate{Name: "official_rate", Doc: "official rate of the candidate, rounded to ten decimals; null = none, see state_code", Unit: "against per currency", From: []pipeline.Column{Value, Nominal, InForceFrom}}
	DeviationBP   = &pipeline.Rate{Name: "deviation_bp", Doc: "implied / official - 1, exact to ten decimals", Unit: "basis points", From: []pipeline.Column{ImpliedRate, OfficialRate}}
	Within5BP     = &pipeline.Flag{Name: "within_5bp", Doc: "the deviation is at most rate_tolerance_bp (5), decided without rounding (B28)", From: []pipeline.Column{ImpliedRate, OfficialRate, PolicyValue}}
	IsBestBasis   = &pipeline.Flag{Name: "is_best_basis", Doc: "no candidate of the payout deviates less; candidates that deviate alike are all marked; null = not comparable", From: []pipeline.Column{DeviationBP}}

	AuditState        = &pipeline.Code{Name: "state_code", Doc: "ok, no_rate, stale_rate (C22), not_set (none was set on the day before), order_date_unknown, several_order_dates (orders of different rates), source_currency_unknown, no_implied_rate", From: []pipeline.Column{InForceFrom, AcceptedAt, SourceCurrency, AppliedRate}}
	IsConfiguredBasis = &pipeline.Flag{Name: "is_configured_basis", Doc: "the basis that the policy pack expects on settled_on (rate_basis)", From: []pipeline.Column{PolicyValue, SettledOn}}
	AuditedCurrency   = &pipeline.Code{Name: "currency", Doc: "currency that is priced, the CBR way round: that of the payout, or of its source where the payout is in roubles", From: []pipeline.Column{PayoutCurrency, SourceCurrency}}
	AuditedAgainst    = &pipeline.Code{Name: "against", Doc: "currency of the price; RUB where the export names no source currency (9.2)", From: []pipeline.Column{PayoutCurrency, SourceCurrency}}
	ImpliedFrom       = &pipeline.Code{Name: "implied_from_code", Doc: "applied_rate or amounts: what implied_rate is taken from", From: []pipeline.Column{AppliedRate, SourceAmount}}
	AmountsRate       = &pipeline.Rate{Name: "amounts_rate", Doc: "rate of source amount and payout amount, rounded to ten decimals; null = no source amount", Unit: "against per currency", From: []pipeline.Column{SourceAmount, PayoutAmount}}
	AmountsBP         = &pipeline.Rate{Name: "amounts_deviation_bp", Doc: "deviation of that rate, audited beside the applied one (9.2)", Unit: "basis points", From: []pipeline.Column{AmountsRate, OfficialRate}}
	AmountsWithin5BP  = &pipeline.Flag{Name: "amounts_within_5bp", Doc: "as within_5bp, of the rate of the amounts", From: []pipeline.Column{AmountsRate, OfficialRate, PolicyValue}}
	OfficialFrom      = &pipeline.Date{Name: "official_from", Doc: "first day in force of the official rate, of a cross the older of its two", From: []pipeline.Column{InForceFrom}}
	OfficialIsCarried = &pipeline.Flag{Name: "is_carried", Doc: "the official rate came into force before the day asked for: a weekend or holiday (C22)", From: []pipeline.Column{InForceFrom, SettledOn, AcceptedAt}}
)

// RateAudits is the mart of rates that Ozon used against official ones.
var RateAudits = &pipeline.Dataset{
	Name: "rate_audits", Doc: "The rate of each converted payout against every candidate basis of the official rate (B28, C21, C22, R03).",
	Grain: "one row per converted payout and candidate basis", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, PayoutID, CandidateCode, ImpliedRate, OfficialRate, DeviationBP, Within5BP, IsBestBasis,
		AuditState, IsConfiguredBasis, AuditedCurrency, AuditedAgainst, ImpliedFrom, AmountsRate, AmountsBP, AmountsWithin5BP,
		SettledOn, OfficialFrom, OfficialIsCarried, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, PayoutID, CandidateCode},
}
