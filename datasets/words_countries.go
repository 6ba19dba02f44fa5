package datasets

// CountryWords turns names of countries into ISO 3166 alpha-2 codes: those of which
// sellers on Ozon come, in the languages of its exports. A name that is not listed
// is unknown.
var CountryWords = words(map[string][]string{
	"AE": {"United Arab Emirates", "UAE", "阿联酋", "阿拉伯联合酋长国", "ОАЭ", "Объединенные Арабские Эмираты"},
	"AM": {"Armenia", "亚美尼亚", "Армения"},
	"AZ": {"Azerbaijan", "阿塞拜疆", "Азербайджан"},
	"BY": {"Belarus", "白俄罗斯", "Беларусь", "Республика Беларусь", "Белоруссия"},
	"CN": {"China", "Mainland China", "People's Republic of China", "PRC", "CHN", "中国", "中国大陆", "中华人民共和国", "Китай", "Китайская Народная Республика", "КНР"},
	"DE": {"Germany", "德国", "Германия"},
	"GE": {"Georgia", "格鲁吉亚", "Грузия"},
	"HK": {"Hong Kong", "Hong Kong SAR", "Hong Kong SAR China", "HKG", "香港", "中国香港", "Гонконг"},
	"IL": {"Israel", "以色列", "Израиль"},
	"IN": {"India", "印度", "Индия"},
	"IT": {"Italy", "意大利", "Италия"},
	"JP": {"Japan", "日本", "Япония"},
	"KG": {"Kyrgyzstan", "Kyrgyz Republic", "吉尔吉斯斯坦", "Кыргызстан", "Киргизия"},
	"KR": {"South Korea", "Korea", "Republic of Korea", "韩国", "Южная Корея", "Республика Корея", "Корея"},
	"KZ": {"Kazakhstan", "哈萨克斯坦", "Казахстан", "Республика Казахстан"},
	"MO": {"Macao", "Macau", "Macao SAR", "澳门", "中国澳门", "Макао"},
	"MY": {"Malaysia", "马来西亚", "Малайзия"},
	"PL": {"Poland", "波兰", "Польша"},
	"RS": {"Serbia", "塞尔维亚", "Сербия"},
	"RU": {"Russia", "Russian Federation", "RUS", "俄罗斯", "俄罗斯联邦", "Россия", "Российская Федерация", "РФ"},
	"SG": {"Singapore", "新加坡", "Сингапур"},
	"TH": {"Thailand", "泰国", "Таиланд", "Тайланд"},
	"TJ": {"Tajikistan", "塔吉克斯坦", "Таджикистан"},
	"TR": {"Turkey", "Türkiye", "TUR", "土耳其", "Турция"},
	"TW": {"Taiwan", "台湾", "中国台湾", "Тайвань"},
	"UZ": {"Uzbekistan", "乌兹别克斯坦", "Узбекистан"},
	"VN": {"Vietnam", "Viet Nam", "越南", "Вьетнам"},
})
