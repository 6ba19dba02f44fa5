package datasets

import "ozpayout/pipeline"

// Columns of the orders exports and of the posting lists of the API.
var (
	AcceptedAt       = &pipeline.Instant{Name: "accepted_at", Doc: "posting taken into processing"}
	ShipmentAt       = &pipeline.Instant{Name: "shipment_at", Doc: "planned shipment"}
	HandedOverAt     = &pipeline.Instant{Name: "handed_over_at", Doc: "handed over to the carrier"}
	DeliveredAt      = &pipeline.Instant{Name: "delivered_at", Doc: "delivered to the buyer; null = not delivered"}
	CancelledAt      = &pipeline.Instant{Name: "cancelled_at", Doc: "cancelled; null = not cancelled or not exported"}
	OrderStatus      = &pipeline.Code{Name: "status", Doc: "state of the posting: awaiting_packaging, awaiting_deliver, delivering, at_pickup, delivered, cancelled, or the word as written"}
	ShipmentAmount   = &pipeline.Money{Name: "shipment_amount", Doc: "amount of the row as exported", Currency: ShipmentCurrency}
	ShipmentCurrency = &pipeline.Code{Name: "shipment_currency", Doc: "currency of the amount"}
	OfferID          = &pipeline.Text{Name: "offer_id", Doc: "seller's article"}
	BuyerPaid        = &pipeline.Money{Name: "buyer_paid", Doc: "paid by the buyer", Currency: BuyerCurrency}
	BuyerCurrency    = &pipeline.Code{Name: "buyer_currency", Doc: "currency of the buyer's payment"}
	Quantity         = &pipeline.Int{Name: "quantity", Doc: "pieces", Unit: "pieces"}
	OrderCarrier     = &pipeline.Code{Name: "carrier", Doc: "carrier as the export names it; FBS exports of early 2025 only"}
	SchemeRaw        = &pipeline.Code{Name: "scheme_raw", Doc: "fulfilment scheme as written or as the header generation implies"}
)

// OrderStatusWords are the status words of the orders exports, ru and zh, and
// of the posting lists (formats.md section 1; the older Отменен folds to the same).
var OrderStatusWords = words(map[string][]string{
	"awaiting_packaging": {"Ожидает сборки", "待备货", "awaiting_registration", "awaiting registration", "acceptance_in_progress", "awaiting_approve"},
	"awaiting_deliver":   {"Ожидает отгрузки", "等待发运", "driver_pickup", "sent_by_seller"},
	"delivering":         {"Доставляется", "运输中"},
	"at_pickup":          {"已到达取货点，待取件"},
	"delivered":          {"Доставлен", "已签收"},
	"cancelled":          {"Отменён", "已取消", "cancelled_from_split_pending"},
})

// personalOrderHeaders are columns with buyers' data: dropped while reading.
var personalOrderHeaders = []string{
	"Имя покупателя", "Email покупателя", "Имя получателя", "Телефон получателя", "Адрес доставки", "Адрес покупателя", "Индекс",
}

// RawOrders is the orders export of the seller cabinet, generations O1-O3 and
// Z1-Z2 (formats.md section 1).
var RawOrders = &pipeline.Dataset{
	Name: "raw_orders", Doc: "Orders export of the seller cabinet, Russian and Chinese (9.19).",
	Grain: "one row per posting and product", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		OrderID, PostingNumber, AcceptedAt, ShipmentAt, OrderStatus, DeliveredAt, HandedOverAt, CancelledAt, ShipmentAmount, ShipmentCurrency,
		SKU, OfferID, BuyerPaid, BuyerCurrency, Quantity, OrderCarrier, SchemeRaw, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{PostingNumber, SKU},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}},
	Control:   []pipeline.Control{{Amount: ShipmentAmount, Currencies: []*pipeline.Code{ShipmentCurrency}}},
	Snapshot:  ExportedAt,
	Input: &pipeline.Input{
		Report: "orders export", Known: true, Zone: "UTC",
		Fields: []pipeline.Field{
			{Column: OrderID, Need: pipeline.Present, Headers: []string{"Номер заказа", "订单号"}},
			{Column: PostingNumber, Need: pipeline.Required, Headers: []string{"Номер отправления", "发货号码"}},
			{Column: AcceptedAt, Headers: []string{"Принят в обработку", "正在处理中", "已创建"}},
			{Column: ShipmentAt, Need: pipeline.Present, Headers: []string{"Дата отгрузки", "发运日期"}},
			{Column: OrderStatus, Headers: []string{"Статус", "状态"}, Words: OrderStatusWords, Form: pipeline.Keep},
			{Column: DeliveredAt, Headers: []string{"Дата доставки", "配送日期", "实际配送日期"}},
			{Column: HandedOverAt, Headers: []string{"Фактическая дата передачи в доставку", "实际转移配送日期", "已转移配送"}},
			{Column: CancelledAt, Headers: []string{"Дата отмены", "取消日期"}},
			{Column: ShipmentAmount, Need: pipeline.Required, Headers: []string{"Сумма отправления", "发货的金额"}},
			{Column: ShipmentCurrency, Headers: []string{"Код валюты отправления", "货件的货币代码"}, Form: pipeline.CurrencyForm},
			{Column: SKU, Need: pipeline.Required, Headers: []string{"OZON id", "Ozon ID"}},
			{Column: OfferID, Headers: []string{"Артикул", "货号"}},
			{Column: BuyerPaid, Headers: []string{"Оплачено покупателем", "Стоимость товара для покупателя", "已由买家支付"}},
			{Column: BuyerCurrency, Headers: []string{"Код валюты покупателя", "买家货币代码"}, Form: pipeline.CurrencyForm},
			{Column: Quantity, Headers: []string{"Количество", "数量"}},
			{Column: OrderCarrier, Headers: []string{"Перевозчик"}},
			{Form: pipeline.Secret, Headers: personalOrderHeaders},
		},
		Generations: []pipeline.Generation{
			{Name: "Z2 FBS", Has: []string{"发货号码", "不逾期的发运日期"}, Constants: map[pipeline.Column]string{SchemeRaw: "FBS"}},
			{Name: "Z1", Has: []string{"发货号码"}},
			{Name: "O3 FBO", Has: []string{"Оплачено покупателем", "Название товара", "Объемный вес товаров, кг"}, Constants: map[pipeline.Column]string{SchemeRaw: "FBO"}},
			{Name: "O3 FBS", Has: []string{"Оплачено покупателем", "Название товара", "Подъем на этаж"}, Constants: map[pipeline.Column]string{SchemeRaw: "FBS"}},
			{Name: "O1 FBO", Has: []string{"Итоговая стоимость товара", "Объемный вес товаров, кг"}, Constants: map[pipeline.Column]string{SchemeRaw: "FBO"}},
			{Name: "O1 FBS", Has: []string{"Итоговая стоимость товара", "Подъем на этаж"}, Constants: map[pipeline.Column]string{SchemeRaw: "FBS"}},
			{Name: "O2", Has: []string{"Наименование товара", "Ваша цена"}},
			{Name: "O2 with fewer columns", Has: []string{"OZON id", "Ваша цена"}},
			{Name: "O3 with fewer columns", Has: []string{"Номер отправления", "Сумма отправления"}},
		},
		Latest:  []pipeline.Column{AcceptedAt, DeliveredAt, HandedOverAt},
		Bounded: []pipeline.Bound{{Column: DeliveredAt}},
	},
}
