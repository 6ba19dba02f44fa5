package shop

var withdrawalHeaders = [languages][]string{
	russian: {
		"ID продавца", "Провайдер", "Счет", "ID транзакции", "Тип операции", "Дата операции", "Дата завершения", "Статус", "Сумма операции", "Валюта",
		"Комиссия", "Валюта комиссии", "Курс сделки", "Сумма к зачислению", "Валюта зачисления", "Дата доступности", "Дата проводки", "Номер заказа", "Номер выплаты",
		"Номер банковской квитанции", "Назначение", "Дата выгрузки",
	},
	chinese: {
		"卖家ID", "收款服务商", "收款账户", "交易流水号", "交易类型", "交易时间", "完成时间", "交易状态", "交易金额", "币种",
		"手续费", "手续费币种", "成交汇率", "到账金额", "到账币种", "可用时间", "记账时间", "订单号", "回款编号",
		"银行回执号", "备注", "导出时间",
	},
	english: {
		"seller_id", "provider", "provider_account", "txn_id", "txn_type", "created_at", "completed_at", "status", "amount", "currency",
		"fee_amount", "fee_currency", "executed_rate", "payout_amount", "payout_currency", "available_at", "booked_at", "order_id", "payout_id",
		"bank_receipt_no", "reference", "exported_at",
	},
}

// A receipt is money that came into the account at a provider or bank.
type receipt struct {
	provider route
	id       string
	on       day
	amount   int64
	currency currency
	booked   day    // in the seller's own ledger
	order    string // of order-level data
	payout   string
	number   string // bank receipt
}

// receiptRow writes a receipt, at nine in the morning in Moscow.
func (s *shop) receiptRow(t *table, of *seller, r receipt) {
	in := of.language
	t.text(of.id)
	t.text(routeWords[in][r.provider])
	t.text(accountNumber(of, r.provider))
	t.text(r.id)
	t.text(say(in, "receipt"))
	at := r.on.at(9 * secondsPerHour)
	t.instant(at)
	t.instant(at)
	t.text(say(in, "completed"))
	t.money(r.amount)
	t.text(r.currency.String())
	t.blank(5)
	t.instant(at)
	t.date(r.booked)
	t.text(r.order)
	t.text(r.payout)
	t.text(r.number)
	t.blank(1)
	t.instant(s.exportedAt)
	t.endRow()
}

// accountNumber names the account of a seller at a provider.
func accountNumber(of *seller, at route) string {
	return [routes]string{lianlian: "LL-", worldfirst: "WF-", bank: "BA-", payoneer: "PO-"}[at] + of.id
}

// A gap is what is planted between a payout and its receipt.
type receiptGap int

const (
	noGap receiptGap = iota
	receiptMissing
	receiptShort // by a unit of the currency
	receiptLate  // by two working days
)

const shortBy = 1_00

// plantedGaps are those of the first seller, from the middle of the span on: of
// payouts over the provider and of payouts over the bank.
func plantedGaps() [routes][]receiptGap {
	return [routes][]receiptGap{lianlian: {receiptMissing, receiptShort, receiptLate}, bank: {receiptMissing}}
}

// nextGap returns what is planted in the payout's receipt.
func (s *shop) nextGap(po *payout) receiptGap {
	if po.seller.index != 0 || po.settled < s.span.first+(s.span.last-s.span.first)/2 {
		return noGap
	}
	gaps := &s.gaps[po.route()]
	if len(*gaps) == 0 {
		return noGap
	}
	gap := (*gaps)[0]
	*gaps = (*gaps)[1:]
	return gap
}

// receive writes what came in of an arrived payout: at LianLian one receipt per
// order, elsewhere one per payout, by bank transfer one with the number of the
// bank's receipt. Shops with many orders have no such files.
func (s *shop) receive(po *payout, lines []line) {
	t := s.files[po.seller.index].withdrawals
	if t == nil || po.test || po.arrived == 0 {
		return
	}
	if po.together {
		s.recordReceipt(po, po.amount, "ties", 0)
		return
	}
	via := po.route()
	r := receipt{provider: via, id: "R-" + po.id, on: po.arrived, amount: po.amount, currency: po.currency, payout: po.id}
	switch s.nextGap(po) {
	case receiptMissing:
		s.recordReceipt(po, 0, "missing_there", 0)
		return
	case receiptShort:
		r.amount -= shortBy
		s.recordReceipt(po, r.amount, "unreconciled", 0)
	case receiptLate:
		if later := s.calendar.workday(s.calendar.index(r.on) + 2); later <= s.asOf {
			r.on = later
		}
		s.recordReceipt(po, r.amount, [...]string{"ties", "timing"}[min(r.on-po.arrived, 1)], r.on-po.arrived)
	default:
		s.recordReceipt(po, r.amount, "ties", 0)
	}
	r.booked = r.on
	switch via {
	case bank:
		r.payout, r.number = "", po.receipt
	case lianlian:
		s.receiveByOrder(t, po, lines, r)
		return
	}
	s.receiptRow(t, po.seller, r)
}

// receiveByOrder shares the amount among the sale lines, in proportion and to the
// cent.
func (s *shop) receiveByOrder(t *table, po *payout, lines []line, whole receipt) {
	sales := int64(0)
	for i := range lines {
		if lines[i].kind == sale {
			sales += lines[i].amount
		}
	}
	soFar, paid := int64(0), int64(0)
	for i := range lines {
		if lines[i].kind != sale {
			continue
		}
		soFar += lines[i].amount
		one := whole
		one.amount = roundedProduct(whole.amount, soFar, sales) - paid
		paid += one.amount
		one.id = whole.id + "-" + string(appendPadded(nil, int64(i+1), 3))
		one.order = string(lines[i].posting.orderNumber())
		s.receiptRow(t, po.seller, one)
	}
}

var truthReceiptColumns = []string{"seller_id", "payout_id", "against", "payout_amount", "other_amount", "currency", "state_code", "days_apart"}

// recordReceipt writes how an arrived payout compares with what came in.
func (s *shop) recordReceipt(po *payout, other int64, state string, apart day) {
	t := s.truths.receipts
	t.text(po.seller.id)
	t.text(po.id)
	if po.route() == bank {
		t.text("bank")
	} else {
		t.text("provider")
	}
	t.money(po.amount)
	if state == "missing_there" {
		t.blank(1)
	} else {
		t.money(other)
	}
	t.text(po.currency.String())
	t.text(state)
	t.number(int64(apart))
	t.endRow()
}
