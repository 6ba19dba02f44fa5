package datasets

import "ozpayout/pipeline"

// Columns of the canonical input seller_accounts.
var (
	AccountName                  = &pipeline.Text{Name: "account_name", Doc: "name in the Ozon account"}
	AccountLicenceName           = &pipeline.Text{Name: "licence_name", Doc: "name on the business licence"}
	AccountLicenceNo             = &pipeline.Text{Name: "licence_no", Doc: "unified social credit code or other registration number"}
	AccountIsVerified            = &pipeline.Flag{Name: "is_verified", Doc: "real-name verified"}
	AccountEntityType            = &pipeline.Code{Name: "entity_type", Doc: "legal form"}
	AccountBusinessType          = &pipeline.Code{Name: "business_type", Doc: "business type"}
	AccountRegistrationCountry   = &pipeline.Code{Name: "registration_country", Doc: "ISO 3166 alpha-2"}
	AccountProvince              = &pipeline.Code{Name: "province", Doc: "as written; used for the reference population of A10"}
	AccountLicenceAddress        = &pipeline.Text{Name: "licence_address", Doc: "registered address on the licence"}
	AccountOzonAddress           = &pipeline.Text{Name: "ozon_address", Doc: "registered address in Ozon"}
	AccountSite                  = &pipeline.Code{Name: "site", Doc: "empty = ozon_ru"}
	AccountIsTest                = &pipeline.Flag{Name: "is_test", Doc: "test or trial account"}
	AccountKYCState              = &pipeline.Code{Name: "kyc_state", Doc: "KYC on the Ozon side"}
	AccountTier                  = &pipeline.Code{Name: "tier", Doc: "seller tier in that period"}
	AccountINN                   = &pipeline.Text{Name: "inn", Doc: "Russian tax number"}
	AccountIsINNUploaded         = &pipeline.Flag{Name: "is_inn_uploaded", Doc: "false = registered but not uploaded, treated as missing; empty = treated as uploaded when inn is filled"}
	AccountOGRN                  = &pipeline.Text{Name: "ogrn", Doc: "optional (C02)"}
	AccountTaxRegistrationType   = &pipeline.Code{Name: "tax_registration_type", Doc: "registration type in Tax Settings"}
	AccountPayoutMethod          = &pipeline.Code{Name: "payout_method", Doc: "method chosen in Payment Settings"}
	AccountDefaultPayoutMethod   = &pipeline.Code{Name: "default_payout_method", Doc: "Default Payout Method"}
	AccountIntendedRoute         = &pipeline.Code{Name: "intended_route", Doc: "route the seller wants; empty = the configured one"}
	AccountSettlementCurrency    = &pipeline.Code{Name: "settlement_currency", Doc: "currency chosen for settlement"}
	AccountAutoInvoice           = &pipeline.Flag{Name: "auto_invoice", Doc: "automatic invoice function is on"}
	AccountIsAccountDataComplete = &pipeline.Flag{Name: "is_account_data_complete", Doc: "settlement account data complete and valid; empty = result of the binding audit"}
)

// RawSellerAccounts is the canonical input seller_accounts (formats.md section 9).
var RawSellerAccounts = &pipeline.Dataset{
	Name: "raw_seller_accounts", Doc: "Profile, legal entity, tax settings and tier of a seller account, by period (A05, A06, A10-A13, A22, A23, A31, B03, B10, B13, B17, B19, B29, B31).", Grain: "one row per seller account and period", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, ValidFrom, ValidTo, AccountName, AccountLicenceName, AccountLicenceNo, AccountIsVerified, AccountEntityType, AccountBusinessType, AccountRegistrationCountry, AccountProvince, AccountLicenceAddress, AccountOzonAddress, AccountSite, AccountIsTest, AccountKYCState, AccountTier, AccountINN, AccountIsINNUploaded, AccountOGRN, AccountTaxRegistrationType, AccountPayoutMethod, AccountDefaultPayoutMethod, AccountIntendedRoute, AccountSettlementCurrency, AccountAutoInvoice, AccountIsAccountDataComplete, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:      []pipeline.Column{SellerID, ValidFrom},
	Snapshot: ExportedAt,
	Holder:   SellerID,
	Input: &pipeline.Input{
		Report: "canonical table seller_accounts", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: ValidFrom, Need: pipeline.Present, Headers: []string{"Effective From", "Start Date", "生效日期", "开始日期", "Действует с", "Дата начала"}},
			{Column: ValidTo, Headers: []string{"Effective To", "End Date", "失效日期", "结束日期", "Действует по", "Дата окончания"}, IsDecisive: true},
			{Column: AccountName, Headers: []string{"Ozon Account Name", "Shop Name", "Store Name", "账户名", "卖家名称", "店铺名称", "Название компании", "Наименование продавца"}, Form: pipeline.Raw},
			{Column: AccountLicenceName, Headers: []string{"Business Licence Name", "Legal Name", "Company Name", "营业执照名称", "企业名称", "公司名称", "Наименование по лицензии", "Наименование юр. лица"}, Form: pipeline.Raw},
			{Column: AccountLicenceNo, Headers: []string{"Business Licence Number", "Registration Number", "Unified Social Credit Code", "统一社会信用代码", "营业执照号", "注册号", "Регистрационный номер"}},
			{Column: AccountIsVerified, Headers: []string{"Verified", "Real-name Verified", "实名认证", "是否实名认证", "Верифицирован", "Верификация"}},
			{Column: AccountEntityType, Headers: []string{"Ownership Form", "Entity", "主体类型", "企业类型", "Форма собственности", "Тип лица"}, Words: EntityTypeWords},
			{Column: AccountBusinessType, Headers: []string{"业务类型", "经营类型", "Тип бизнеса"}, Words: BusinessTypeWords},
			{Column: AccountRegistrationCountry, Headers: []string{"Country", "注册国家", "国家", "Страна регистрации", "Страна"}},
			{Column: AccountProvince, Headers: []string{"Region", "省份", "所在省份", "省", "Провинция", "Регион"}},
			{Column: AccountLicenceAddress, Headers: []string{"Licence Registered Address", "Registered Address", "营业执照地址", "执照注册地址", "注册地址", "Адрес по лицензии", "Юридический адрес"}, Form: pipeline.Raw},
			{Column: AccountOzonAddress, Headers: []string{"Ozon Registered Address", "Ozon注册地址", "店铺注册地址", "后台注册地址", "Адрес в Ozon", "Адрес в кабинете"}, Form: pipeline.Raw},
			{Column: AccountSite, Headers: []string{"Platform", "站点", "平台站点", "Площадка", "Сайт"}, Words: SiteWords},
			{Column: AccountIsTest, Headers: []string{"Test Account", "Trial", "测试账号", "试运营账号", "是否测试", "Тестовый аккаунт"}},
			{Column: AccountKYCState, Headers: []string{"KYC Status", "KYC", "KYC状态", "KYC认证", "Статус KYC"}, Words: KYCStateWords},
			{Column: AccountTier, Headers: []string{"Seller Tier", "Level", "卖家等级", "等级", "卖家资质等级", "Уровень продавца", "Уровень"}, Words: TierWords},
			{Column: AccountINN, Headers: []string{"INN Number", "Tax Number", "税号", "INN编号", "俄罗斯税号", "INN税号", "ИНН"}},
			{Column: AccountIsINNUploaded, Headers: []string{"INN Uploaded", "INN已上传", "税号已上传", "ИНН загружен"}, IsDecisive: true},
			{Column: AccountOGRN, Headers: []string{"OGRN编号", "ОГРН"}},
			{Column: AccountTaxRegistrationType, Headers: []string{"Registration Type", "Taxpayer Type", "税务登记类型", "登记类型", "Тип налоговой регистрации", "Тип регистрации"}, Words: TaxRegistrationTypeWords},
			{Column: AccountPayoutMethod, Headers: []string{"Payment Method", "收款方式", "支付方式", "付款方式", "Способ выплаты"}, Words: RouteWords},
			{Column: AccountDefaultPayoutMethod, Headers: []string{"Default Method", "默认收款方式", "默认回款方式", "Способ выплаты по умолчанию"}, Words: RouteWords},
			{Column: AccountIntendedRoute, Headers: []string{"Intended Method", "目标收款方式", "计划收款通道", "目标通道", "Целевой канал", "Планируемый способ выплаты"}, Words: RouteWords},
			{Column: AccountSettlementCurrency, Headers: []string{"Contract Currency", "结算币种", "Валюта расчетов"}, Form: pipeline.CurrencyForm},
			{Column: AccountAutoInvoice, Headers: []string{"Automatic Invoice", "自动发票", "自动发票生成", "自动开票", "Автоматические счета"}},
			{Column: AccountIsAccountDataComplete, Headers: []string{"Account Data Complete", "结算账户信息完整", "账户信息完整", "Реквизиты заполнены"}},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Example: []string{"104233", "2024-06-01", "", "Shenzhen Foo Co.", "Shenzhen Foo Co.", "91500000MA5EXAMPLE", "true", "mainland_company", "Brand", "CN", "广东", "深圳市南山区示例路1号", "广东深圳南山示例路1号", "ozon.ru", "false", "complete", "Premium", "9909000004", "true", "", "Non-Resident Entity", "LianLian Pay", "LianLian Pay", "lianlian", "CNY", "true", "", ""},
	},
}
