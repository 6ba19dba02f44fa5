package datasets

import "ozpayout/pipeline"

// Columns of route_capabilities.
var (
	CapabilityRoute      = &pipeline.Code{Name: "route_code", Doc: "payout route; unknown = not exported", From: []pipeline.Column{RouteTermCode, Provider, Route}}
	CapabilityCurrency   = &pipeline.Code{Name: "currency", Doc: "settlement currency, listed or observed", From: []pipeline.Column{RouteTermCurrencies, WithdrawalCurrency, PayoutCurrency}}
	CapabilityCode       = &pipeline.Code{Name: "capability_code", Doc: "claimed, not_listed (others are), unknown (nobody says), on the as-of date (A34, R04, R08)", From: []pipeline.Column{RouteTermCurrencies}}
	RouteWithdrawals     = &pipeline.Int{Name: "withdrawals", Doc: "completed withdrawals and conversions observed in the currency that were not reversed", Unit: "withdrawals", From: []pipeline.Column{CostSource}}
	RouteWithdrawn       = &pipeline.Money{Name: "withdrawn_amount", Doc: "their gross amounts", Currency: CapabilityCurrency, From: []pipeline.Column{CostGross}}
	RoutePayouts         = &pipeline.Int{Name: "payouts", Doc: "payouts observed in the currency, test transfers left out", Unit: "payouts", From: []pipeline.Column{PayoutID}}
	RoutePaid            = &pipeline.Money{Name: "payout_amount", Doc: "their amounts", Currency: CapabilityCurrency, From: []pipeline.Column{PayoutAmount}}
	NSPKDirect           = &pipeline.Code{Name: "nspk_direct_code", Doc: "claimed or unknown, never no (B14, C19, C20)", From: []pipeline.Column{RouteTermNSPK}}
	IsRMBDirect          = &pipeline.Flag{Name: "is_rmb_direct", Doc: "route said to be RMB direct and currency CNY (C18); null = nobody says", From: []pipeline.Column{RouteTermDirect}}
	CapabilityWarning    = &pipeline.Code{Name: "warning_code", Doc: "currency_not_listed (observed all the same, A34), before_channel_start (A04); null = none", From: []pipeline.Column{RouteTermCurrencies, ValidFrom, SettledOn}}
	EarlyPayouts         = &pipeline.Int{Name: "early_payouts", Doc: "of the payouts, those settled before the channel is said to have started (A04)", Unit: "payouts", From: []pipeline.Column{ValidFrom, SettledOn}}
	CapabilityClaimRules = &pipeline.Code{Name: "claim_rule_ids", Doc: "rules that say so; null = none", From: []pipeline.Column{RuleIDs}}
)

// RouteCapabilities is the mart of what routes are said to settle in, beside what
// they do.
var RouteCapabilities = &pipeline.Dataset{
	Name: "route_capabilities", Doc: "Route by currency: what is claimed, and what is observed (A04, A34, B05, B14, C18-C20, R04, R08).",
	Grain: "one row per route and currency that is listed or observed", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		CapabilityRoute, CapabilityCurrency, CapabilityCode, RouteWithdrawals, RouteWithdrawn, RoutePayouts, RoutePaid, NSPKDirect, IsRMBDirect,
		CapabilityWarning, EarlyPayouts, CapabilityClaimRules, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{CapabilityRoute, CapabilityCurrency},
}
