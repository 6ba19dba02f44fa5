package datasets

import "ozpayout/pipeline"

// Columns of the canonical input returns.
var (
	ReturnID       = &pipeline.Text{Name: "return_id", Doc: "return number"}
	ReturnType     = &pipeline.Code{Name: "return_type", Doc: "kind of return; only a client return blocks a payout"}
	ReturnStatus   = &pipeline.Code{Name: "status", Doc: "status as system name; an unknown one is neither open nor closed"}
	ReturnOpenedAt = &pipeline.Instant{Name: "opened_at", Doc: "when the return started (date allowed)"}
	ReturnClosedAt = &pipeline.Instant{Name: "closed_at", Doc: "when it ended (date allowed); empty = open"}
	ReturnAmount   = &pipeline.Money{Name: "amount", Doc: "amount of the returned goods", Currency: ReturnCurrency}
	ReturnCurrency = &pipeline.Code{Name: "currency", Doc: "currency of the amount"}
)

// RawReturns is the canonical input returns (formats.md section 9).
var RawReturns = &pipeline.Dataset{
	Name: "raw_returns", Doc: "Returns and their statuses, canonical form (D19; B09).", Grain: "one row per return", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, ReturnID, PostingNumber, OrderID, ReturnType, ReturnStatus, ReturnOpenedAt, ReturnClosedAt, ReturnAmount, ReturnCurrency, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{SellerID, ReturnID},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}, {Column: OrderID}},
	Control:   []pipeline.Control{{Amount: ReturnAmount, Currencies: []*pipeline.Code{ReturnCurrency}}},
	Snapshot:  ExportedAt,
	Holder:    SellerID,
	Input: &pipeline.Input{
		Report: "canonical table returns", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: ReturnID, Need: pipeline.Required, Headers: []string{"Return Number", "退货编号", "退货单号", "ID возврата", "Номер возврата"}},
			{Column: PostingNumber, Need: pipeline.Required, Headers: []string{"Posting No", "Shipment Number", "发货号码", "货件编号", "货件号", "发货单号", "Номер отправления"}},
			{Column: OrderID, Headers: []string{"Order Number", "Order No", "订单号", "订单编号", "订单ID", "Номер заказа", "ID заказа"}},
			{Column: ReturnType, Headers: []string{"Type", "退货类型", "类型", "Тип возврата"}, Words: ReturnTypeWords},
			{Column: ReturnStatus, Need: pipeline.Required, Headers: []string{"Return Status", "退货状态", "状态", "Статус возврата", "Статус"}, Words: ReturnStatusWords},
			{Column: ReturnOpenedAt, Need: pipeline.Present, Headers: []string{"Return Date", "Opened", "退货日期", "退货时间", "Дата возврата"}, Form: pipeline.DateAllowed},
			{Column: ReturnClosedAt, Headers: []string{"Closed", "关闭时间", "完成时间", "Дата статуса", "Дата закрытия"}, Form: pipeline.DateAllowed, IsDecisive: true},
			{Column: ReturnAmount, Headers: []string{"Return Amount", "退货金额", "Стоимость товара"}, Form: pipeline.NotNegative},
			{Column: ReturnCurrency, Headers: []string{"币种", "Валюта"}, Form: pipeline.CurrencyForm},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Latest:  []pipeline.Column{ReturnOpenedAt, ReturnClosedAt},
		Example: []string{"104233", "R-3301", "71426933-0116-1", "71426933-0116", "ClientReturn", "MovingToSeller", "2024-06-09T11:00:00+03:00", "", "845.20", "CNY", ""},
	},
}
