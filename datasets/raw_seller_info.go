package datasets

import "ozpayout/pipeline"

// Columns of what the API says of a seller.
var (
	InfoName        = &pipeline.Text{Name: "company_name", Doc: "name on Ozon"}
	InfoLegalName   = &pipeline.Text{Name: "legal_name", Doc: "legal name"}
	InfoINN         = &pipeline.Text{Name: "inn", Doc: "Russian tax number"}
	InfoOGRN        = &pipeline.Text{Name: "ogrn", Doc: "Russian registration number"}
	InfoCountry     = &pipeline.Code{Name: "country", Doc: "ISO 3166 alpha-2"}
	InfoCurrency    = &pipeline.Code{Name: "currency", Doc: "currency of the account"}
	InfoOwnership   = &pipeline.Text{Name: "ownership_form", Doc: "legal form as written"}
	InfoIsPremium   = &pipeline.Flag{Name: "is_premium", Doc: "has a subscription"}
	InfoPremiumType = &pipeline.Code{Name: "subscription_type", Doc: "kind of subscription"}

	RatingGroup     = &pipeline.Code{Name: "group_name", Doc: "group of ratings as written"}
	RatingCode      = &pipeline.Code{Name: "rating", Doc: "system name of the rating"}
	RatingNow       = &pipeline.Rate{Name: "current_value", Doc: "value now", Unit: "as value_type says"}
	RatingBefore    = &pipeline.Rate{Name: "past_value", Doc: "value before", Unit: "as value_type says"}
	RatingValueType = &pipeline.Code{Name: "value_type", Doc: "INDEX, PERCENT, TIME, RATIO, REVIEW_SCORE or COUNT"}
	RatingDirection = &pipeline.Code{Name: "rating_direction", Doc: "whether higher or lower is better"}
	RatingStatus    = &pipeline.Code{Name: "status", Doc: "OK, WARNING, CRITICAL or unknown"}
)

// RawSellerInfo is what the API says of a seller account: no payout account, no
// merchant id and no seller id, which the configuration gives (formats.md section
// 4).
var RawSellerInfo = &pipeline.Dataset{
	Name: "raw_seller_info", Doc: "Company and subscription of a seller account, from the API (9.6).",
	Grain: "one row per answer", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, InfoName, InfoLegalName, InfoINN, InfoOGRN, InfoCountry, InfoCurrency, InfoOwnership, InfoIsPremium, InfoPremiumType, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:      []pipeline.Column{SellerID, InfoINN, InfoLegalName},
	Snapshot: ExportedAt,
	Holder:   SellerID,
	Input: &pipeline.Input{
		Report: "seller information of the API", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: InfoName, Need: pipeline.Present, Exact: []string{"company.name"}, Form: pipeline.Raw},
			{Column: InfoLegalName, Need: pipeline.Present, Exact: []string{"company.legal_name"}, Form: pipeline.Raw},
			{Column: InfoINN, Need: pipeline.Present, Exact: []string{"company.inn"}},
			{Column: InfoOGRN, Exact: []string{"company.ogrn"}},
			{Column: InfoCountry, Exact: []string{"company.country"}, Words: CountryWords},
			{Column: InfoCurrency, Exact: []string{"company.currency"}, Form: pipeline.CurrencyForm},
			{Column: InfoOwnership, Exact: []string{"company.ownership_form"}},
			{Column: InfoIsPremium, Exact: []string{"subscription.is_premium"}},
			{Column: InfoPremiumType, Exact: []string{"subscription.type"}},
		},
	},
}

// RawRatings is the rating summary of the API. It has no dispute rate and no share
// of positive reviews (formats.md section 4).
var RawRatings = &pipeline.Dataset{
	Name: "raw_ratings", Doc: "Seller ratings of the API, old and new names (C26).",
	Grain: "one row per rating", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, RatingGroup, RatingCode, RatingNow, RatingBefore, RatingValueType, RatingDirection, RatingStatus, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:      []pipeline.Column{SellerID, RatingCode},
	Snapshot: ExportedAt,
	Holder:   SellerID,
	Input: &pipeline.Input{
		Report: "rating summary of the API", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: RatingGroup, Need: pipeline.Present, Exact: []string{"group_name"}},
			{Column: RatingCode, Need: pipeline.Required, Exact: []string{"items[].rating"}},
			{Column: RatingNow, Need: pipeline.Present, Exact: []string{"items[].current_value"}},
			{Column: RatingBefore, Exact: []string{"items[].past_value"}},
			{Column: RatingValueType, Exact: []string{"items[].value_type"}},
			{Column: RatingDirection, Exact: []string{"items[].rating_direction"}},
			{Column: RatingStatus, Exact: []string{"items[].status"}},
		},
	},
}
