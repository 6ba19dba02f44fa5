package datasets

import "ozpayout/pipeline"

// Columns of carrier compliance.
var (
	CarrierOrAll    = &pipeline.Code{Name: "carrier_name", Doc: "carrier as written; ALL = all that are named, not_named = nobody names one", From: []pipeline.Column{CarrierName}}
	CarrierUnlisted = &pipeline.Int{Name: "not_whitelisted", Doc: "postings by a carrier that was not on the white list; null = nobody names it", Unit: "postings", From: []pipeline.Column{CarrierPostings, WhitelistedPostings}}
	CarrierIsOn     = &pipeline.Flag{Name: "is_whitelisted", Doc: "all postings of the row were by a white-listed carrier; null = nobody names it", From: []pipeline.Column{CarrierPostings, WhitelistedPostings}}
	WhitelistedRate = &pipeline.Share{Name: "whitelisted_rate", Doc: "whitelisted by postings; null below the gate", Unit: "share 0..1", From: []pipeline.Column{WhitelistedPostings, CarrierPostings}}
	WhitelistedLo   = &pipeline.Share{Name: "whitelisted_lo", Doc: "lower bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{WhitelistedPostings, CarrierPostings}}
	WhitelistedHi   = &pipeline.Share{Name: "whitelisted_hi", Doc: "upper bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{WhitelistedPostings, CarrierPostings}}
)

// CarrierCompliance is the mart of carriers.
var CarrierCompliance = &pipeline.Dataset{
	Name: "carrier_compliance", Doc: "Postings by carrier as written, and whether it was on the white list on the day (B16).",
	Grain: "one row per seller, calendar month, and carrier or ALL", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, ComplianceMonth, CarrierOrAll, CarrierMatched, CarrierIsOn, CarrierPostings, WhitelistedPostings, CarrierUnlisted,
		WhitelistedRate, WhitelistedLo, WhitelistedHi, ComplianceGate, FailedLateCNY, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, ComplianceMonth, CarrierOrAll},
}
