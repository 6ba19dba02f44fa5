package datasets

import "ozpayout/pipeline"

// Columns of the canonical input tickets.
var (
	TicketID              = &pipeline.Text{Name: "ticket_id", Doc: "ticket number"}
	TicketProcess         = &pipeline.Code{Name: "process", Doc: "which clocks apply; empty = from category (\"Payment Delay\" → payment_delay), else other"}
	TicketCategory        = &pipeline.Code{Name: "category", Doc: "category as chosen"}
	TicketIsUrgent        = &pipeline.Flag{Name: "is_urgent", Doc: "\"Urgent\" ticked"}
	TicketChannel         = &pipeline.Code{Name: "channel", Doc: "channel"}
	TicketAddressedTo     = &pipeline.Code{Name: "addressed_to", Doc: "who must answer; empty = ozon"}
	TicketOpenedAt        = &pipeline.Instant{Name: "opened_at", Doc: "time needed, a bare date is a finding"}
	TicketFirstResponseAt = &pipeline.Instant{Name: "first_response_at", Doc: "first response at"}
	TicketAssignedAt      = &pipeline.Instant{Name: "assigned_at", Doc: "passed to the provider's team (A17)"}
	TicketDiagnosedAt     = &pipeline.Instant{Name: "diagnosed_at", Doc: "diagnosis report (A18)"}
	TicketWrittenReasonAt = &pipeline.Instant{Name: "written_reason_at", Doc: "written reason given (B23)"}
	TicketClosedAt        = &pipeline.Instant{Name: "closed_at", Doc: "empty = open"}
	TicketErrorCode       = &pipeline.Text{Name: "error_code", Doc: "as written; ERR_ and four digits are recognised"}
	TicketFailureCause    = &pipeline.Code{Name: "failure_cause", Doc: "recorded cause of a failed try; a file without it makes A21 \"not observable\""}
	TicketAttemptNo       = &pipeline.Int{Name: "attempt_no", Doc: "1 = first try"}
	TicketLanguage        = &pipeline.Code{Name: "language", Doc: "language of the message"}
	TicketBodyScript      = &pipeline.Code{Name: "body", Doc: "script of the message (latin, cyrillic, cjk, mixed, other); the text is dropped while reading"}
	TicketAttachments     = &pipeline.Code{Name: "attachments", Doc: "what was attached"}
)

// ByTicket is the scope of stages that see all rows of a ticket together.
const ByTicket pipeline.Scope = "by ticket"

// OpenTicket is the column of open tickets that tells which they are.
var OpenTicket = &pipeline.Text{Name: "open_ticket_id", Doc: "number of a ticket that is open", From: []pipeline.Column{TicketID, TicketProcess, TicketCategory, TicketClosedAt}}

// OpenTickets are the tickets that cover lines: these need no other.
var OpenTickets = &pipeline.Dataset{
	Name: "open_tickets", Doc: "payment_delay tickets that are open at the end of the as-of day and link a payout, settlement batch or order (B22).",
	Grain: "one row per ticket", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, OpenTicket, TicketOpenedAt, PayoutID, SettlementBatchNo, OrderID},
	Key:     []pipeline.Column{SellerID, OpenTicket},
}

// RawTickets is the canonical input tickets (formats.md section 9).
var RawTickets = &pipeline.Dataset{
	Name: "raw_tickets", Doc: "Support tickets (A03, A16-A21, A37, B22, B23).", Grain: "one row per ticket", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, TicketID, TicketProcess, TicketCategory, TicketIsUrgent, TicketChannel, TicketAddressedTo, Provider, TicketOpenedAt, TicketFirstResponseAt, TicketAssignedAt, TicketDiagnosedAt, TicketWrittenReasonAt, TicketClosedAt, TicketErrorCode, TicketFailureCause, TicketAttemptNo, TicketLanguage, TicketBodyScript, TicketAttachments, PayoutID, OrderID, SettlementBatchNo, BankReceiptNo, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{SellerID, TicketID},
	Partition: []pipeline.PartitionKey{{Column: TicketID}}, Spread: ByTicket,
	Snapshot: ExportedAt,
	Holder:   SellerID,
	Input: &pipeline.Input{
		Report: "canonical table tickets", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: TicketID, Need: pipeline.Required, Headers: []string{"Ticket Number", "Case ID", "工单号", "工单编号", "Номер обращения", "ID обращения"}},
			{Column: TicketProcess, Headers: []string{"流程", "流程类型", "Процесс"}, Words: ProcessWords},
			{Column: TicketCategory, Headers: []string{"Ticket Category", "Topic", "工单类别", "类别", "问题类型", "Категория", "Тема"}},
			{Column: TicketIsUrgent, Headers: []string{"Urgent", "加急", "紧急", "是否加急", "Срочно"}},
			{Column: TicketChannel, Headers: []string{"Submitted Via", "提交渠道", "渠道", "Канал"}, Words: TicketChannelWords},
			{Column: TicketAddressedTo, Headers: []string{"Addressee", "受理方", "Адресат"}, Words: AddresseeWords},
			{Column: Provider, Headers: []string{"Payment Provider", "Collection Provider", "收款服务商", "支付机构", "第三方支付机构", "收款渠道", "Платежный провайдер", "Провайдер"}, Words: RouteWords},
			{Column: TicketOpenedAt, Need: pipeline.Required, Headers: []string{"Opened", "Created At", "提交时间", "创建时间", "开启时间", "Дата создания", "Дата обращения"}},
			{Column: TicketFirstResponseAt, Headers: []string{"First Response", "First Reply At", "首次响应时间", "首响时间", "Первый ответ"}, IsDecisive: true},
			{Column: TicketAssignedAt, Headers: []string{"Assigned", "分派时间", "转派时间", "Назначено", "Дата передачи"}, IsDecisive: true},
			{Column: TicketDiagnosedAt, Headers: []string{"Diagnosed", "诊断时间", "诊断报告时间", "Диагностика"}, IsDecisive: true},
			{Column: TicketWrittenReasonAt, Headers: []string{"Written Reason", "书面说明时间", "书面原因时间", "Письменный ответ"}, IsDecisive: true},
			{Column: TicketClosedAt, Headers: []string{"Closed", "Resolved At", "关闭时间", "解决时间", "结案时间", "Дата закрытия"}, IsDecisive: true},
			{Column: TicketErrorCode, Headers: []string{"Error", "错误代码", "错误码", "Код ошибки"}, Form: pipeline.Raw},
			{Column: TicketFailureCause, Headers: []string{"Cause", "失败原因", "Причина сбоя"}, Words: FailureCauseWords},
			{Column: TicketAttemptNo, Headers: []string{"Attempt", "尝试次数", "第几次尝试", "Номер попытки"}},
			{Column: TicketLanguage, Headers: []string{"语言", "邮件语言", "Язык"}, Words: LanguageWords},
			{Column: TicketBodyScript, Headers: []string{"Message", "Text", "正文", "内容", "Текст"}, Form: pipeline.Secret},
			{Column: TicketAttachments, Headers: []string{"Attached", "附件", "Вложения"}, Words: AttachmentWords, Form: pipeline.WordList},
			{Column: PayoutID, Headers: []string{"Payment ID", "Payout Number", "Payout No", "回款编号", "回款单号", "付款编号", "打款编号", "Номер выплаты", "ID выплаты"}},
			{Column: OrderID, Headers: []string{"Order Number", "Order No", "订单号", "订单编号", "订单ID", "Номер заказа", "ID заказа"}},
			{Column: SettlementBatchNo, Headers: []string{"Settlement Batch Number", "Settlement Batch", "Batch Number", "结算批次号", "结算批次", "批次号", "Номер расчетной партии", "Номер пакета расчетов", "Номер реестра"}},
			{Column: BankReceiptNo, Headers: []string{"Bank Receipt Number", "Bank Receipt", "Bank Transfer ID", "银行回执号", "银行回执编号", "回执号", "Номер банковской квитанции", "Номер платежного поручения"}},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Latest:  []pipeline.Column{TicketOpenedAt, TicketClosedAt},
		Example: []string{"104233", "T-9001", "binding_failure", "Payments", "false", "email", "ozon", "LianLian", "2024-06-07T16:30:00+03:00", "2024-06-07T17:00:00+03:00", "2024-06-10T11:30:00+03:00", "2024-06-10T13:30:00+03:00", "", "2024-06-10T15:00:00+03:00", "ERR_3021", "browser_cache", "2", "en", "", "seller_id|merchant_id|screenshot|screenshot_url|screenshot_time", "", "", "", "", ""},
	},
}
