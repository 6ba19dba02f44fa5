package datasets

import "ozpayout/pipeline"

// Columns of eligibility.
var (
	EligibilityPolicy  = &pipeline.Code{Name: "policy", Doc: "policy pack that judges; every pack has a row of its own, because they contradict each other (R04, A23)", From: []pipeline.Column{Pack}}
	ChannelEligible    = &pipeline.Flag{Name: "channel_eligible", Doc: "may use the provider's channel (A22, A23); null = not known, or grandfathered", From: []pipeline.Column{EligibilityRequirement, AccountEntityType, AccountBusinessType, AccountRegistrationCountry, AccountLicenceNo, AccountINN, BindingKYCState, BindingKYCLevel, BindingPayeeEntityNo, AccountSettlementCurrency}}
	CycleInScope       = &pipeline.Flag{Name: "cycle_in_scope", Doc: "the payout cycle is for the seller (B17, D05): another scope than channel_eligible (C01); null = no account row holds on the as-of date", From: []pipeline.Column{EligibilityRequirement, AccountRegistrationCountry, AccountIsTest, AccountSite, AccountKYCState}}
	EligibilityReasons = &pipeline.Code{Name: "reasons", Doc: "requirements of the channel that are not met, as reason codes joined by blanks; null = none", From: []pipeline.Column{EligibilityReason}}
	ChannelCode        = &pipeline.Code{Name: "channel_code", Doc: "eligible, not_eligible, unknown, or grandfathered_check: not eligible by a rule that began after the seller was bound (A23)", From: []pipeline.Column{EligibilityRequirement, BindingState, ValidFrom}}
	CycleReasons       = &pipeline.Code{Name: "cycle_reasons", Doc: "why the payout cycle is not for the seller, joined by blanks; null = it is, or nothing is known", From: []pipeline.Column{EligibilityReason}}
	UnknownAttributes  = &pipeline.Code{Name: "unknown_attributes", Doc: "attributes that decide and are not known, joined by blanks; null = none", From: []pipeline.Column{EligibilityAttribute}}
	EligibilityNotices = &pipeline.Code{Name: "notices", Doc: "what is reported and does not decide (C02), joined by blanks; null = nothing", From: []pipeline.Column{EligibilityReason}}
	BoundOn            = &pipeline.Date{Name: "bound_on", Doc: "first day of the seller's binding to the provider, which begins anew after one that was ended; null = not bound, or since ever", From: []pipeline.Column{ValidFrom, BindingState}}
	ChannelProvider    = &pipeline.Code{Name: "provider", Doc: "provider whose channel is judged", From: []pipeline.Column{EligibilityProvider}}
)

// Eligibility is the mart of who may use a channel and whose payouts the cycle is for.
var Eligibility = &pipeline.Dataset{
	Name: "eligibility", Doc: "Channel eligibility and payout-cycle scope of sellers, as of the business date, by every policy pack (A22, A23, B17, C01, C02, R04).",
	Grain: "one row per seller, policy pack and provider", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, EligibilityPolicy, ChannelEligible, CycleInScope, EligibilityReasons,
		ChannelCode, CycleReasons, UnknownAttributes, EligibilityNotices, BoundOn, ChannelProvider, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, EligibilityPolicy, ChannelProvider},
}
