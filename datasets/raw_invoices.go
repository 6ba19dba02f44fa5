package datasets

import "ozpayout/pipeline"

// Columns of the canonical input invoices.
var (
	InvoiceNo         = &pipeline.Text{Name: "invoice_no", Doc: "invoice number"}
	InvoiceIssuedOn   = &pipeline.Date{Name: "issued_on", Doc: "invoice date"}
	InvoiceUploadedAt = &pipeline.Instant{Name: "uploaded_at", Doc: "when it was put into Ozon (date allowed); empty = end of issued_on"}
	InvoiceLanguages  = &pipeline.Code{Name: "languages", Doc: "languages of the document"}
	InvoiceStatus     = &pipeline.Code{Name: "status", Doc: "empty = issued"}
	InvoiceIsAuto     = &pipeline.Flag{Name: "is_auto", Doc: "made by the automatic invoice function"}
	InvoiceAmount     = &pipeline.Money{Name: "amount", Doc: "invoice total", Currency: InvoiceCurrency}
	InvoiceCurrency   = &pipeline.Code{Name: "currency", Doc: "currency of the amount"}
	InvoiceFileName   = &pipeline.Text{Name: "file_name", Doc: "file of the document"}
)

// RawInvoices is the canonical input invoices (formats.md section 9).
var RawInvoices = &pipeline.Dataset{
	Name: "raw_invoices", Doc: "Invoices per posting or order (B09, B13).", Grain: "one row per invoice and posting or order", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, InvoiceNo, OrderID, PostingNumber, InvoiceIssuedOn, InvoiceUploadedAt, InvoiceLanguages, InvoiceStatus, InvoiceIsAuto, InvoiceAmount, InvoiceCurrency, InvoiceFileName, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{SellerID, InvoiceNo, OrderID, PostingNumber},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}, {Column: OrderID}},
	Control:   []pipeline.Control{{Amount: InvoiceAmount, Currencies: []*pipeline.Code{InvoiceCurrency}}},
	Snapshot:  ExportedAt,
	Holder:    SellerID,
	Input: &pipeline.Input{
		Report: "canonical table invoices", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: InvoiceNo, Need: pipeline.Required, Headers: []string{"Invoice Number", "Invoice ID", "发票号", "发票号码", "发票编号", "Номер счета", "Номер счет-фактуры", "Номер инвойса"}},
			{Column: OrderID, Need: pipeline.Present, Headers: []string{"Order Number", "Order No", "订单号", "订单编号", "订单ID", "Номер заказа", "ID заказа"}},
			{Column: PostingNumber, Need: pipeline.Present, Headers: []string{"Posting No", "Shipment Number", "发货号码", "货件编号", "货件号", "发货单号", "Номер отправления"}},
			{Column: InvoiceIssuedOn, Need: pipeline.Required, Headers: []string{"Invoice Date", "Issue Date", "开票日期", "发票日期", "Дата счета", "Дата счет-фактуры", "Дата инвойса"}},
			{Column: InvoiceUploadedAt, Headers: []string{"Upload Time", "Upload Date", "上传时间", "发票上传时间", "上传日期", "Дата загрузки", "Время загрузки"}, Form: pipeline.DateAllowed, IsDecisive: true},
			{Column: InvoiceLanguages, Headers: []string{"Language", "Invoice Language", "发票语言", "语言", "Язык", "Языки"}, Words: LanguageWords, Form: pipeline.WordList},
			{Column: InvoiceStatus, Headers: []string{"Invoice Status", "发票状态", "状态", "Статус счета", "Статус"}, Words: InvoiceStatusWords},
			{Column: InvoiceIsAuto, Headers: []string{"Auto Invoice", "Automatic", "自动开票", "自动生成", "是否自动开票", "Автоматически", "Автосчет"}},
			{Column: InvoiceAmount, Headers: []string{"Invoice Amount", "Price", "发票金额", "金额", "Сумма счета", "Сумма"}, Form: pipeline.NotNegative},
			{Column: InvoiceCurrency, Headers: []string{"Invoice Currency", "Price Currency", "发票币种", "币种", "Валюта счета", "Валюта"}, Form: pipeline.CurrencyForm},
			{Column: InvoiceFileName, Headers: []string{"File", "文件名", "Имя файла", "Файл"}},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Total:   sumTitles,
		Latest:  []pipeline.Column{InvoiceIssuedOn, InvoiceUploadedAt},
		Example: []string{"104233", "INV-000981", "71426933-0116", "", "2024-06-07", "2024-06-08T10:00:00+03:00", "zh|ru", "uploaded", "true", "845.20", "CNY", "INV-000981.pdf", ""},
	},
}
