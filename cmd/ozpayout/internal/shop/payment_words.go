package shop

// A payoutStatus is the state of a payout in the payment history.
type payoutStatus int

const (
	arrivedStatus payoutStatus = iota
	processingStatus
	byBankStatus
	heldStatus
	carriedOverStatus
)

// A lineKind is the kind of a payout line.
type lineKind int

const (
	wholePayout lineKind = iota // a payout without line detail
	sale
	refund
	commission
	service
)

// paymentWords is the spelling of a seller's payment history.
type paymentWords struct {
	dialect dialect
	header  []string
	status  [5]string
	kind    [5]string
	hold    [5]string
	route   [routes]string
}

// The columns of the canonical table payment_history, in the order of the rows.
var paymentColumns = []string{
	"seller_id", "payout_id", "settlement_batch_no", "settled_on", "arrived_on", "payout_status", "payout_amount", "payout_currency", "route",
	"order_id", "posting_number", "sku", "line_id", "line_type", "line_amount", "line_currency", "source_amount", "source_currency", "applied_rate",
	"confirmed_at", "bank_receipt_no", "arrived_amount", "held_at", "released_at", "hold_reason", "reported_delay_days", "reported_overdue",
	"is_test_transfer", "exported_at",
}

var englishPayments = paymentWords{
	dialect: canonicalDialect,
	header:  paymentColumns,
	status:  [5]string{"Arrived", "Processing", "Processing via Bank Transfer", "On hold", "Carried over"},
	kind:    [5]string{"", "Sale", "Refund", "Commission", "Service fee"},
	hold:    [5]string{"", "IFNS", "INN missing", "Risk review", "Manual Review"},
	route:   [routes]string{"LianLian Pay", "WorldFirst", "Bank Transfer (SWIFT)", "Payoneer"},
}

var chinesePayments = paymentWords{
	dialect: chineseDialect,
	header: []string{
		"卖家ID", "回款编号", "结算批次号", "结算日期", "实际到账日期", "回款状态", "回款金额", "回款币种", "回款路径",
		"订单号", "发货号码", "平台SKU", "明细编号", "明细类型", "明细金额", "明细币种", "折算前金额", "折算前币种", "适用汇率",
		"确认收货时间", "银行回执号", "实际到账金额", "扣留时间", "解冻时间", "扣留原因", "到账天数", "是否超时",
		"是否测试打款", "导出时间",
	},
	status: [5]string{"已到账", "处理中", "通过银行转账处理中", "已冻结", "结转"},
	kind:   [5]string{"", "销售", "退款", "佣金", "服务费"},
	hold:   [5]string{"", "税务扣留", "税号缺失", "风控审核", "人工审核"},
	route:  [routes]string{"连连支付", "万里汇", "银行电汇", "派安盈"},
}

var russianPayments = paymentWords{
	dialect: russianDialect,
	header: []string{
		"ID продавца", "Номер выплаты", "Номер расчетной партии", "Дата расчета", "Дата зачисления", "Статус выплаты", "Сумма выплаты", "Валюта выплаты", "Способ выплаты",
		"Номер заказа", "Номер отправления", "SKU товара", "Номер строки", "Тип строки", "Сумма строки", "Валюта строки", "Сумма до конвертации", "Валюта до конвертации", "Курс выплаты",
		"Дата подтверждения", "Номер банковской квитанции", "Зачисленная сумма", "Дата удержания", "Дата снятия удержания", "Причина удержания", "Дней до зачисления", "Просрочено",
		"Тестовый перевод", "Дата выгрузки",
	},
	status: [5]string{"Зачислено", "В обработке", "Обрабатывается банковским переводом", "Удержано", "Перенесено"},
	kind:   [5]string{"", "Продажа", "Возврат", "Комиссия", "Услуга"},
	hold:   [5]string{"", "Налоговая", "Нет ИНН", "Проверка рисков", "Ручная проверка"},
	route:  [routes]string{"LianLian Pay", "World First", "Банковский перевод", "Payoneer"},
}
