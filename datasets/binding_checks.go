package datasets

import "ozpayout/pipeline"

// auditedColumns are what the binding audit compares.
var auditedColumns = []pipeline.Column{
	AccountName, AccountLicenceName, AccountIsVerified, AccountLicenceAddress, AccountOzonAddress, AccountPayoutMethod, AccountDefaultPayoutMethod,
	BindingOzonAccountName, BindingProviderAccountName, BindingOzonSWIFT, BindingProviderSWIFT, BindingOzonIBAN, BindingProviderIBAN,
	BindingOzonAccountNo, BindingProviderAccountNo, BindingMerchantID, BindingHasAPIKey, BindingKYCState, ChannelStateText, ChannelBalanceAmount, DocumentStatus,
}

// Columns of binding checks.
var (
	CheckID              = &pipeline.Code{Name: "check_id", Doc: "V = V1, V2 and V3 (A05); V1-V3 and V3.field the three-fold identity verification; S1-S4 the four scenarios (A10); merchant_id, api_key and so on", From: []pipeline.Column{BindingRuleCheck}}
	CheckResult          = &pipeline.Code{Name: "result_code", Doc: "pass, fail, unknown (an input is missing: never a pass), not_applicable", From: auditedColumns}
	DifferenceClass      = &pipeline.Code{Name: "difference_class", Doc: "kind of the difference: case, space, punctuation, width, homoglyph, invisible, normalisation, mixed, missing, other; for identifiers also length, line_break, control, non_ascii, login", From: auditedColumns}
	FirstDifferenceIndex = &pipeline.Int{Name: "first_difference_index", Doc: "first code point that differs, or is not allowed, from 0", Unit: "code points", From: auditedColumns}
	LeftEscaped          = &pipeline.Text{Name: "left_escaped", Doc: "value in Ozon; what is neither printable ASCII nor an ideograph as [U+00A0]; a login is never printed", From: auditedColumns}
	RightEscaped         = &pipeline.Text{Name: "right_escaped", Doc: "value it must equal: at the provider, or on the licence; escaped likewise", From: auditedColumns}
	SuggestedValue       = &pipeline.Text{Name: "suggested_value", Doc: "value to enter instead, to be copied as it is (A28); null = none", From: auditedColumns}
	SuggestionPasses     = &pipeline.Flag{Name: "suggestion_passes", Doc: "the check would pass with it", From: auditedColumns}
	NextStep             = &pipeline.Code{Name: "next_step", Doc: "what to do about a failed check, a code; null = nothing", From: []pipeline.Column{BindingRuleNextStep}}
	AmountAtRisk         = &pipeline.Money{Name: "amount_at_risk_cny", Doc: "open payouts of the seller that the failed check of a current binding puts at risk (A02), at the rates of the as-of date; the same money stands on every failed check, so it is not to be added up", Unit: "CNY", From: []pipeline.Column{PayoutAmount, ArrivedSum, ArrivalCode, RateRUB}}
	AuditReasons         = &pipeline.Code{Name: "reason_codes", Doc: "why the check fails or is not known, joined by blanks; of V the checks that are not passed", From: auditedColumns}
	AuditNotices         = &pipeline.Code{Name: "notices", Doc: "what does not decide, joined by blanks: only_digits, only_letters (C10), file_has_bom (A28), balance_converted (A14), already_verified", From: auditedColumns}
	SameDivision         = &pipeline.Flag{Name: "same_division", Doc: "of S3: both addresses name the same place in different words; null = not known", From: []pipeline.Column{AccountLicenceAddress, AccountOzonAddress}}
	Shortfall            = &pipeline.Money{Name: "shortfall_cny", Doc: "of S4: what the balance lacks for the verification transfer (A14), rounded up", Unit: "CNY", From: []pipeline.Column{ChannelBalanceAmount, RateRUB}}
	OutsideReference     = &pipeline.Flag{Name: "outside_reference_population", Doc: "the seller is not of the provinces of the survey (A10); null = province not known", From: []pipeline.Column{AccountProvince, ProvinceCode}}
	IsCurrentBinding     = &pipeline.Flag{Name: "is_current", Doc: "the period of the binding holds on the as-of date, or there is no binding", From: []pipeline.Column{ValidFrom, ValidTo}}
	JudgedOn             = &pipeline.Date{Name: "judged_on", Doc: "day that is judged: the as-of date, for other periods their day nearest to it", From: []pipeline.Column{ValidFrom, ValidTo}}
	AmountAtRiskCode     = &pipeline.Code{Name: "amount_at_risk_code", Doc: "known; rate_unknown or amount_unknown: then no amount; null = not a failed check of a current binding", From: []pipeline.Column{PayoutAmount, RateRUB}}
	OpenAuditedPayouts   = &pipeline.Int{Name: "open_payouts", Doc: "open payouts behind amount_at_risk_cny", Unit: "payouts", From: []pipeline.Column{ArrivalCode}}
	AuditFile            = &pipeline.Code{Name: "source_file", Doc: "file of the row that decides; null = no row", From: []pipeline.Column{pipeline.FromFile}}
	AuditRow             = &pipeline.Int{Name: "source_row", Doc: "record number in that file", From: []pipeline.Column{pipeline.FromRow}}
	BindingFrom          = &pipeline.Date{Name: "valid_from", Doc: "first day of the binding's period; null = since ever, or no binding", From: []pipeline.Column{ValidFrom}}
)

// BindingChecks is the mart of the binding audit.
var BindingChecks = &pipeline.Dataset{
	Name: "binding_checks", Doc: "Binding audit: three-fold verification, four scenarios and identifiers, with the difference, the next step and the cash at risk (A02, A05-A15, A23, A27-A31).",
	Grain: "one row per seller, provider, check and period of the binding", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, Provider, CheckID, CheckResult, DifferenceClass, FirstDifferenceIndex, LeftEscaped, RightEscaped, SuggestedValue, SuggestionPasses, NextStep, AmountAtRisk,
		AuditReasons, AuditNotices, SameDivision, Shortfall, OutsideReference, IsCurrentBinding, JudgedOn, AmountAtRiskCode, OpenAuditedPayouts,
		AuditFile, AuditRow, BindingFrom, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, Provider, CheckID, JudgedOn},
}
