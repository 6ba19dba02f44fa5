package shop

// Providers state instants without an offset in the zone of Shanghai
// (formats.md 9.1); Ozon's side states them in that of Moscow.
var (
	chineseProviderDialect = dialect{delimiter: ',', bom: true, shanghai: true}
	russianZonedDialect    = dialect{delimiter: ';', bom: true, crlf: true, comma: true, zone: true}
)

// The dialects of the canonical tables, by the language of the file.
var (
	ozonSide     = [languages]dialect{russian: russianDialect, chinese: chineseDialect, english: canonicalDialect}
	providerSide = [languages]dialect{russian: russianZonedDialect, chinese: chineseProviderDialect, english: canonicalDialect}
)

// words are the words of the tables in the languages of the main sellers, by the
// code that the English files print.
var words = map[string][2]string{
	// bindings
	"bound":    {russian: "Привязан", chinese: "绑定成功"},
	"complete": {russian: "Пройдена", chinese: "已认证"},
	"3":        {russian: "3", chinese: "三级认证"},
	// documents
	"approved":                        {russian: "Одобрен", chinese: "审核通过"},
	"business_licence":                {russian: "Свидетельство о регистрации", chinese: "营业执照"},
	"legal_person_id":                 {russian: "Удостоверение руководителя", chinese: "法人身份证"},
	"bank_account_permit":             {russian: "Разрешение на открытие счета", chinese: "银行开户许可证"},
	"settlement_authorization_letter": {russian: "Письмо-авторизация", chinese: "结算授权书"},
	"both":                            {russian: "Обе", chinese: "正反面"},
	// withdrawals
	"receipt":   {russian: "Поступление", chinese: "入账"},
	"completed": {russian: "Завершено", chinese: "已完成"},
	// tickets
	"payment_delay": {russian: "Задержка выплаты", chinese: "回款延迟"},
	"panel":         {russian: "Кабинет", chinese: "卖家后台"},
	"ru":            {russian: "Русский", chinese: "俄语"},
	"zh":            {russian: "Китайский", chinese: "中文"},
}

// say returns the word for a code in a language; a code that no main seller
// needs is its own word.
func say(in language, code string) string {
	if said, ok := words[code]; ok && in != english {
		return said[in]
	}
	return code
}

// routeWords are the names of the routes by language.
var routeWords = [languages]*[routes]string{russian: &russianPayments.route, chinese: &chinesePayments.route, english: &englishPayments.route}

// openTable opens a canonical table of one seller in the seller's language, or
// one of all side accounts in English where of is nil.
func (s *shop) openTable(name string, of *seller, dialects [languages]dialect, headers [languages][]string) (*table, error) {
	if of == nil {
		return s.in.createTable(name+".csv", dialects[english], headers[english])
	}
	return s.in.createTable(of.id+"/"+name+".csv", dialects[of.language], headers[of.language])
}

// eachTable writes one file per main seller and one for all side accounts.
func (s *shop) eachTable(name string, dialects [languages]dialect, headers [languages][]string, row func(*table, *seller)) error {
	for _, of := range s.sellers {
		if err := s.writeTable(name, of, []*seller{of}, dialects, headers, row); err != nil {
			return err
		}
	}
	return s.writeTable(name, nil, s.side, dialects, headers, row)
}

func (s *shop) writeTable(name string, of *seller, rowsOf []*seller, dialects [languages]dialect, headers [languages][]string, row func(*table, *seller)) error {
	t, err := s.openTable(name, of, dialects, headers)
	if err != nil {
		return err
	}
	for _, one := range rowsOf {
		row(t, one)
	}
	return s.in.close(t.out)
}
