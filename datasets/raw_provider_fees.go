package datasets

import "ozpayout/pipeline"

// Columns of the canonical input provider_fees.
var (
	FeeKind        = &pipeline.Code{Name: "fee_kind", Doc: "fee kind"}
	FeeCurrency    = &pipeline.Code{Name: "currency", Doc: "currency of the fixed parts and of the tier bounds"}
	FeeRatePct     = &pipeline.Rate{Name: "rate_pct", Doc: "proportional fee in percent of the gross amount: 0.3 means 0.3 %; empty = 0"}
	FeeFixedAmount = &pipeline.Money{Name: "fixed_amount", Doc: "fixed part per transaction; empty = 0", Currency: FeeCurrency}
	FeeMinAmount   = &pipeline.Money{Name: "min_amount", Doc: "smallest fee; empty = none", Currency: FeeCurrency}
	FeeMaxAmount   = &pipeline.Money{Name: "max_amount", Doc: "largest fee; empty = none", Currency: FeeCurrency}
	FeeTierBasis   = &pipeline.Code{Name: "tier_basis", Doc: "what the tier is read from; empty = none"}
	FeeTierFrom    = &pipeline.Money{Name: "tier_from", Doc: "lower bound, inclusive; empty = 0", Currency: FeeCurrency}
	FeeTierTo      = &pipeline.Money{Name: "tier_to", Doc: "upper bound, exclusive; empty = none", Currency: FeeCurrency}
	FeeSource      = &pipeline.Text{Name: "source", Doc: "where the figure is from; printed with every result"}
	FeeAsOf        = &pipeline.Date{Name: "as_of", Doc: "date of the source"}
)

// RawProviderFees is the canonical input provider_fees (formats.md section 9).
var RawProviderFees = &pipeline.Dataset{
	Name: "raw_provider_fees", Doc: "Fee schedules of the collection providers (A38, C13, R05).", Grain: "one row per provider, kind of fee, currency, tier and period", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		Provider, FeeKind, FeeCurrency, FeeRatePct, FeeFixedAmount, FeeMinAmount, FeeMaxAmount, FeeTierBasis, FeeTierFrom, FeeTierTo, ValidFrom, ValidTo, FeeSource, FeeAsOf,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key: []pipeline.Column{Provider, FeeKind, FeeCurrency, FeeTierBasis, FeeTierFrom, ValidFrom},
	Input: &pipeline.Input{
		Report: "canonical table provider_fees", Zone: "Asia/Shanghai",
		Fields: []pipeline.Field{
			{Column: Provider, Need: pipeline.Required, Headers: []string{"Payment Provider", "Collection Provider", "收款服务商", "支付机构", "第三方支付机构", "收款渠道", "Платежный провайдер", "Провайдер"}, Words: RouteWords},
			{Column: FeeKind, Need: pipeline.Required, Headers: []string{"Fee Type", "费用类型", "费用项目", "Вид комиссии"}, Words: FeeKindWords},
			{Column: FeeCurrency, Need: pipeline.Required, Headers: []string{"币种", "Валюта"}, Form: pipeline.CurrencyForm},
			{Column: FeeRatePct, Headers: []string{"Rate", "Fee Rate", "费率", "手续费率", "Ставка комиссии", "Ставка, %"}, Form: pipeline.PercentForm, IsDecisive: true},
			{Column: FeeFixedAmount, Headers: []string{"Fixed Fee", "固定费用", "固定手续费", "Фиксированная часть"}, IsDecisive: true, Form: pipeline.NotNegative},
			{Column: FeeMinAmount, Headers: []string{"Minimum Fee", "最低费用", "最低手续费", "Минимальная комиссия"}, IsDecisive: true, Form: pipeline.NotNegative},
			{Column: FeeMaxAmount, Headers: []string{"Maximum Fee", "最高费用", "封顶费用", "Максимальная комиссия"}, IsDecisive: true, Form: pipeline.NotNegative},
			{Column: FeeTierBasis, Headers: []string{"Tier By", "阶梯依据", "Основание ступени"}, Words: TierBasisWords, IsDecisive: true},
			{Column: FeeTierFrom, Headers: []string{"From Amount", "阶梯下限", "下限", "Ступень от"}, IsDecisive: true, Form: pipeline.NotNegative},
			{Column: FeeTierTo, Headers: []string{"To Amount", "阶梯上限", "上限", "Ступень до"}, IsDecisive: true, Form: pipeline.NotNegative},
			{Column: ValidFrom, Need: pipeline.Present, Headers: []string{"Effective From", "Start Date", "生效日期", "开始日期", "Действует с", "Дата начала"}},
			{Column: ValidTo, Headers: []string{"Effective To", "End Date", "失效日期", "结束日期", "Действует по", "Дата окончания"}, IsDecisive: true},
			{Column: FeeSource, Need: pipeline.Required, Headers: []string{"来源", "Источник"}},
			{Column: FeeAsOf, Headers: []string{"Source Date", "来源日期", "数据日期", "Дата источника"}},
		},
		Example: []string{"LianLian", "withdrawal", "CNY", "0.70", "", "", "", "mean_monthly_volume", "0", "1000000", "", "", "docs.ozon.ru, settlements page, 2023 version (R05)", ""},
	},
}
