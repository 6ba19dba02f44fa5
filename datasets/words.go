package datasets

import "ozpayout/pipeline/cell"

// All stands in a column of the grain for everything that may stand there: every seller,
// every month, every route.
const All = "ALL"

// words prepares a word list. A list that names one word twice is a mistake in
// this package, so it panics at start.
func words(list map[string][]string) *cell.Words {
	w, err := cell.NewWords(list)
	if err != nil {
		panic(err)
	}
	return w
}

// Words of the word columns (formats.md section 9.18). The code itself is always
// accepted; words are compared folded.
var (
	AddresseeWords = words(map[string][]string{
		"ozon":     {"Ozon"},
		"provider": {"Provider", "服务商", "支付机构", "Провайдер"},
	})
	AttachmentWords = words(map[string][]string{
		"seller_id":       {"Seller ID", "卖家ID", "ID продавца"},
		"merchant_id":     {"Merchant ID", "LianLian Merchant ID", "商户号", "连连Merchant ID", "ID мерчанта"},
		"screenshot":      {"Screenshot", "截图", "错误页面截图", "Скриншот"},
		"screenshot_url":  {"Screenshot URL", "截图URL", "含URL", "URL на скриншоте"},
		"screenshot_time": {"Screenshot time", "时间戳", "截图时间戳", "Время на скриншоте"},
	})
	BindingStateWords = words(map[string][]string{
		"bound":   {"Bound", "绑定成功", "已绑定", "Привязан"},
		"failed":  {"Failed", "绑定失败", "失败", "Ошибка"},
		"pending": {"Pending", "待审核", "审核中", "绑定中", "Ожидает"},
		"unbound": {"Unbound", "已解绑", "未绑定", "Отвязан"},
	})
	BusinessTypeWords = words(map[string][]string{
		"b2b":   {"B2B"},
		"brand": {"Brand", "品牌", "品牌型", "Бренд"},
		"other": {"Other", "其他", "Другое"},
	})
	CategoryStateWords = words(map[string][]string{
		"normal":        {"Normal", "正常", "Обычный"},
		"manual_review": {"Manual Review", "人工审核", "Ручная проверка"},
		"blocked":       {"Blocked", "已屏蔽", "禁售", "Заблокировано"},
		"other":         {"Other", "其他", "Другое"},
	})
	DisputeOutcomeWords = words(map[string][]string{
		"buyer":   {"Buyer", "买家胜诉", "支持买家", "В пользу покупателя"},
		"seller":  {"Seller", "卖家胜诉", "支持卖家", "В пользу продавца"},
		"partial": {"Partial", "部分退款", "Частично"},
		"none":    {"None", "无", "Без решения"},
	})
	DisputeStateWords = words(map[string][]string{
		"open":        {"Open", "Open Dispute", "纠纷中", "争议中", "处理中", "Открыт", "Открыт спор"},
		"arbitration": {"Arbitration", "仲裁", "仲裁中", "Арбитраж"},
		"closed":      {"Closed", "已关闭", "已结束", "Закрыт"},
		"cancelled":   {"Cancelled", "Canceled", "Withdrawn", "已撤销", "Отозван"},
	})
	DocumentStatusWords = words(map[string][]string{
		"missing":   {"Missing", "缺失", "Отсутствует"},
		"submitted": {"Submitted", "已提交", "Подан"},
		"approved":  {"Approved", "已通过", "审核通过", "Одобрен"},
		"rejected":  {"Rejected", "已驳回", "未通过", "Отклонен"},
		"expired":   {"Expired", "已过期", "Истек"},
	})
	DocumentTypeWords = words(map[string][]string{
		"business_licence":                {"Business licence", "Business license", "营业执照", "营业执照扫描件", "Свидетельство о регистрации", "Бизнес-лицензия"},
		"legal_person_id":                 {"Legal person ID", "法人身份证", "法定代表人身份证", "Удостоверение руководителя", "Удостоверение личности руководителя"},
		"bank_account_permit":             {"Bank account opening permit", "银行开户许可证", "开户许可证", "Разрешение на открытие счета"},
		"settlement_authorization_letter": {"Ozon Settlement Authorization Letter", "Settlement Authorization Letter", "结算授权书", "结算授权函", "Письмо-авторизация"},
		"other":                           {"Other", "其他", "Другое"},
	})
	EntityTypeWords = words(map[string][]string{
		"mainland_company":  {"Company", "Mainland company", "Limited company", "企业", "公司", "有限公司", "有限责任公司", "中国大陆企业", "Компания"},
		"individual_trader": {"Individual trader", "Sole trader", "个体工商户", "个体户", "个人工商户", "Индивидуальный предприниматель (КНР)"},
		"hong_kong_company": {"Hong Kong company", "HK company", "香港公司", "Компания Гонконга"},
		"offshore_company":  {"Offshore company", "离岸公司", "Офшорная компания"},
		"russian_entity":    {"Russian entity", "俄罗斯公司", "俄罗斯主体", "ООО", "Российское юр. лицо"},
		"other":             {"Other", "其他", "Другое"},
	})
	EventCauseWords = words(map[string][]string{
		"EXTERNAL_BANK_REVIEW": {"EXTERNAL_BANK_REVIEW", "Bank review", "银行审核", "银行合规审查", "Проверка банка"},
	})
	EventSourceWords = words(map[string][]string{
		"seller":  {"Seller", "卖家", "Продавец"},
		"carrier": {"Carrier", "承运商", "物流商", "Перевозчик"},
		"ozon":    {"Ozon", "平台"},
	})
	FailureCauseWords = words(map[string][]string{
		"browser_cache":       {"Browser cache", "浏览器缓存", "未清除缓存", "Кэш браузера"},
		"name_mismatch":       {"Name mismatch", "账户名不一致", "Несовпадение имени"},
		"invisible_character": {"Invisible character", "不可见字符", "Невидимый символ"},
		"wrong_method":        {"Wrong method", "误选Bank Transfer", "Неверный способ"},
		"not_authorised":      {"Not authorised", "Not authorized", "未授权", "Нет авторизации"},
		"address":             {"Address", "地址不一致", "Адрес"},
		"balance":             {"Balance", "余额不足", "Недостаточно средств"},
		"other":               {"Other", "其他", "Другое"},
	})
	FeeKindWords = words(map[string][]string{
		"withdrawal": {"Withdrawal", "提现", "Вывод"},
		"conversion": {"Conversion", "换汇", "结汇", "Конвертация"},
		"receipt":    {"Receipt", "收款", "入账", "Поступление"},
		"account":    {"Account", "账户费", "Обслуживание"},
	})
	HoldReasonWords = words(map[string][]string{
		"tax":           {"Tax", "IFNS", "税务", "税务扣留", "税局", "Налоговая", "ИФНС"},
		"inn":           {"INN", "INN missing", "税号缺失", "INN缺失", "Нет ИНН"},
		"risk":          {"Risk", "Risk review", "风控", "风控审核", "Проверка рисков"},
		"manual_review": {"Manual Review", "人工审核", "Ручная проверка"},
		"bank":          {"Bank", "Bank review", "银行审核", "Проверка банка"},
		"below_minimum": {"Below minimum", "未达最低金额", "Ниже минимальной суммы"},
		"other":         {"Other", "其他", "Другое"},
	})
	IntegrationTypeWords = words(map[string][]string{
		"ozon":           {"ozon"},
		"aggregator":     {"aggregator"},
		"3pl_tracking":   {"3pl_tracking"},
		"non_integrated": {"non_integrated"},
		"hybryd":         {"hybryd", "hybrid"},
	})
	InvoiceStatusWords = words(map[string][]string{
		"draft":     {"Draft", "草稿", "Черновик"},
		"issued":    {"Issued", "已开票", "Выставлен"},
		"uploaded":  {"Uploaded", "已上传", "Загружен"},
		"rejected":  {"Rejected", "被拒绝", "已驳回", "Отклонен"},
		"cancelled": {"Cancelled", "Canceled", "已作废", "已取消", "Аннулирован", "Отменен"},
	})
	KYCLevelWords = words(map[string][]string{
		"0": {"Level 0", "KYC0"},
		"1": {"Level 1", "KYC1", "一级认证"},
		"2": {"Level 2", "KYC2", "二级认证"},
		"3": {"Level 3", "KYC3", "三级认证"},
	})
	KYCStateWords = words(map[string][]string{
		"none":     {"None", "Not started", "未认证", "未提交", "Не начата"},
		"pending":  {"Pending", "审核中", "待审核", "На проверке"},
		"complete": {"Complete", "Completed", "Verified", "已完成", "已认证", "认证通过", "Пройдена"},
		"rejected": {"Rejected", "未通过", "被拒绝", "Отклонена"},
		"expired":  {"Expired", "已过期", "Истекла"},
	})
	LanguageWords = words(map[string][]string{
		"zh": {"zh", "Chinese", "中文", "中文(简体)", "Китайский"},
		"ru": {"ru", "Russian", "俄文", "俄语", "Русский"},
		"en": {"en", "English", "英文", "英语", "Английский"},
	})
	LineTypeWords = words(map[string][]string{
		"sale":         {"Sale", "Order", "销售", "订单", "Продажа", "Выручка"},
		"refund":       {"Refund", "Return", "退款", "退货", "Возврат"},
		"commission":   {"Commission", "佣金", "平台佣金", "Комиссия", "Вознаграждение Ozon"},
		"logistics":    {"Logistics", "Delivery", "物流费", "运费", "Логистика", "Доставка"},
		"service":      {"Service", "Service fee", "服务费", "Услуга", "Услуги"},
		"compensation": {"Compensation", "补偿", "赔偿", "Компенсация"},
		"withholding":  {"Withholding", "VAT withheld", "代扣", "扣款", "Удержание"},
		"adjustment":   {"Adjustment", "Correction", "调整", "更正", "Корректировка"},
		"other":        {"Other", "其他", "Прочее"},
	})
	PayoutStatusWords = words(map[string][]string{
		"forming":                  {"Being formed", "Generating", "生成中", "形成中", "Формируется"},
		"awaiting_payment":         {"Awaiting payment", "Waiting for payment", "待付款", "等待付款", "待打款", "Ожидает оплаты", "Ожидает выплаты"},
		"processing":               {"Processing", "处理中", "В обработке"},
		"processing_bank_transfer": {"Processing via Bank Transfer", "银行转账处理中", "通过银行转账处理中", "Обрабатывается банковским переводом"},
		"paid":                     {"Paid", "已付款", "已打款", "已回款", "Оплачено", "Выплачено"},
		"partially_arrived":        {"Partially arrived", "部分到账", "Зачислено частично"},
		"arrived":                  {"Arrived", "已到账", "Зачислено"},
		"held":                     {"Held", "On hold", "Frozen", "冻结", "已冻结", "扣留", "已拦截", "Удержано", "Заморожено"},
		"returned":                 {"Returned", "退汇", "已退回", "Возвращено"},
		"carried_over":             {"Carried over", "结转", "结转至下期", "Перенесено"},
		"cancelled":                {"Cancelled", "Canceled", "已取消", "Отменено"},
	})
	ProcessWords = words(map[string][]string{
		"binding_failure": {"Binding failure", "绑定失败", "Ошибка привязки"},
		"payment_delay":   {"Payment Delay", "回款延迟", "付款延迟", "Задержка выплаты"},
		"other":           {"Other", "其他", "Другое"},
	})
	RiskEventTypeWords = words(map[string][]string{
		"account_changed":    {"Account changed", "修改收款账户", "更换收款账户", "Изменены реквизиты"},
		"withdrawal_attempt": {"Withdrawal attempt", "Withdrawal", "提现", "重复提现", "Попытка вывода"},
		"payouts_frozen":     {"Payouts frozen", "Frozen", "冻结", "回款冻结", "Выплаты заморожены"},
		"payouts_unfrozen":   {"Payouts unfrozen", "Unfrozen", "解冻", "Выплаты разморожены"},
		"review_started":     {"Review started", "风控审核开始", "Проверка начата"},
		"review_ended":       {"Review ended", "风控审核结束", "Проверка завершена"},
		"other":              {"Other", "其他", "Другое"},
	})
	RouteWords = words(map[string][]string{
		"lianlian":   {"LianLian", "LianLian Pay", "LianLian Global", "LianLian International", "Third-party Payment Provider → LianLian Pay", "连连", "连连支付", "连连国际", "连连跨境支付"},
		"pingpong":   {"PingPong"},
		"worldfirst": {"WorldFirst", "World First", "万里汇", "万里汇WorldFirst"},
		"payoneer":   {"Payoneer", "派安盈", "P卡"},
		"airwallex":  {"Airwallex", "空中云汇"},
		"bank":       {"Bank", "Bank Transfer", "Bank Transfer (SWIFT)", "SWIFT", "银行", "银行转账", "银行电汇", "电汇", "Банк", "Банковский перевод"},
		"other":      {"Other", "其他", "Другое"},
	})
	SidesWords = words(map[string][]string{
		"front": {"Front", "正面", "Лицевая"},
		"back":  {"Back", "反面", "Оборотная"},
		"both":  {"Both", "正反面", "Обе"},
	})
	SiteWords = words(map[string][]string{
		"ozon_ru":     {"ozon.ru", "ozon_ru", "国际站", "Ozon国际站"},
		"ozon_global": {"ozon.global", "ozon_global", "Ozon Global"},
	})
	TaxRegistrationTypeWords = words(map[string][]string{
		"non_resident_entity": {"Non-Resident Entity", "Non-resident", "非居民", "非居民实体", "非居民企业", "Нерезидент"},
		"resident":            {"Resident", "Resident Entity", "居民", "居民企业", "Резидент"},
		"individual":          {"Individual", "个人", "Физическое лицо"},
		"other":               {"Other", "其他", "Другое"},
	})
	TicketChannelWords = words(map[string][]string{
		"email": {"Email", "E-mail", "邮件", "邮箱", "Почта"},
		"panel": {"Panel", "Seller Panel", "后台", "卖家后台", "Кабинет"},
		"chat":  {"Chat", "在线客服", "Чат"},
		"phone": {"Phone", "电话", "Телефон"},
	})
	TierBasisWords = words(map[string][]string{
		"none":                {"None", "无", "Нет"},
		"txn_amount":          {"Transaction amount", "单笔金额", "Сумма операции"},
		"mean_monthly_volume": {"Mean monthly volume", "月均金额", "月均交易量", "Среднемесячный оборот"},
	})
	TierWords = words(map[string][]string{
		"premium":  {"Premium", "Premium认证", "Premium认证卖家", "高级", "Премиум"},
		"ordinary": {"Ordinary", "Standard", "Regular", "普通", "普通卖家", "Обычный"},
	})
	TrackingEventWords = words(map[string][]string{
		"number_uploaded": {"Number uploaded", "Tracking number uploaded", "已上传单号", "单号已上传", "Трек-номер загружен"},
		"accepted":        {"Accepted", "Picked up", "已揽收", "已收件", "Принято", "Принят"},
		"in_transit":      {"In transit", "运输中", "В пути"},
		"customs":         {"Customs", "清关", "清关中", "Таможня"},
		"at_pickup":       {"At the pick-up point", "到达取货点", "已到达取货点，待取件", "В пункте выдачи"},
		"courier":         {"Out for delivery", "派送中", "Передан курьеру", "У курьера"},
		"delivered":       {"Delivered", "已签收", "已送达", "Доставлен", "Доставлено", "Вручено"},
		"failed_attempt":  {"Failed attempt", "派送失败", "Неудачная попытка"},
		"returning":       {"Returning", "退回中", "Возвращается"},
		"returned":        {"Returned", "已退回", "Возвращено"},
		"lost":            {"Lost", "丢失", "Утеряно"},
		"other":           {"Other", "其他", "Другое"},
	})
	TxnStatusWords = words(map[string][]string{
		"pending":   {"Pending", "处理中", "待处理", "В обработке"},
		"completed": {"Completed", "Settled", "Done", "已完成", "成功", "Завершено"},
		"failed":    {"Failed", "失败", "Ошибка"},
		"cancelled": {"Cancelled", "Canceled", "已取消", "Отменено"},
		"reversed":  {"Reversed", "已冲正", "已退回", "Сторнировано"},
	})
	TxnTypeWords = words(map[string][]string{
		"receipt":    {"Receipt", "Payment received", "收款", "入账", "Поступление"},
		"conversion": {"Conversion", "Exchange", "换汇", "结汇", "兑换", "Конвертация"},
		"withdrawal": {"Withdrawal", "提现", "提款", "Вывод", "Вывод средств"},
		"fee":        {"Fee", "手续费", "Комиссия"},
		"refund":     {"Refund", "退款", "Возврат"},
		"adjustment": {"Adjustment", "调整", "Корректировка"},
		"other":      {"Other", "其他", "Другое"},
	})
)
