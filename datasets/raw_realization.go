package datasets

import (
	"regexp"

	"ozpayout/pipeline"
)

// Columns of the realization report. Amounts returned are positive: what is
// accrued for a row is the sold side less the returned side.
var (
	RealizationReportNo     = &pipeline.Text{Name: "report_no", Doc: "number of the report, from its title; null where the title was cut off"}
	RealizationReportedOn   = &pipeline.Date{Name: "reported_on", Doc: "date of the report, from its title"}
	RealizationFrom         = &pipeline.Date{Name: "period_from", Doc: "first day of the period, from the title"}
	RealizationTo           = &pipeline.Date{Name: "period_to", Doc: "last day of the period, from the title"}
	RealizationRowNo        = &pipeline.Text{Name: "row_no", Doc: "number of the row in the report; rows without one are totals and signatures"}
	RealizationGoods        = &pipeline.Text{Name: "goods", Doc: "name of the goods"}
	RealizationBarcode      = &pipeline.Text{Name: "barcode", Doc: "barcode of the goods"}
	RealizationSold         = &pipeline.Money{Name: "sold_amount", Doc: "sold for", Unit: "RUB"}
	RealizationSoldPartners = &pipeline.Money{Name: "sold_partner_amount", Doc: "payments by loyalty programmes of partners for what was sold", Unit: "RUB"}
	RealizationSoldPoints   = &pipeline.Money{Name: "sold_points_amount", Doc: "points for discounts of what was sold", Unit: "RUB"}
	RealizationSoldQuantity = &pipeline.Int{Name: "sold_quantity", Doc: "pieces sold", Unit: "pieces"}
	RealizationSoldPrice    = &pipeline.Money{Name: "sold_price", Doc: "price of a piece sold", Unit: "RUB"}
	RealizationCommission   = &pipeline.Rate{Name: "commission_share", Doc: "commission of the category, for information", Unit: "share of the price, 0..1"}
	RealizationListPrice    = &pipeline.Money{Name: "list_price", Doc: "price before discounts ordered by the seller, for information", Unit: "RUB"}
	RealizationSoldFee      = &pipeline.Money{Name: "sold_fee_amount", Doc: "base commission of Ozon for what was sold", Unit: "RUB"}
	RealizationAccrued      = &pipeline.Money{Name: "accrued_amount", Doc: "to be accrued for what was sold: sold + partners + points - base commission", Unit: "RUB"}
	RealizationBack         = &pipeline.Money{Name: "returned_amount", Doc: "returned for", Unit: "RUB"}
	RealizationBackPartners = &pipeline.Money{Name: "returned_partner_amount", Doc: "payments by loyalty programmes for what was returned", Unit: "RUB"}
	RealizationBackPoints   = &pipeline.Money{Name: "returned_points_amount", Doc: "points for discounts of what was returned", Unit: "RUB"}
	RealizationBackQuantity = &pipeline.Int{Name: "returned_quantity", Doc: "pieces returned", Unit: "pieces"}
	RealizationBackPrice    = &pipeline.Money{Name: "returned_price", Doc: "price of a piece returned", Unit: "RUB"}
	RealizationBackFee      = &pipeline.Money{Name: "returned_fee_amount", Doc: "base commission of Ozon for what was returned", Unit: "RUB"}
	RealizationReversed     = &pipeline.Money{Name: "reversed_amount", Doc: "taken back for what was returned", Unit: "RUB"}
	RealizationSentOn       = &pipeline.Date{Name: "posting_sent_on", Doc: "date of the posting, where the report is by posting"}
	RealizationInvoiceNo    = &pipeline.Text{Name: "invoice_no", Doc: "number of the invoice, where the report is by posting"}
	RealizationInvoiceOn    = &pipeline.Date{Name: "invoice_on", Doc: "date of the invoice, where the report is by posting"}
)

// RawRealization is the monthly realization report (отчёт о реализации), by
// product or by posting (formats.md section 2.2). Each sheet states its own total,
// which the rows must add up to. Rows have no key, as those of the accruals.
var RawRealization = &pipeline.Dataset{
	Name: "raw_realization", Doc: "Monthly realization report: what was sold and returned, and what is accrued for it (R09).",
	Grain: "one row per row of the report", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		RealizationReportNo, RealizationReportedOn, RealizationFrom, RealizationTo, RealizationRowNo, RealizationGoods, OfferID, SKU, RealizationBarcode,
		RealizationSold, RealizationSoldPartners, RealizationSoldPoints, RealizationSoldQuantity, RealizationSoldPrice, RealizationCommission, RealizationListPrice, RealizationSoldFee, RealizationAccrued,
		RealizationBack, RealizationBackPartners, RealizationBackPoints, RealizationBackQuantity, RealizationBackPrice, RealizationBackFee, RealizationReversed,
		PostingNumber, RealizationSentOn, RealizationInvoiceNo, RealizationInvoiceOn,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Control: []pipeline.Control{{Amount: RealizationAccrued, Less: RealizationReversed}},
	Input: &pipeline.Input{
		Report: "realization report", Known: true, Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: RealizationRowNo, Need: pipeline.Required, Headers: []string{"№ п/п"}},
			{Column: RealizationGoods, Headers: []string{"Товар", "Название товара"}},
			{Column: OfferID, Headers: []string{"Код товара продавца", "Артикул"}},
			{Column: SKU, Headers: []string{"Код товара OZON", "SKU"}},
			{Column: RealizationBarcode, Headers: []string{"Штрих-код товара"}},
			{Column: RealizationSold, Need: pipeline.Present, Headers: []string{"Реализовано на сумму, руб."}},
			{Column: RealizationSoldPartners, Headers: []string{"Выплаты по механикам лояльности партнёров, руб."}},
			{Column: RealizationSoldPoints, Headers: []string{"Баллы за скидки"}},
			{Column: RealizationSoldQuantity, Headers: []string{"Кол-во", "Кол-во реализовано"}},
			{Column: RealizationSoldPrice, Headers: []string{"Цена реализации, руб."}},
			{Column: RealizationCommission, Headers: []string{"Вознаграждение за продажу по категории (справочно)"}},
			{Column: RealizationListPrice, Headers: []string{"Цена до скидок по поручению продавца, руб., (справочно)"}},
			{Column: RealizationSoldFee, Headers: []string{"Базовое вознаграждение Ozon, руб."}},
			{Column: RealizationAccrued, Need: pipeline.Present, Headers: []string{"Итого к начислению, руб."}},
			{Column: RealizationBack, Headers: []string{"Возвращено на сумму, руб."}},
			{Column: RealizationBackPartners, Headers: []string{"Выплаты по механикам лояльности партнёров, руб.#2", "Выплаты по механикам лояльности партнёров при возврате, руб."}},
			{Column: RealizationBackPoints, Headers: []string{"Баллы за скидки#2", "Баллы за скидки при возврате"}},
			{Column: RealizationBackQuantity, Headers: []string{"Кол-во#2", "Кол-во возвращено"}},
			{Column: RealizationBackPrice, Headers: []string{"Цена реализации, руб.#2", "Цена реализации при возврате, руб."}},
			{Column: RealizationBackFee, Headers: []string{"Базовое вознаграждение Ozon, руб.#2", "Базовое вознаграждение Ozon при возврате, руб."}},
			{Column: RealizationReversed, Headers: []string{"Итого возвращено, руб."}, IsDecisive: true},
			{Column: PostingNumber, Headers: []string{"Номер отправления"}},
			{Column: RealizationSentOn, Headers: []string{"Дата отправления"}},
			{Column: RealizationInvoiceNo, Headers: []string{"Номер счет-фактуры"}},
			{Column: RealizationInvoiceOn, Headers: []string{"Дата счет-фактуры"}},
		},
		Numbered: RealizationRowNo,
		Stated:   []string{"Всего к начислению, (руб.):"},
		Preamble: []pipeline.Preamble{
			{Column: RealizationReportNo, Pattern: regexp.MustCompile(`^Отч[её]т о реализации № *(\S+) от `)},
			{Column: RealizationReportedOn, Pattern: regexp.MustCompile(`^Отч[её]т о реализации № *\S+ от (\d\d\.\d\d\.\d{4})`)},
			{Column: RealizationFrom, Pattern: regexp.MustCompile(`за период с +(\d\d\.\d\d\.\d{4})`)},
			{Column: RealizationTo, Pattern: regexp.MustCompile(`за период с +\S+ +по +(\d\d\.\d\d\.\d{4})`)},
		},
		Latest: []pipeline.Column{RealizationTo},
	},
}
