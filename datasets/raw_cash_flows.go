package datasets

import "ozpayout/pipeline"

// Columns of the cash-flow statement and of the balance.
var (
	CashFlowID         = &pipeline.Text{Name: "period_id", Doc: "number of the period"}
	CashFlowFrom       = &pipeline.Date{Name: "period_from", Doc: "first day of the half month"}
	CashFlowTo         = &pipeline.Date{Name: "period_to", Doc: "last day of the half month"}
	CashFlowCurrency   = &pipeline.Code{Name: "currency", Doc: "currency of the amounts"}
	CashFlowOrders     = &pipeline.Money{Name: "orders_amount", Doc: "prices of the goods sold", Currency: CashFlowCurrency}
	CashFlowReturns    = &pipeline.Money{Name: "returns_amount", Doc: "prices of the goods returned", Currency: CashFlowCurrency}
	CashFlowCommission = &pipeline.Money{Name: "commission_amount", Doc: "commission of Ozon", Currency: CashFlowCurrency}
	CashFlowServices   = &pipeline.Money{Name: "services_amount", Doc: "further services", Currency: CashFlowCurrency}
	CashFlowLogistics  = &pipeline.Money{Name: "item_delivery_and_return_amount", Doc: "logistics", Currency: CashFlowCurrency}

	BalanceOpening  = &pipeline.Money{Name: "opening_balance", Doc: "balance at the start of the period", Currency: BalanceCurrency}
	BalanceAccrued  = &pipeline.Money{Name: "accrued", Doc: "accrued in the period", Currency: BalanceCurrency}
	BalancePaid     = &pipeline.Money{Name: "paid", Doc: "one payment of the period; null = none", Currency: BalanceCurrency}
	BalanceClosing  = &pipeline.Money{Name: "closing_balance", Doc: "balance at the end of the period", Currency: BalanceCurrency}
	BalanceCurrency = &pipeline.Code{Name: "currency", Doc: "currency of the opening balance"}
)

// RawCashFlows is the cash-flow statement of the API: half months only, without a
// date of payment or arrival (formats.md section 2.5).
var RawCashFlows = &pipeline.Dataset{
	Name: "raw_cash_flows", Doc: "Cash-flow statement of the API by half month (R01).",
	Grain: "one row per half month and currency", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		CashFlowID, CashFlowFrom, CashFlowTo, CashFlowCurrency, CashFlowOrders, CashFlowReturns, CashFlowCommission, CashFlowServices, CashFlowLogistics,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:     []pipeline.Column{CashFlowID, CashFlowCurrency},
	Control: []pipeline.Control{{Amount: CashFlowOrders, Currencies: []*pipeline.Code{CashFlowCurrency}}},
	Input: &pipeline.Input{
		Report: "cash-flow statement of the API", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: CashFlowID, Need: pipeline.Required, Exact: []string{"period.id"}},
			{Column: CashFlowFrom, Need: pipeline.Required, Exact: []string{"period.begin"}},
			{Column: CashFlowTo, Need: pipeline.Required, Exact: []string{"period.end"}},
			{Column: CashFlowCurrency, Exact: []string{"currency_code"}, Form: pipeline.CurrencyForm},
			{Column: CashFlowOrders, Need: pipeline.Present, Exact: []string{"orders_amount"}},
			{Column: CashFlowReturns, Need: pipeline.Present, Exact: []string{"returns_amount"}},
			{Column: CashFlowCommission, Exact: []string{"commission_amount"}},
			{Column: CashFlowServices, Exact: []string{"services_amount"}},
			{Column: CashFlowLogistics, Exact: []string{"item_delivery_and_return_amount"}},
		},
		Latest: []pipeline.Column{CashFlowTo},
		Pages:  pipeline.Pages{Of: "$.page_count"},
	},
}

// RawBalances is the balance of the API for at most 30 days (formats.md section
// 2.5).
var RawBalances = &pipeline.Dataset{
	Name: "raw_balances", Doc: "Balance of the API: opening, accrued, paid, closing.",
	Grain: "one row per answer and payment", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		BalanceOpening, BalanceAccrued, BalancePaid, BalanceClosing, BalanceCurrency,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Control: []pipeline.Control{{Amount: BalancePaid, Currencies: []*pipeline.Code{BalanceCurrency}}},
	Input: &pipeline.Input{
		Report: "balance of the API", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: BalanceOpening, Need: pipeline.Required, Exact: []string{"total.opening_balance.value"}},
			{Column: BalanceAccrued, Need: pipeline.Present, Exact: []string{"total.accrued.value"}},
			{Column: BalancePaid, Exact: []string{"total.payments[].value"}, IsDecisive: true},
			{Column: BalanceClosing, Need: pipeline.Required, Exact: []string{"total.closing_balance.value"}},
			{Column: BalanceCurrency, Exact: []string{"total.opening_balance.currency_code"}, Form: pipeline.CurrencyForm},
		},
	},
}
