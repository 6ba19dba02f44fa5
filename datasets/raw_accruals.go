package datasets

import "ozpayout/pipeline"

// Columns of the accruals report.
var (
	AccrualID     = &pipeline.Text{Name: "accrual_id", Doc: "posting number, order number, service document, supply or period; may be empty and repeats legitimately"}
	AccruedOn     = &pipeline.Date{Name: "accrued_on", Doc: "day of the accrual"}
	ServiceGroup  = &pipeline.Code{Name: "service_group", Doc: "group of services as written; the list is open"}
	AccrualType   = &pipeline.Code{Name: "accrual_type", Doc: "type of accrual as written; the list is open"}
	AccrualAmount = &pipeline.Money{Name: "amount", Doc: "total of the row: + to the seller, - charged", Unit: "RUB"}
	OrderedAt     = &pipeline.Instant{Name: "ordered_at", Doc: "order accepted or service rendered"}
)

// RawAccruals is the accruals report (отчёт по начислениям), generations A2, A3,
// A4a and A4b (formats.md section 2.1). Rows have no key: equal rows are
// legitimate, so a row is identified by its content and its turn among equals.
var RawAccruals = &pipeline.Dataset{
	Name: "raw_accruals", Doc: "Accruals report; carries the fulfilment scheme of postings (9.19).",
	Grain: "one row per accrual", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		AccrualID, AccruedOn, ServiceGroup, AccrualType, OfferID, SKU, Quantity, OrderedAt, SchemeRaw, AccrualAmount,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Partition: []pipeline.PartitionKey{{Column: AccrualID, CutPosting: true}},
	Control:   []pipeline.Control{{Amount: AccrualAmount}},
	Input: &pipeline.Input{
		Report: "accruals report", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: AccrualID, Need: pipeline.Present, Headers: []string{"ID начисления", "Номер отправления или идентификатор услуги"}},
			{Column: AccruedOn, Need: pipeline.Required, Headers: []string{"Дата начисления"}},
			{Column: ServiceGroup, Headers: []string{"Группа услуг"}},
			{Column: AccrualType, Need: pipeline.Present, Headers: []string{"Тип начисления"}},
			{Column: OfferID, Headers: []string{"Артикул"}},
			{Column: SKU, Headers: []string{"SKU"}},
			{Column: Quantity, Headers: []string{"Количество"}},
			{Column: OrderedAt, Headers: []string{"Дата принятия заказа в обработку или оказания услуги"}, Form: pipeline.DateAllowed},
			{Column: SchemeRaw, Headers: []string{"Схема работы"}},
			{Column: AccrualAmount, Need: pipeline.Required, Headers: []string{"Сумма итого, руб", "Итого", "Итого, руб."}},
		},
		Generations: []pipeline.Generation{
			{Name: "A4b", Has: []string{"ID начисления", "Платформа продажи"}},
			{Name: "A4a", Has: []string{"ID начисления"}},
			{Name: "A3", Has: []string{"Вознаграждение Ozon, %", "Среднее время доставки, часы"}},
			{Name: "A2", Has: []string{"Ставка комиссии"}},
		},
		Total:  []string{"Итого"},
		Latest: []pipeline.Column{AccruedOn},
	},
}
