package datasets

import "ozpayout/pipeline"

// PublishedFees is a shipped reference table; a user's file of the same header
// adds rows. What a seller really pays stands in [ProviderFees] and wins.
var PublishedFees = &pipeline.Dataset{
	Name: "published_fees", Doc: "Fee schedules as published: claims, used where the user gives none (A38, C13, R05).",
	Grain: "one row per policy pack, provider, kind of fee, currency, tier and period", Layer: pipeline.SeedLayer,
	Columns: []pipeline.Column{
		Pack, Provider, FeeKind, FeeCurrency, FeeRatePct, FeeFixedAmount, FeeMinAmount, FeeMaxAmount, FeeTierBasis, FeeTierFrom, FeeTierTo,
		ValidFrom, ValidTo, RuleIDs, FeeSource, FeeAsOf, pipeline.FromFile, pipeline.FromRow,
	},
	Key: []pipeline.Column{Pack, Provider, FeeKind, FeeCurrency, FeeTierBasis, FeeTierFrom, ValidFrom},
	Input: &pipeline.Input{
		Report: "reference table published_fees", Zone: "Europe/Moscow", Seed: "published_fees.csv",
		Fields: []pipeline.Field{
			{Column: Pack, Need: pipeline.Required},
			{Column: Provider, Need: pipeline.Required, Words: RouteWords},
			{Column: FeeKind, Need: pipeline.Required, Words: FeeKindWords},
			{Column: FeeCurrency, Need: pipeline.Required, Form: pipeline.CurrencyForm},
			{Column: FeeRatePct, Need: pipeline.Present, Form: pipeline.PercentForm},
			{Column: FeeFixedAmount, Need: pipeline.Present},
			{Column: FeeMinAmount, Need: pipeline.Present},
			{Column: FeeMaxAmount, Need: pipeline.Present},
			{Column: FeeTierBasis, Need: pipeline.Present, Words: TierBasisWords},
			{Column: FeeTierFrom, Need: pipeline.Present},
			{Column: FeeTierTo, Need: pipeline.Present},
			{Column: ValidFrom, Need: pipeline.Present},
			{Column: ValidTo, Need: pipeline.Present},
			{Column: RuleIDs, Need: pipeline.Required},
			{Column: FeeSource, Need: pipeline.Required},
			{Column: FeeAsOf, Need: pipeline.Present},
		},
	},
}
