package shop

import (
	"fmt"
	"strconv"
	"strings"
)

// Processes of tickets (C15).
const (
	bindingFailure = "binding_failure"
	paymentDelay   = "payment_delay"
	otherProcess   = "other"
)

// A ticket is a question to support.
type ticket struct {
	seller     *seller
	id         string
	process    string
	category   string
	isUrgent   bool
	channel    string
	toProvider bool

	opened, responded, assigned, diagnosed, reasoned, closed instant

	errorCode   string
	failure     string // cause of the failed try
	attempt     int64
	language    string
	body        string // the loader keeps its script alone
	attachments []string
	payout      string
	order       string
	batch       string
	receipt     string
}

func (t *ticket) start() instant { return t.opened }

// forget drops what happens after an instant.
func (t *ticket) forget(after instant) {
	for _, at := range []*instant{&t.responded, &t.assigned, &t.diagnosed, &t.reasoned, &t.closed} {
		if *at > after {
			*at = 0
		}
	}
}

// ticketsPerSeller is how many late payouts of a seller are asked about that
// arrived, and how many that did not.
const ticketsPerSeller = 6

// complain opens a ticket about a payout on its first late day: of those that
// arrived one in two is answered just in time and one a second too late; those
// that did not arrive are not answered, or not in writing.
func (s *shop) complain(po *payout, lines []line, late []day) {
	arrived := 0
	if po.arrived != 0 {
		arrived = 1
	}
	count := &s.asked[po.seller.index][arrived]
	if len(late) == 0 || *count == ticketsPerSeller {
		return
	}
	*count++
	t := ticket{
		seller: po.seller, id: fmt.Sprintf("T-%s-%d%02d", po.seller.id, arrived, *count), process: paymentDelay, category: "Payment Delay", isUrgent: true, channel: "panel",
		opened: late[0].at(10 * secondsPerHour), language: [...]string{russian: "ru", chinese: "zh"}[po.seller.language],
		body: [...]string{russian: "Где выплата?", chinese: "请问回款什么时候到账？"}[po.seller.language], payout: po.id, batch: po.batch,
	}
	for i := range lines {
		if lines[i].posting != nil {
			t.order = string(lines[i].posting.orderNumber())
			break
		}
	}
	isSecond := instant(1 - *count%2)
	switch {
	case po.arrived != 0:
		t.responded = t.opened + 2*secondsPerHour + isSecond
		t.reasoned = t.opened + 48*secondsPerHour + isSecond
		t.closed = max(t.reasoned, po.arrived.at(17*secondsPerHour))
		t.receipt = po.receipt
	case isSecond == 1:
		t.responded = t.opened + secondsPerHour
	}
	t.forget((s.asOf + 1).at(0) - 1)
	s.tickets = append(s.tickets, t)
}

var ticketHeaders = [languages][]string{
	russian: {
		"ID продавца", "Номер обращения", "Процесс", "Категория", "Срочно", "Канал", "Адресат", "Провайдер", "Дата обращения", "Первый ответ", "Назначено", "Диагностика",
		"Письменный ответ", "Дата закрытия", "Код ошибки", "Причина сбоя", "Номер попытки", "Язык", "Текст", "Вложения", "Номер выплаты", "Номер заказа", "Номер расчетной партии",
		"Номер банковской квитанции", "Дата выгрузки",
	},
	chinese: {
		"卖家ID", "工单号", "流程", "工单类别", "加急", "提交渠道", "受理方", "收款服务商", "提交时间", "首次响应时间", "分派时间", "诊断报告时间",
		"书面原因时间", "关闭时间", "错误代码", "失败原因", "尝试次数", "语言", "正文", "附件", "回款编号", "订单号", "结算批次号",
		"银行回执号", "导出时间",
	},
	english: {
		"seller_id", "ticket_id", "process", "category", "is_urgent", "channel", "addressed_to", "provider", "opened_at", "first_response_at", "assigned_at", "diagnosed_at",
		"written_reason_at", "closed_at", "error_code", "failure_cause", "attempt_no", "language", "body", "attachments", "payout_id", "order_id", "settlement_batch_no",
		"bank_receipt_no", "exported_at",
	},
}

// writeTickets writes the tickets of all accounts.
func (s *shop) writeTickets() error {
	s.askAboutBindings()
	s.askProviders()
	return s.eachTable("tickets", ozonSide, ticketHeaders, func(t *table, of *seller) {
		for i := range s.tickets {
			if s.tickets[i].seller == of {
				s.ticketRow(t, &s.tickets[i])
			}
		}
	})
}

func (s *shop) ticketRow(t *table, one *ticket) {
	of := one.seller
	in := of.language
	t.text(of.id)
	t.text(one.id)
	t.text(say(in, one.process))
	t.text(one.category)
	t.flag(one.isUrgent)
	t.text(say(in, one.channel))
	if one.toProvider {
		t.text("provider")
	} else {
		t.text("ozon")
	}
	t.text(routeWords[in][of.route])
	for _, at := range []instant{one.opened, one.responded, one.assigned, one.diagnosed, one.reasoned, one.closed} {
		t.instant(at)
	}
	t.text(one.errorCode)
	t.text(one.failure)
	if one.attempt != 0 {
		t.text(strconv.FormatInt(one.attempt, 10))
	} else {
		t.blank(1)
	}
	t.text(say(in, one.language))
	t.text(one.body)
	t.text(strings.Join(one.attachments, "|"))
	t.text(one.payout)
	t.text(one.order)
	t.text(one.batch)
	t.text(one.receipt)
	t.instant(s.exportedAt)
	t.endRow()
}
