package datasets

import "ozpayout/pipeline"

// Columns of the canonical input external_events.
var (
	ExternalEventID   = &pipeline.Text{Name: "event_id", Doc: "any unique name"}
	ExternalCauseCode = &pipeline.Code{Name: "cause_code", Doc: "empty = EXTERNAL_BANK_REVIEW, the only cause that may be stated"}
	ExternalStartsOn  = &pipeline.Date{Name: "starts_on", Doc: "first day"}
	ExternalEndsOn    = &pipeline.Date{Name: "ends_on", Doc: "last day (inclusive); empty = still running"}
	ExternalRoute     = &pipeline.Code{Name: "route", Doc: "empty = all routes"}
	ExternalCurrency  = &pipeline.Code{Name: "currency", Doc: "payout currency; empty = all"}
	ExternalBank      = &pipeline.Code{Name: "bank", Doc: "bank"}
	ExternalSource    = &pipeline.Text{Name: "source", Doc: "where it is known from; printed"}
	ExternalNote      = &pipeline.Text{Name: "note", Doc: "note"}
)

// RawExternalEvents is the canonical input external_events (formats.md section 9).
var RawExternalEvents = &pipeline.Dataset{
	Name: "raw_external_events", Doc: "Outside events that the user states, such as a compliance review at a bank (R11).", Grain: "one row per outside event", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		ExternalEventID, ExternalCauseCode, ExternalStartsOn, ExternalEndsOn, SellerID, ExternalRoute, ExternalCurrency, ExternalBank, ExternalSource, ExternalNote,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:    []pipeline.Column{ExternalEventID},
	Holder: SellerID,
	Input: &pipeline.Input{
		Report: "canonical table external_events", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: ExternalEventID, Need: pipeline.Required, Headers: []string{"事件编号", "ID события"}},
			{Column: ExternalCauseCode, Headers: []string{"Cause", "原因代码", "Код причины"}, Words: EventCauseWords},
			{Column: ExternalStartsOn, Need: pipeline.Required, Headers: []string{"Start Date", "From", "开始日期", "Дата начала"}},
			{Column: ExternalEndsOn, Need: pipeline.Present, Headers: []string{"End Date", "To", "结束日期", "Дата окончания"}},
			{Column: SellerID, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}, IsDecisive: true},
			{Column: ExternalRoute, Headers: []string{"Payout Route", "收款通道", "收款路径", "Канал выплаты"}, Words: RouteWords, IsDecisive: true},
			{Column: ExternalCurrency, Headers: []string{"币种", "Валюта"}, Form: pipeline.CurrencyForm, IsDecisive: true},
			{Column: ExternalBank, Headers: []string{"Bank Name", "银行", "Банк"}, IsDecisive: true},
			{Column: ExternalSource, Need: pipeline.Required, Headers: []string{"来源", "Источник"}},
			{Column: ExternalNote, Headers: []string{"Comment", "备注", "Примечание", "Комментарий"}},
		},
		Example: []string{"EV-1", "EXTERNAL_BANK_REVIEW", "2024-04-01", "2024-04-19", "", "bank", "CNY", "", "letter of the bank", "compliance review"},
	},
}
