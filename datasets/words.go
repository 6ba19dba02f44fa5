package datasets

import "ozpayout/pipeline/cell"

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
	HoldReasonWords = words(map[string][]string{
		"tax":           {"Tax", "IFNS", "税务", "税务扣留", "税局", "Налоговая", "ИФНС"},
		"inn":           {"INN", "INN missing", "税号缺失", "Нет ИНН"},
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
)
