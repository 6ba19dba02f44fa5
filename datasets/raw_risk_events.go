package datasets

import "ozpayout/pipeline"

// Columns of the canonical input risk_events.
var (
	RiskEventAt      = &pipeline.Instant{Name: "event_at", Doc: "when it happened; a bare date counts as 00:00:00"}
	RiskEventType    = &pipeline.Code{Name: "event_type", Doc: "event type"}
	RiskFieldChanged = &pipeline.Code{Name: "field_changed", Doc: "what was changed (a field name, not its value)"}
	RiskNote         = &pipeline.Text{Name: "note", Doc: "note"}
)

// RawRiskEvents is the canonical input risk_events (formats.md section 9).
var RawRiskEvents = &pipeline.Dataset{
	Name: "raw_risk_events", Doc: "Account changes, withdrawal attempts and freezes (B24, C29).", Grain: "one row per event", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, RiskEventAt, RiskEventType, Provider, PayoutID, RiskFieldChanged, RiskNote, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:      []pipeline.Column{SellerID, RiskEventAt, RiskEventType, Provider, PayoutID},
	Snapshot: ExportedAt,
	Holder:   SellerID,
	Input: &pipeline.Input{
		Report: "canonical table risk_events", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: RiskEventAt, Need: pipeline.Required, Headers: []string{"Event Time", "Event Date", "发生时间", "事件时间", "时间", "Дата события", "Время события"}, Form: pipeline.DateAllowed},
			{Column: RiskEventType, Need: pipeline.Required, Headers: []string{"Event", "事件类型", "类型", "Тип события"}, Words: RiskEventTypeWords},
			{Column: Provider, Headers: []string{"Payment Provider", "Collection Provider", "收款服务商", "支付机构", "第三方支付机构", "收款渠道", "Платежный провайдер", "Провайдер"}, Words: RouteWords},
			{Column: PayoutID, Headers: []string{"Payment ID", "Payout Number", "Payout No", "回款编号", "回款单号", "付款编号", "打款编号", "Номер выплаты", "ID выплаты"}},
			{Column: RiskFieldChanged, Headers: []string{"Changed Field", "修改字段", "Измененное поле"}},
			{Column: RiskNote, Headers: []string{"Comment", "备注", "Примечание", "Комментарий"}},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Latest:  []pipeline.Column{RiskEventAt},
		Example: []string{"104233", "2024-06-19T12:00:00+03:00", "account_changed", "LianLian", "", "account name", "", ""},
	},
}
