package datasets

import "ozpayout/pipeline"

// Columns of the canonical input bindings.
var (
	BindingState               = &pipeline.Code{Name: "binding_state", Doc: "binding state"}
	BindingOzonAccountName     = &pipeline.Text{Name: "ozon_account_name", Doc: "account name in Ozon's back office"}
	BindingProviderAccountName = &pipeline.Text{Name: "provider_account_name", Doc: "account name of the provider's virtual account"}
	BindingOzonSWIFT           = &pipeline.Text{Name: "ozon_swift_bic", Doc: "SWIFT/BIC in Ozon"}
	BindingProviderSWIFT       = &pipeline.Text{Name: "provider_swift_bic", Doc: "SWIFT/BIC of the virtual account"}
	BindingOzonIBAN            = &pipeline.Text{Name: "ozon_iban", Doc: "IBAN in Ozon"}
	BindingProviderIBAN        = &pipeline.Text{Name: "provider_iban", Doc: "IBAN of the virtual account"}
	BindingOzonAccountNo       = &pipeline.Text{Name: "ozon_account_no", Doc: "account number in Ozon (compared as an extra check of the product, not Ozon's)"}
	BindingProviderAccountNo   = &pipeline.Text{Name: "provider_account_no", Doc: "account number of the virtual account"}
	BindingMerchantID          = &pipeline.Text{Name: "merchant_id", Doc: "Merchant ID issued by the provider (A29); not the number of C11"}
	BindingHasAPIKey           = &pipeline.Flag{Name: "has_api_key", Doc: "an API key is set"}
	BindingAPIKeyFilled        = &pipeline.Flag{Name: "api_key", Doc: "a key is written in the file: the value is dropped while reading"}
	BindingLoginDigest         = &pipeline.Text{Name: "provider_login", Doc: "SHA-256 of the login of the provider account, to compare with merchant_id (A15); the login is dropped while reading"}
	BindingPayeeEntityName     = &pipeline.Text{Name: "payee_entity_name", Doc: "legal name of the payee"}
	BindingPayeeEntityNo       = &pipeline.Text{Name: "payee_entity_no", Doc: "its registration number, compared with seller_accounts.licence_no (A23)"}
	BindingKYCState            = &pipeline.Code{Name: "kyc_state", Doc: "KYC on the provider side"}
	BindingKYCLevel            = &pipeline.Code{Name: "kyc_level", Doc: "level of KYC at the provider, 0 to 3"}
	BindingFailureText         = &pipeline.Text{Name: "failure_text", Doc: "error shown, as written, e.g. Invalid Merchant ID"}
	BindingTestTransferOn      = &pipeline.Date{Name: "test_transfer_on", Doc: "day of the test transfer"}
	BindingTestTransferOK      = &pipeline.Flag{Name: "test_transfer_ok", Doc: "it arrived"}
)

// RawBindings is the canonical input bindings (formats.md section 9).
var RawBindings = &pipeline.Dataset{
	Name: "raw_bindings", Doc: "Payee fields in Ozon and at the collection provider, by period (A02, A05, A07-A09, A15, A22, A23, A27-A30).", Grain: "one row per seller account, provider and period", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, Provider, ValidFrom, ValidTo, BindingState, BindingOzonAccountName, BindingProviderAccountName, BindingOzonSWIFT, BindingProviderSWIFT, BindingOzonIBAN, BindingProviderIBAN, BindingOzonAccountNo, BindingProviderAccountNo, BindingMerchantID, BindingHasAPIKey, BindingAPIKeyFilled, BindingLoginDigest, BindingPayeeEntityName, BindingPayeeEntityNo, BindingKYCState, BindingKYCLevel, BindingFailureText, BindingTestTransferOn, BindingTestTransferOK, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow, pipeline.FromEncoding,
	},
	Key:      []pipeline.Column{SellerID, Provider, ValidFrom},
	Snapshot: ExportedAt,
	Holder:   SellerID,
	Input: &pipeline.Input{
		Report: "canonical table bindings", Zone: "Asia/Shanghai",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: Provider, Need: pipeline.Required, Headers: []string{"Payment Provider", "Collection Provider", "收款服务商", "支付机构", "第三方支付机构", "收款渠道", "Платежный провайдер", "Провайдер"}, Words: RouteWords},
			{Column: ValidFrom, Need: pipeline.Present, Headers: []string{"Effective From", "Start Date", "生效日期", "开始日期", "Действует с", "Дата начала"}},
			{Column: ValidTo, Headers: []string{"Effective To", "End Date", "失效日期", "结束日期", "Действует по", "Дата окончания"}, IsDecisive: true},
			{Column: BindingState, Headers: []string{"Binding Status", "绑定状态", "Статус привязки"}, Words: BindingStateWords},
			{Column: BindingOzonAccountName, Need: pipeline.Present, Headers: []string{"Account Name (Ozon)", "Ozon账户名", "Ozon收款账户名", "后台账户名", "Имя счета в Ozon", "Получатель в Ozon"}, Form: pipeline.Raw},
			{Column: BindingProviderAccountName, Need: pipeline.Present, Headers: []string{"Account Name (Provider)", "Virtual Account Name", "连连账户名", "虚拟账户名", "服务商账户名", "Имя счета у провайдера", "Получатель у провайдера"}, Form: pipeline.Raw},
			{Column: BindingOzonSWIFT, Need: pipeline.Present, Headers: []string{"SWIFT/BIC (Ozon)", "Ozon银行SWIFT", "SWIFT/BIC в Ozon"}, Form: pipeline.Raw},
			{Column: BindingProviderSWIFT, Need: pipeline.Present, Headers: []string{"SWIFT/BIC (Provider)", "虚拟账户SWIFT/BIC", "服务商SWIFT", "SWIFT/BIC у провайдера"}, Form: pipeline.Raw},
			{Column: BindingOzonIBAN, Headers: []string{"IBAN (Ozon)", "Ozon IBAN账号", "IBAN в Ozon"}, Form: pipeline.Raw},
			{Column: BindingProviderIBAN, Headers: []string{"IBAN (Provider)", "虚拟账户IBAN", "服务商IBAN", "IBAN у провайдера"}, Form: pipeline.Raw},
			{Column: BindingOzonAccountNo, Headers: []string{"Account Number (Ozon)", "Ozon收款账号", "后台收款账号", "Номер счета в Ozon"}, Form: pipeline.Raw},
			{Column: BindingProviderAccountNo, Headers: []string{"Account Number (Provider)", "Virtual Account Number", "虚拟账号", "服务商收款账号", "Номер счета у провайдера"}, Form: pipeline.Raw},
			{Column: BindingMerchantID, Need: pipeline.Present, Headers: []string{"LianLian Merchant ID", "Merchant Number", "商户号", "商户ID", "连连商户号", "连连Merchant ID", "ID мерчанта"}, Form: pipeline.Raw},
			{Column: BindingHasAPIKey, Headers: []string{"API Key Present", "是否已填API Key", "已配置API Key", "API-ключ задан"}},
			{Column: BindingAPIKeyFilled, Headers: []string{"API密钥", "API Key密钥", "API-ключ"}, Form: pipeline.Secret},
			{Column: BindingLoginDigest, Headers: []string{"Login", "Login Account", "登录账号", "连连登录账号", "Логин"}, Form: pipeline.Secret},
			{Column: BindingPayeeEntityName, Headers: []string{"Payee Entity", "Payee Legal Name", "收款主体", "收款主体名称", "Юр. лицо получателя"}, Form: pipeline.Raw},
			{Column: BindingPayeeEntityNo, Headers: []string{"Payee Registration Number", "收款主体统一社会信用代码", "收款主体注册号", "Рег. номер получателя"}},
			{Column: BindingKYCState, Headers: []string{"Provider KYC Status", "KYC Status", "KYC状态", "连连KYC状态", "Статус KYC у провайдера", "Статус KYC"}, Words: KYCStateWords},
			{Column: BindingKYCLevel, Headers: []string{"KYC等级", "认证等级", "Уровень KYC"}, Words: KYCLevelWords},
			{Column: BindingFailureText, Headers: []string{"Error", "Error Message", "错误信息", "失败信息", "报错", "Текст ошибки", "Ошибка"}},
			{Column: BindingTestTransferOn, Headers: []string{"Test Transfer Date", "测试打款日期", "验证打款日期", "Дата тестового перевода"}},
			{Column: BindingTestTransferOK, Headers: []string{"测试打款成功", "验证打款成功", "Тестовый перевод успешен"}},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Example: []string{"104233", "LianLian", "2024-06-01", "", "bound", "Foo Co., Ltd.", "Foo Co.,Ltd.", "CHASUS33", "CHASUS33", "", "", "", "", "A1B2C3D4E5F6G7H8I9J0K1L2", "true", "", "", "Foo Co., Ltd.", "91500000MA5EXAMPLE", "complete", "3", "", "2024-06-02", "true", ""},
	},
}
