package datasets

import "ozpayout/pipeline"

// Columns of Ozon's own returns sources.
var (
	ReturnedOn    = &pipeline.Instant{Name: "returned_at", Doc: "return date: the return was opened"}
	StatusSince   = &pipeline.Instant{Name: "status_at", Doc: "when the status was reached"}
	ReturnPrice   = &pipeline.Money{Name: "price", Doc: "price of the returned goods", Unit: "RUB"}
	ReturnReason  = &pipeline.Code{Name: "return_reason", Doc: "reason as written"}
	ReturnBarcode = &pipeline.Text{Name: "return_barcode", Doc: "barcode of the return: its identity where the export has no number"}
)

// ReturnStatusWords turns the words of the returns export into the API's system
// names (formats.md section 3). A word without a system name in the
// specification keeps a code of ours.
var ReturnStatusWords = words(map[string][]string{
	"ReturnedToOzon": {"На складе Ozon"}, "ReceivedBySeller": {"Уже у вас"}, "ReturnCompensated": {"Вы получили компенсацию"},
	"MovingToSeller": {"Едет к вам"}, "MovingToOzon": {"Едет на склад Ozon"}, "Cancelled": {"Отменена"}, "WaitingShipment": {"Ожидает отправки"},
	"Searching": {"Ищем товар"}, "CancelledDisputeNotOpen": {"Отклонена. Спор не открыт"}, "Rejected": {"Отклонена вами"}, "CrmRejected": {"Отклонена Ozon"},
	"DisputeOpened": nil, "DisputeYouOpened": nil, "DisputeOpening": nil, "OnSellerApproval": nil, "OnSellerClarification": nil,
	"OnSellerClarificationAfterPartialCompensation": nil, "OfferedPartialCompensation": nil, "ReturnMoneyApproved": nil,
	"PartialCompensationInProcess": nil, "Approved": nil, "ApprovedByOzon": nil, "ArrivedAtReturnPlace": nil,
	"ReturningToSellerByCourier": nil, "Utilizing": nil, "CompensationOffered": nil, "WaitingCompensation": nil, "SendingError": nil,
	"PartialCompensationReturned": nil, "Utilized": nil, "MoneyReturned": nil, "MoneyReturnedBySystem": nil,
	"CompensationRejected": nil, "CompensationRejectedBySla": nil, "CompensationRejectedBySeller": nil,
})

// ReturnTypeWords are the kinds of returns; only a client return blocks a payout.
var ReturnTypeWords = words(map[string][]string{
	"Cancellation": nil, "FullReturn": nil, "PartialReturn": nil, "ClientReturn": {"client_return", "客户退货", "Клиентский возврат"}, "Unknown": nil,
})

// RawOzonReturns is the returns export, XLSX generations R1-R3 (formats.md
// section 3). It has no return number: rows of one file may share the key.
var RawOzonReturns = &pipeline.Dataset{
	Name: "raw_ozon_returns", Doc: "Returns export of the seller cabinet; carries no return type (B09).",
	Grain: "one row per returned item", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, SchemeRaw, PostingNumber, OfferID, SKU, ReturnedOn, ReturnStatus, StatusSince, ReturnReason, Quantity, ReturnBarcode, ReturnPrice, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{PostingNumber, SKU, ReturnBarcode, ReturnedOn},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}},
	Control:   []pipeline.Control{{Amount: ReturnPrice}},
	Snapshot:  ExportedAt,
	Holder:    SellerID,
	Input: &pipeline.Input{
		Report: "returns export", Known: true, Zone: "Europe/Moscow",
		ZoneFrom: []string{"Часовой пояс"}, HolderFrom: []string{"Seller ID"},
		Fields: []pipeline.Field{
			{Column: SchemeRaw, Need: pipeline.Present, Headers: []string{"Схема"}},
			{Column: PostingNumber, Need: pipeline.Required, Headers: []string{"Номер отправления"}},
			{Column: OfferID, Headers: []string{"Артикул товара"}},
			{Column: SKU, Headers: []string{"OZON SKU ID"}},
			{Column: ReturnedOn, Need: pipeline.Present, Headers: []string{"Дата возврата"}},
			{Column: ReturnStatus, Need: pipeline.Required, Headers: []string{"Статус возврата"}, Words: ReturnStatusWords, Form: pipeline.Keep},
			{Column: StatusSince, Headers: []string{"Дата статуса"}},
			{Column: ReturnReason, Headers: []string{"Причина возврата"}},
			{Column: Quantity, Headers: []string{"Количество возвращаемых товаров"}},
			{Column: ReturnBarcode, Headers: []string{"Штрихкод возврата"}},
			{Column: ReturnPrice, Need: pipeline.Required, Headers: []string{"Стоимость товара"}},
			{Form: pipeline.Secret, Headers: []string{"Комментарий клиента", "Комментарий покупателя"}},
		},
		Generations: []pipeline.Generation{
			{Name: "R3", Has: []string{"Статус компенсации", "Адрес размещения"}},
			{Name: "R2", Has: []string{"Обязательность маркировки"}},
			{Name: "R1", Has: []string{"Комментарий клиента"}},
		},
		Latest: []pipeline.Column{ReturnedOn, StatusSince},
	},
}

// RawAPIReturns is the returns list of the API, v1 (formats.md section 3, D19).
var RawAPIReturns = &pipeline.Dataset{
	Name: "raw_api_returns", Doc: "Returns list of the API, FBO and FBS (D19, B09).",
	Grain: "one row per return", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, ReturnID, PostingNumber, OrderID, ReturnType, SchemeRaw, SKU, ReturnedOn, ReturnStatus, StatusSince, ReturnAmount, ReturnCurrency, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{ReturnID},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}, {Column: OrderID}},
	Control:   []pipeline.Control{{Amount: ReturnAmount, Currencies: []*pipeline.Code{ReturnCurrency}}},
	Snapshot:  ExportedAt,
	Holder:    SellerID,
	Input: &pipeline.Input{
		Report: "returns list of the API (v1)", Known: true, Zone: "UTC",
		Fields: []pipeline.Field{
			{Column: SellerID, Exact: []string{"company_id"}},
			{Column: ReturnID, Need: pipeline.Required, Exact: []string{"id"}},
			{Column: PostingNumber, Need: pipeline.Present, Exact: []string{"posting_number"}},
			{Column: OrderID, Exact: []string{"order_number"}},
			{Column: ReturnType, Need: pipeline.Present, Exact: []string{"type"}, Words: ReturnTypeWords, Form: pipeline.Keep},
			{Column: SchemeRaw, Exact: []string{"schema"}},
			{Column: SKU, Exact: []string{"product.sku"}},
			{Column: ReturnedOn, Need: pipeline.Present, Exact: []string{"logistic.return_date"}},
			{Column: ReturnStatus, Need: pipeline.Present, Exact: []string{"visual.status.sys_name"}, Words: ReturnStatusWords, Form: pipeline.Keep},
			{Column: StatusSince, Need: pipeline.Present, Exact: []string{"visual.change_moment"}},
			{Column: ReturnAmount, Exact: []string{"product.price.price"}},
			{Column: ReturnCurrency, Exact: []string{"product.price.currency_code"}, Form: pipeline.CurrencyForm},
		},
		Latest: []pipeline.Column{ReturnedOn, StatusSince},
		Pages:  pipeline.Pages{More: "$.has_next"},
	},
}
