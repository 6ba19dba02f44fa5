package datasets

import "ozpayout/pipeline"

// Columns of the canonical input documents.
var (
	DocumentType        = &pipeline.Code{Name: "document_type", Doc: "document type"}
	DocumentStatus      = &pipeline.Code{Name: "status", Doc: "status"}
	DocumentSubmittedAt = &pipeline.Instant{Name: "submitted_at", Doc: "(date allowed)"}
	DocumentReviewedAt  = &pipeline.Instant{Name: "reviewed_at", Doc: "approval or rejection (date allowed); empty = open"}
	DocumentExpiresOn   = &pipeline.Date{Name: "expires_on", Doc: "expires on"}
	DocumentHasStamp    = &pipeline.Flag{Name: "has_stamp", Doc: "company stamp on the scan"}
	DocumentSides       = &pipeline.Code{Name: "sides", Doc: "sides of an identity card"}
	DocumentMerchantNo  = &pipeline.Text{Name: "merchant_no", Doc: "platform's unique merchant number on the Authorization Letter (C11)"}
)

// RawDocuments is the canonical input documents (formats.md section 9).
var RawDocuments = &pipeline.Dataset{
	Name: "raw_documents", Doc: "Papers submitted to a collection provider (A07, B25, B26, C11, C14).", Grain: "one row per paper and submission", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, Provider, DocumentType, DocumentStatus, DocumentSubmittedAt, DocumentReviewedAt, DocumentExpiresOn, DocumentHasStamp, DocumentSides, DocumentMerchantNo, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:      []pipeline.Column{SellerID, Provider, DocumentType, DocumentSubmittedAt},
	Snapshot: ExportedAt,
	Holder:   SellerID,
	Input: &pipeline.Input{
		Report: "canonical table documents", Zone: "Asia/Shanghai",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: Provider, Need: pipeline.Required, Headers: []string{"Payment Provider", "Collection Provider", "收款服务商", "支付机构", "第三方支付机构", "收款渠道", "Платежный провайдер", "Провайдер"}, Words: RouteWords},
			{Column: DocumentType, Need: pipeline.Required, Headers: []string{"Document", "材料类型", "文件类型", "材料名称", "Тип документа", "Документ"}, Words: DocumentTypeWords},
			{Column: DocumentStatus, Need: pipeline.Required, Headers: []string{"Document Status", "材料状态", "状态", "审核状态", "Статус документа", "Статус"}, Words: DocumentStatusWords},
			{Column: DocumentSubmittedAt, Need: pipeline.Present, Headers: []string{"Submission Date", "提交时间", "提交日期", "Дата подачи"}, Form: pipeline.DateAllowed},
			{Column: DocumentReviewedAt, Headers: []string{"Approved At", "Review Date", "审核时间", "审核完成时间", "审核日期", "Дата рассмотрения", "Дата одобрения"}, Form: pipeline.DateAllowed, IsDecisive: true},
			{Column: DocumentExpiresOn, Headers: []string{"Expiry Date", "有效期至", "到期日", "Срок действия"}, IsDecisive: true},
			{Column: DocumentHasStamp, Headers: []string{"Stamped", "加盖公章", "是否盖章", "Печать"}},
			{Column: DocumentSides, Headers: []string{"身份证正反面", "正反面", "Стороны"}, Words: SidesWords},
			{Column: DocumentMerchantNo, Headers: []string{"Platform Merchant Number", "平台唯一商户编号", "商户编号", "Номер мерчанта в письме"}},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Latest:  []pipeline.Column{DocumentSubmittedAt, DocumentReviewedAt},
		Example: []string{"104233", "WorldFirst", "business_licence", "approved", "2024-08-01", "2024-08-02", "", "true", "", "", ""},
	},
}
