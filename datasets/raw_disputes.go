package datasets

import "ozpayout/pipeline"

// Columns of the canonical input disputes.
var (
	DisputeID       = &pipeline.Text{Name: "dispute_id", Doc: "dispute number"}
	DisputeOpenedAt = &pipeline.Instant{Name: "opened_at", Doc: "when it was opened (date allowed)"}
	DisputeClosedAt = &pipeline.Instant{Name: "closed_at", Doc: "when it was closed (date allowed); null = open"}
	DisputeState    = &pipeline.Code{Name: "state", Doc: "empty = by closed_at"}
	DisputeOutcome  = &pipeline.Code{Name: "outcome", Doc: "outcome"}
	DisputeAmount   = &pipeline.Money{Name: "amount", Doc: "disputed amount", Currency: DisputeCurrency}
	DisputeCurrency = &pipeline.Code{Name: "currency", Doc: "currency of the amount"}
)

// RawDisputes is the canonical input disputes (formats.md section 9).
var RawDisputes = &pipeline.Dataset{
	Name: "raw_disputes", Doc: "Disputes between buyer and seller (B03, B08, B11, C27).", Grain: "one row per dispute", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, DisputeID, OrderID, PostingNumber, DisputeOpenedAt, DisputeClosedAt, DisputeState, DisputeOutcome, DisputeAmount, DisputeCurrency, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{SellerID, DisputeID},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}, {Column: OrderID}},
	Control:   []pipeline.Control{{Amount: DisputeAmount, Currencies: []*pipeline.Code{DisputeCurrency}}},
	Snapshot:  ExportedAt,
	Holder:    SellerID,
	Input: &pipeline.Input{
		Report: "canonical table disputes", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: DisputeID, Need: pipeline.Required, Headers: []string{"Dispute Number", "Claim ID", "纠纷编号", "争议编号", "纠纷ID", "Номер спора", "ID спора"}},
			{Column: OrderID, Need: pipeline.Present, Headers: []string{"Order Number", "Order No", "订单号", "订单编号", "订单ID", "Номер заказа", "ID заказа"}},
			{Column: PostingNumber, Need: pipeline.Present, Headers: []string{"Posting No", "Shipment Number", "发货号码", "货件编号", "货件号", "发货单号", "Номер отправления"}},
			{Column: DisputeOpenedAt, Need: pipeline.Required, Headers: []string{"Opened", "Open Date", "Created At", "纠纷开启时间", "开启时间", "纠纷创建时间", "Дата открытия спора", "Дата открытия"}, Form: pipeline.DateAllowed},
			{Column: DisputeClosedAt, Need: pipeline.Present, Headers: []string{"Closed", "Close Date", "纠纷关闭时间", "关闭时间", "Дата закрытия спора", "Дата закрытия"}, Form: pipeline.DateAllowed},
			{Column: DisputeState, Headers: []string{"Dispute Status", "Status", "纠纷状态", "状态", "Статус спора", "Статус"}, Words: DisputeStateWords},
			{Column: DisputeOutcome, Headers: []string{"Result", "纠纷结果", "结果", "Решение", "Итог спора"}, Words: DisputeOutcomeWords},
			{Column: DisputeAmount, Headers: []string{"Dispute Amount", "纠纷金额", "争议金额", "金额", "Сумма спора", "Сумма"}, Form: pipeline.NotNegative},
			{Column: DisputeCurrency, Headers: []string{"币种", "Валюта"}, Form: pipeline.CurrencyForm},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Latest:  []pipeline.Column{DisputeOpenedAt, DisputeClosedAt},
		Example: []string{"104233", "D-5521", "71426933-0116", "71426933-0116-1", "2024-06-09T11:00:00+03:00", "2024-06-12T15:30:00+03:00", "Closed", "Seller", "845.20", "CNY", ""},
	},
}
