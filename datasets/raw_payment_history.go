package datasets

import "ozpayout/pipeline"

// Columns of the canonical input payment_history.
var (
	SettledOn         = &pipeline.Date{Name: "settled_on", Doc: "Settlement Date: the day Ozon starts the payment (结算发起日)"}
	ArrivedOn         = &pipeline.Date{Name: "arrived_on", Doc: "Actual Arrival Date: the money is in the seller's account; empty = not arrived"}
	PayoutStatus      = &pipeline.Code{Name: "payout_status", Doc: "Payout Status, per line where the export gives it per order"}
	PayoutAmount      = &pipeline.Money{Name: "payout_amount", Doc: "amount of the whole payout, repeated on each of its rows; > 0", Currency: PayoutCurrency}
	PayoutCurrency    = &pipeline.Code{Name: "payout_currency", Doc: "currency the payout is sent in"}
	Route             = &pipeline.Code{Name: "route", Doc: "channel the payout was sent through"}
	LineID            = &pipeline.Text{Name: "line_id", Doc: "identity of the line as exported; rows without one are numbered (D46)"}
	LineType          = &pipeline.Code{Name: "line_type", Doc: "kind of line; empty with an order = sale"}
	LineAmount        = &pipeline.Money{Name: "line_amount", Doc: "amount of the line; + to the seller, − charged to the seller", Currency: LineCurrency}
	LineCurrency      = &pipeline.Code{Name: "line_currency", Doc: "empty = source_currency if given, else payout_currency"}
	SourceAmount      = &pipeline.Money{Name: "source_amount", Doc: "amount of the whole payout before conversion", Currency: SourceCurrency}
	SourceCurrency    = &pipeline.Code{Name: "source_currency", Doc: "currency before conversion"}
	AppliedRate       = &pipeline.Rate{Name: "applied_rate", Doc: "rate Ozon used. CBR way round: RUB per 1 unit of payout_currency when RUB is one side, else source_currency per 1 payout_currency", Unit: "source currency per payout currency, CBR way round"}
	ConfirmedAt       = &pipeline.Instant{Name: "confirmed_at", Doc: "buyer's or automatic confirmation of the order (date allowed); wins over orders.confirmed_at"}
	ArrivedAmount     = &pipeline.Money{Name: "arrived_amount", Doc: "amount of that arrival; empty with a date = all of it", Currency: PayoutCurrency}
	HeldAt            = &pipeline.Instant{Name: "held_at", Doc: "start of a hold (date allowed)"}
	ReleasedAt        = &pipeline.Instant{Name: "released_at", Doc: "end of a hold (date allowed); empty = still held"}
	HoldReason        = &pipeline.Code{Name: "hold_reason", Doc: "why it was held"}
	ReportedDelayDays = &pipeline.Int{Name: "reported_delay_days", Doc: "difference as the export prints it (unit not stated by the source: compared with calendar days and with working days)"}
	ReportedOverdue   = &pipeline.Flag{Name: "reported_overdue", Doc: "overdue mark of the export"}
	IsTestTransfer    = &pipeline.Flag{Name: "is_test_transfer", Doc: "verification transfer, kept out of all statistics"}
)

// RawPaymentHistory is the canonical input payment_history (formats.md section 9).
var RawPaymentHistory = &pipeline.Dataset{
	Name: "raw_payment_history", Doc: "Payment History: when Ozon started each payout and when it arrived (B02, B04-B08, B20-B22, B28-B31).", Grain: "one row per payout line", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, PayoutID, SettlementBatchNo, SettledOn, ArrivedOn, PayoutStatus, PayoutAmount, PayoutCurrency, Route, OrderID, PostingNumber, SKU, LineID, LineType, LineAmount, LineCurrency, SourceAmount, SourceCurrency, AppliedRate, ConfirmedAt, BankReceiptNo, ArrivedAmount, HeldAt, ReleasedAt, HoldReason, ReportedDelayDays, ReportedOverdue, IsTestTransfer, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow, pipeline.FromForm,
	},
	Key:       []pipeline.Column{SellerID, PayoutID, LineID, PostingNumber, SKU, LineType, LineAmount, OrderID},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}, {Column: OrderID}, {Column: PayoutID}},
	Control: []pipeline.Control{
		{Amount: LineAmount, Currencies: []*pipeline.Code{LineCurrency, SourceCurrency, PayoutCurrency}},
		{Amount: PayoutAmount, Currencies: []*pipeline.Code{PayoutCurrency}, Unless: []pipeline.Column{OrderID, PostingNumber}},
	},
	Snapshot: ExportedAt,
	Holder:   SellerID,
	Input: &pipeline.Input{
		Report: "canonical table payment_history", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: PayoutID, Need: pipeline.Required, Headers: []string{"Payment ID", "Payout Number", "Payout No", "回款编号", "回款单号", "付款编号", "打款编号", "Номер выплаты", "ID выплаты"}},
			{Column: SettlementBatchNo, Headers: []string{"Settlement Batch Number", "Settlement Batch", "Batch Number", "结算批次号", "结算批次", "批次号", "Номер расчетной партии", "Номер пакета расчетов", "Номер реестра"}},
			{Column: SettledOn, Need: pipeline.Required, Headers: []string{"Settlement Date", "结算日期", "结算发起日", "结算日", "结算时间", "Дата расчета", "Дата расчетов", "Дата начала расчета"}},
			{Column: ArrivedOn, Need: pipeline.Present, Headers: []string{"Actual Arrival Date", "Arrival Date", "实际到账日", "实际到账日期", "到账日期", "到账日", "实际到账时间", "Фактическая дата поступления", "Дата поступления", "Дата зачисления", "Фактическая дата зачисления"}},
			{Column: PayoutStatus, Headers: []string{"Payment Status", "回款状态", "付款状态", "打款状态", "结算状态", "Статус выплаты", "Статус платежа"}, Words: PayoutStatusWords},
			{Column: PayoutAmount, Need: pipeline.Required, Headers: []string{"Settlement Amount", "Payment Amount", "回款金额", "结算金额", "打款金额", "付款金额", "Сумма выплаты", "Сумма к выплате"}, Form: pipeline.Positive},
			{Column: PayoutCurrency, Need: pipeline.Required, Headers: []string{"Settlement Currency", "Currency", "结算币种", "回款币种", "付款币种", "币种", "Валюта выплаты", "Валюта", "Код валюты"}, Form: pipeline.CurrencyForm},
			{Column: Route, Headers: []string{"Payout Method", "Payout Route", "Payment Method", "回款路径", "收款路径", "回款通道", "收款通道", "收款方式", "Способ выплаты", "Канал выплаты"}, Words: RouteWords},
			{Column: OrderID, Headers: []string{"Order Number", "Order No", "订单号", "订单编号", "订单ID", "Номер заказа", "ID заказа"}},
			{Column: PostingNumber, Headers: []string{"Posting No", "Shipment Number", "发货号码", "货件编号", "货件号", "发货单号", "Номер отправления"}},
			{Column: SKU, Headers: []string{"Ozon SKU", "平台SKU", "商品SKU", "SKU товара", "OZON id"}},
			{Column: LineID, Headers: []string{"Line No", "Row ID", "明细编号", "行号", "ID строки", "Номер строки"}},
			{Column: LineType, Headers: []string{"Operation Type", "Type", "明细类型", "款项类型", "费用类型", "Тип строки", "Тип операции"}, Words: LineTypeWords},
			{Column: LineAmount, Headers: []string{"Amount", "Order Amount", "明细金额", "订单金额", "行金额", "Сумма строки", "Сумма по заказу"}},
			{Column: LineCurrency, Headers: []string{"Order Currency", "明细币种", "订单币种", "Валюта строки", "Валюта заказа"}, Form: pipeline.CurrencyForm, IsDecisive: true},
			{Column: SourceAmount, Headers: []string{"Amount Before Conversion", "Original Amount", "折算前金额", "原币金额", "原始金额", "Сумма до конвертации", "Сумма в исходной валюте"}, Form: pipeline.NotNegative},
			{Column: SourceCurrency, Headers: []string{"Original Currency", "原币种", "原始币种", "折算前币种", "Валюта до конвертации", "Исходная валюта"}, Form: pipeline.CurrencyForm},
			{Column: AppliedRate, Headers: []string{"Rate", "Exchange Rate", "Settlement Rate", "汇率", "结算汇率", "适用汇率", "Курс", "Курс конвертации", "Курс выплаты"}},
			{Column: ConfirmedAt, Headers: []string{"Confirmation Date", "Confirmed Date", "确认收货时间", "确认收货日期", "签收时间", "Дата подтверждения", "Дата подтверждения получения"}, Form: pipeline.DateAllowed},
			{Column: BankReceiptNo, Headers: []string{"Bank Receipt Number", "Bank Receipt", "Bank Transfer ID", "银行回执号", "银行回执编号", "银行回单号", "回执号", "Номер банковской квитанции", "Номер платежного поручения"}},
			{Column: ArrivedAmount, Headers: []string{"Amount Received", "Actual Arrival Amount", "实际到账金额", "到账金额", "已到账金额", "Поступившая сумма", "Зачисленная сумма"}, Form: pipeline.NotNegative, IsDecisive: true},
			{Column: HeldAt, Headers: []string{"Hold Date", "Held Since", "扣留时间", "冻结时间", "拦截时间", "Дата удержания", "Дата заморозки"}, Form: pipeline.DateAllowed},
			{Column: ReleasedAt, Headers: []string{"Release Date", "解冻时间", "释放时间", "解冻日期", "Дата снятия удержания", "Дата разморозки"}, Form: pipeline.DateAllowed, IsDecisive: true},
			{Column: HoldReason, Headers: []string{"扣留原因", "冻结原因", "拦截原因", "Причина удержания", "Причина заморозки"}, Words: HoldReasonWords},
			{Column: ReportedDelayDays, Headers: []string{"Delay Days", "Difference", "Days", "到账天数", "差值", "时效(天)", "延迟天数", "Дней до зачисления", "Разница, дней"}},
			{Column: ReportedOverdue, Headers: []string{"Overdue", "Is Overdue", "是否超时", "超时", "是否逾期", "预警", "Просрочено", "Просрочка"}},
			{Column: IsTestTransfer, Headers: []string{"Test Transfer", "测试打款", "验证打款", "是否测试打款", "Тестовый перевод", "Проверочный платеж"}},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Total:   sumTitles,
		Latest:  []pipeline.Column{SettledOn, ArrivedOn, ConfirmedAt},
		Bounded: []pipeline.Bound{{Column: SettledOn}, {Column: ConfirmedAt}, {Column: ArrivedOn, MayBeLate: true}}, // D06
		Example: []string{"104233", "P-2024-0613-01", "B240613-7", "2024-06-13", "2024-06-18", "Paid", "120000.00", "CNY", "LianLian Pay", "71426933-0116", "71426933-0116-1", "1304225611", "", "Sale", "845.20", "CNY", "", "", "", "2024-06-07T18:20:00+03:00", "", "", "", "", "", "", "", "", ""},
	},
}
