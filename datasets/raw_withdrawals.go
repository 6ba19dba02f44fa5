package datasets

import "ozpayout/pipeline"

// Columns of the canonical input withdrawals.
var (
	WithdrawalProviderAccount = &pipeline.Text{Name: "provider_account", Doc: "account or store at the provider"}
	WithdrawalTxnID           = &pipeline.Text{Name: "txn_id", Doc: "transaction number of the provider"}
	WithdrawalTxnType         = &pipeline.Code{Name: "txn_type", Doc: "txn type"}
	WithdrawalCreatedAt       = &pipeline.Instant{Name: "created_at", Doc: "when it was ordered; the mid rate M₁ is taken here"}
	WithdrawalCompletedAt     = &pipeline.Instant{Name: "completed_at", Doc: "when the money was there; empty = not completed"}
	WithdrawalStatus          = &pipeline.Code{Name: "status", Doc: "status"}
	WithdrawalAmount          = &pipeline.Money{Name: "amount", Doc: "gross amount received, converted or withdrawn, before fees; ≥ 0, the type gives the direction", Currency: WithdrawalCurrency}
	WithdrawalCurrency        = &pipeline.Code{Name: "currency", Doc: "currency of the amount"}
	WithdrawalFeeAmount       = &pipeline.Money{Name: "fee_amount", Doc: "fee taken, ≥ 0; empty = not stated (not zero)", Currency: WithdrawalFeeCurrency}
	WithdrawalFeeCurrency     = &pipeline.Code{Name: "fee_currency", Doc: "empty = currency"}
	WithdrawalExecutedRate    = &pipeline.Rate{Name: "executed_rate", Doc: "payout_currency per 1 unit of currency (R of methods.md §8)", Unit: "payout_currency per 1 unit of currency"}
	WithdrawalPayoutAmount    = &pipeline.Money{Name: "payout_amount", Doc: "amount credited at the destination, after fees", Currency: WithdrawalPayoutCurrency}
	WithdrawalPayoutCurrency  = &pipeline.Code{Name: "payout_currency", Doc: "payout currency"}
	WithdrawalAvailableAt     = &pipeline.Instant{Name: "available_at", Doc: "when the money could first be withdrawn; the mid rate M₀ is taken here"}
	WithdrawalBookedAt        = &pipeline.Instant{Name: "booked_at", Doc: "when it was booked in the seller's own ledger (date allowed)"}
	WithdrawalRunningBalance  = &pipeline.Money{Name: "running_balance", Doc: "balance after the row", Currency: WithdrawalCurrency}
	WithdrawalReference       = &pipeline.Text{Name: "reference", Doc: "provider's free text"}
)

// ByAccount is the scope of stages that see all transactions of an account together.
// Those that name no account are together, too: they belong to accounts of their
// sellers.
const ByAccount pipeline.Scope = "by account"

var accountPartition = []pipeline.PartitionKey{{Column: WithdrawalProviderAccount}}

// RawWithdrawals is the canonical input withdrawals (formats.md section 9).
var RawWithdrawals = &pipeline.Dataset{
	Name: "raw_withdrawals", Doc: "Transactions of provider and bank accounts (A34-A38, B24).", Grain: "one row per transaction", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, Provider, WithdrawalProviderAccount, WithdrawalTxnID, WithdrawalTxnType, WithdrawalCreatedAt, WithdrawalCompletedAt, WithdrawalStatus, WithdrawalAmount, WithdrawalCurrency, WithdrawalFeeAmount, WithdrawalFeeCurrency, WithdrawalExecutedRate, WithdrawalPayoutAmount, WithdrawalPayoutCurrency, WithdrawalAvailableAt, WithdrawalBookedAt, OrderID, PayoutID, BankReceiptNo, WithdrawalRunningBalance, WithdrawalReference, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{Provider, WithdrawalProviderAccount, WithdrawalTxnID},
	Partition: accountPartition, Spread: ByAccount,
	Control:  []pipeline.Control{{Amount: WithdrawalAmount, Currencies: []*pipeline.Code{WithdrawalCurrency}}},
	Snapshot: ExportedAt,
	Holder:   SellerID,
	Input: &pipeline.Input{
		Report: "canonical table withdrawals", Zone: "Asia/Shanghai",
		Fields: []pipeline.Field{
			{Column: SellerID, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: Provider, Need: pipeline.Required, Headers: []string{"Payment Provider", "Collection Provider", "收款服务商", "支付机构", "第三方支付机构", "收款渠道", "Платежный провайдер", "Провайдер"}, Words: RouteWords},
			{Column: WithdrawalProviderAccount, Headers: []string{"Account", "Account ID", "Store Name", "账户", "账号", "店铺", "收款账户", "Счет", "Аккаунт", "Магазин"}},
			{Column: WithdrawalTxnID, Need: pipeline.Required, Headers: []string{"Transaction ID", "Transaction Number", "交易号", "交易流水号", "流水号", "交易编号", "ID транзакции", "Номер операции"}},
			{Column: WithdrawalTxnType, Need: pipeline.Required, Headers: []string{"Transaction Type", "Type", "交易类型", "类型", "Тип операции", "Тип"}, Words: TxnTypeWords},
			{Column: WithdrawalCreatedAt, Need: pipeline.Required, Headers: []string{"Created", "Transaction Date", "Requested At", "交易时间", "创建时间", "申请时间", "发起时间", "Дата операции", "Дата создания"}},
			{Column: WithdrawalCompletedAt, Need: pipeline.Present, Headers: []string{"Completed", "Settled At", "完成时间", "到账时间", "Дата завершения", "Дата зачисления"}},
			{Column: WithdrawalStatus, Need: pipeline.Present, Headers: []string{"Transaction Status", "状态", "交易状态", "Статус"}, Words: TxnStatusWords},
			{Column: WithdrawalAmount, Need: pipeline.Required, Headers: []string{"Gross Amount", "Withdrawn Amount", "Received Amount", "金额", "交易金额", "提现金额", "收款金额", "Сумма", "Сумма операции"}, Form: pipeline.NotNegative},
			{Column: WithdrawalCurrency, Need: pipeline.Required, Headers: []string{"Source Currency", "币种", "交易币种", "Валюта"}, Form: pipeline.CurrencyForm},
			{Column: WithdrawalFeeAmount, Headers: []string{"Fee", "手续费", "手续费金额", "Комиссия", "Сумма комиссии"}, Form: pipeline.NotNegative},
			{Column: WithdrawalFeeCurrency, Headers: []string{"Fee Ccy", "手续费币种", "Валюта комиссии"}, Form: pipeline.CurrencyForm, IsDecisive: true},
			{Column: WithdrawalExecutedRate, Headers: []string{"Rate", "Exchange Rate", "汇率", "成交汇率", "结汇汇率", "Курс", "Курс сделки"}},
			{Column: WithdrawalPayoutAmount, Headers: []string{"Net Amount", "Credited Amount", "Target Amount", "到账金额", "实际到账金额", "结汇金额", "Зачислено", "Сумма к зачислению"}, Form: pipeline.NotNegative},
			{Column: WithdrawalPayoutCurrency, Headers: []string{"Target Currency", "到账币种", "目标币种", "Валюта зачисления"}, Form: pipeline.CurrencyForm},
			{Column: WithdrawalAvailableAt, Headers: []string{"Available Since", "可用时间", "可提现时间", "入账时间", "Дата доступности"}},
			{Column: WithdrawalBookedAt, Headers: []string{"Booking Date", "Ledger Date", "记账时间", "入账日期", "ERP入账时间", "Дата проводки"}, Form: pipeline.DateAllowed},
			{Column: OrderID, Headers: []string{"Order Number", "Order No", "订单号", "订单编号", "订单ID", "Номер заказа", "ID заказа"}},
			{Column: PayoutID, Headers: []string{"Payment ID", "Payout Number", "Payout No", "回款编号", "回款单号", "付款编号", "打款编号", "Номер выплаты", "ID выплаты"}},
			{Column: BankReceiptNo, Headers: []string{"Bank Receipt Number", "Bank Receipt", "Bank Transfer ID", "银行回执号", "银行回执编号", "银行回单号", "回执号", "Номер банковской квитанции", "Номер платежного поручения"}},
			{Column: WithdrawalRunningBalance, Headers: []string{"Balance", "余额", "账户余额", "Остаток", "Баланс"}},
			{Column: WithdrawalReference, Headers: []string{"Description", "Note", "Additional Description", "参考号", "备注", "摘要", "Назначение", "Примечание"}},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Total:   sumTitles,
		Latest:  []pipeline.Column{WithdrawalCreatedAt, WithdrawalCompletedAt},
		Example: []string{"104233", "LianLian", "ACC-1", "W-88121", "Withdrawal", "2024-06-20T11:05:00+08:00", "2024-06-20T16:40:00+08:00", "Completed", "1000000.00", "RUB", "256.04", "CNY", "0.07868", "78423.96", "CNY", "2024-06-18T09:00:00+08:00", "2024-06-20", "", "P-2024-0613-01", "", "", "", ""},
	},
}
