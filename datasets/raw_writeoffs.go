package datasets

import "ozpayout/pipeline"

// Columns of the write-off sheet.
var (
	WriteOffOn       = &pipeline.Date{Name: "written_off_on", Doc: "day of the write-off"}
	WriteOffDisposal = &pipeline.Text{Name: "disposal", Doc: "disposal as written"}
	WriteOffAmount   = &pipeline.Money{Name: "compensation", Doc: "compensation", Unit: "RUB"}
	WriteOffStatus   = &pipeline.Code{Name: "compensation_status", Doc: "status of the compensation as written"}
	WriteOffReason   = &pipeline.Code{Name: "reason", Doc: "reason of the write-off as written"}
	WriteOffSupply   = &pipeline.Text{Name: "supply_no", Doc: "supply that the goods came with"}
)

// RawWriteOffs is the write-off and compensation sheet (formats.md section 2.4).
// Rows have no key, as those of the accruals.
var RawWriteOffs = &pipeline.Dataset{
	Name: "raw_writeoffs", Doc: "Written-off goods and their compensation.",
	Grain: "one row per write-off", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		WriteOffOn, SKU, OfferID, Quantity, WriteOffDisposal, WriteOffAmount, WriteOffStatus, WriteOffReason, SchemeRaw, WriteOffSupply, PostingNumber,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Control: []pipeline.Control{{Amount: WriteOffAmount}},
	Input: &pipeline.Input{
		Report: "write-off sheet", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: WriteOffOn, Need: pipeline.Required, Headers: []string{"Дата"}},
			{Column: SKU, Headers: []string{"SKU"}},
			{Column: OfferID, Headers: []string{"Артикул"}},
			{Column: Quantity, Headers: []string{"Количество, шт."}},
			{Column: WriteOffDisposal, Headers: []string{"Утилизация"}},
			{Column: WriteOffAmount, Need: pipeline.Present, Headers: []string{"Компенсация, руб."}},
			{Column: WriteOffStatus, Headers: []string{"Статус компенсации"}},
			{Column: WriteOffReason, Need: pipeline.Present, Headers: []string{"Причина списания"}},
			{Column: SchemeRaw, Headers: []string{"Схема"}},
			{Column: WriteOffSupply, Headers: []string{"Поставка"}},
			{Column: PostingNumber, Headers: []string{"Отправление"}},
		},
		Total:  []string{"Итого"},
		Latest: []pipeline.Column{WriteOffOn},
	},
}
