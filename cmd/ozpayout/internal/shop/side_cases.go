package shop

import "strings"

// The planted cases, one side account each. An account is faultless but for what
// its case says.
var sideCases = []sideCase{
	{name: "clean", provider: lianlian, metrics: atTheLimits},
	{name: "clean", provider: worldfirst, metrics: justMissed, channel: channelCase{threshold: 4_999_99}},

	{
		name: "homoglyph in the account name", provider: lianlian,
		change:  func(s *seller) { s.payee.providerName = strings.Replace(s.name, "o", "о", 1) }, // the second is Cyrillic
		failing: []string{"V3.account_name"}, class: "homoglyph", index: 5,
	},
	{
		name: "case of the account name", provider: lianlian,
		change:  func(s *seller) { s.payee.providerName = strings.Replace(s.name, "Demo", "demo", 1) },
		failing: []string{"V3.account_name"}, class: "case", index: 7,
	},
	{
		name: "space in the account name", provider: lianlian,
		change:  func(s *seller) { s.payee.providerName = strings.Replace(s.name, "Demo ", "Demo  ", 1) },
		failing: []string{"V3.account_name"}, class: "space", index: 12,
	},
	{
		name: "decomposed letter in the account name", provider: lianlian, company: "Café Demo Export Co., Ltd.",
		change:  func(s *seller) { s.payee.providerName = strings.Replace(s.name, "é", "e\u0301", 1) },
		failing: []string{"V3.account_name"}, class: "normalisation", index: 3,
	},
	{
		name: "zero-width space in the merchant id", provider: lianlian,
		change: func(s *seller) {
			s.payee.merchantID = s.payee.merchantID[:7] + "\u200b" + s.payee.merchantID[7:]
			s.payee.state, s.payee.failure = "failed", "Invalid Merchant ID"
		},
		failing: []string{"merchant_id"}, class: "invisible", index: 7,
	},
	{
		name: "full-width digit in the merchant id", provider: lianlian,
		change: func(s *seller) {
			s.payee.merchantID = s.payee.merchantID[:4] + "０" + s.payee.merchantID[5:]
			s.payee.state, s.payee.failure = "failed", "Invalid Merchant ID"
		},
		failing: []string{"merchant_id"}, class: "width", index: 4,
	},
	{
		name: "login as merchant id", provider: lianlian,
		change: func(s *seller) {
			s.payee.login = "finance@demo.example"
			s.payee.merchantID, s.payee.apiKey = s.payee.login, "demo-api-key"
		},
		failing: []string{"login_as_merchant_id", "merchant_id"}, class: "login", index: nowhere,
	},
	{
		name: "SWIFT chosen", provider: lianlian,
		change:  func(s *seller) { s.profile.payoutMethod = bank },
		failing: []string{"S1"},
	},
	{
		name: "default method is the bank", provider: lianlian,
		change:  func(s *seller) { s.profile.defaultMethod = bank },
		failing: []string{"default_payout_method"},
	},
	{name: "channel never opened", provider: lianlian, failing: []string{"S2"}, channel: channelCase{absent: true}},
	{
		name: "same address, other spelling", provider: lianlian,
		change: func(s *seller) {
			s.profile.licenceAddress, s.profile.ozonAddress = "深圳市南山区", "广东深圳南山"
		},
		failing: []string{"S3"}, division: "true",
	},
	{
		name: "another address", provider: lianlian,
		change: func(s *seller) {
			s.profile.licenceAddress, s.profile.ozonAddress = "广东省深圳市南山区", "广东省深圳市福田区"
		},
		failing: []string{"S3"}, division: "false",
	},
	{name: "a cent short of the balance", provider: lianlian, failing: []string{"S4"}, channel: channelCase{balance: 99_99}},
	{name: "just the balance", provider: lianlian, channel: channelCase{balance: 100_00}},
	{name: "balance in dollars", provider: lianlian, channel: channelCase{balance: 40_00, currency: usd}},
	{
		name: "not verified", provider: lianlian,
		change:  func(s *seller) { s.profile.isVerified = false },
		failing: []string{"V1"},
	},
	{
		name: "KYC pending", provider: lianlian,
		change:  func(s *seller) { s.payee.kycState, s.payee.kycLevel = "pending", "2" },
		failing: []string{"V2", "kyc"}, ineligible: true,
	},
	{name: "a paper is missing", provider: lianlian, failing: []string{"V2"}, papers: withoutOne},
	{name: "a paper is under review", provider: worldfirst, papers: oneUnderReview},
	{
		name: "individual trader", provider: lianlian,
		change:     func(s *seller) { s.profile.entity = "individual_trader" },
		ineligible: true,
	},
	{
		name: "another payee", provider: lianlian,
		change: func(s *seller) {
			s.payee.entityName, s.payee.entityNo = "Yiwu Demo Trading Co., Ltd.", "91330782MA2DEMO001"
		},
		failing:    []string{"entity", "identity"},
		ineligible: true,
	},
	{name: "connected, not routed", provider: lianlian, isTested: true, failing: []string{"routed_after_test"}},

	{name: "unauthorised channel", provider: lianlian, failing: []string{"S2"}, channel: channelCase{state: unauthorisedChannel}},
	{name: "channel under review", provider: lianlian, failing: []string{"S2"}, channel: channelCase{state: pendingChannel}},
	{name: "unknown state of the channel", provider: lianlian, channel: channelCase{state: unknownChannel}},
	{name: "stale sync", provider: lianlian, channel: channelCase{isStale: true}},
	{name: "refund above 30 percent", provider: lianlian, failing: []string{"S2"}, channel: channelCase{state: suspendedChannel, refund: 300_10}},
	{name: "refund of just 30 percent", provider: lianlian, channel: channelCase{refund: 300_00}},

	{name: "roubles over LianLian", provider: lianlian, isTested: true, change: inRoubles},
	{name: "roubles over Payoneer", provider: payoneer, isTested: true, change: inRoubles},
	{name: "roubles over WorldFirst", provider: worldfirst, isTested: true, change: inRoubles},
}

func inRoubles(s *seller) { s.payouts = rub }
