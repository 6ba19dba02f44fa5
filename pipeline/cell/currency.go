package cell

import "strings"

// Currency reads a currency and returns its ISO 4217 code, a constant of the
// table of this package. Taken are codes of that table in any case, RUR (the
// rouble in old software; the rouble before 1998 is not meant), руб., ₽ and 卢布
// for RUB, RMB and 人民币 for CNY, 美元 for USD, 欧元 for EUR. CNH and ¥ are
// [AmbiguousCurrency].
func Currency(b []byte) (code string, r Reason) {
	b = Trim(b)
	if i, ok := currencyByCode[string(b)]; ok {
		return currencies[i].code, ""
	}
	switch word := FoldWord(string(b)); word {
	case "rur", "руб.", "руб", "₽", "卢布":
		return "RUB", ""
	case "rmb", "人民币":
		return "CNY", ""
	case "美元":
		return "USD", ""
	case "欧元":
		return "EUR", ""
	case "cnh", "¥":
		return "", AmbiguousCurrency
	default:
		if i, ok := currencyByCode[strings.ToUpper(word)]; ok {
			return currencies[i].code, ""
		}
	}
	return "", refusal(b, UnknownCurrency)
}

// MinorDigits returns the number of decimals of a currency's minor unit by ISO
// 4217; ok is false for unknown codes and for XDR, which has no minor unit.
func MinorDigits(code string) (digits int, ok bool) {
	i, ok := currencyByCode[code]
	if !ok || currencies[i].digits == noMinorUnit {
		return 0, false
	}
	return currencies[i].digits, true
}

// CurrencyByCBRName returns the code of a currency by a name under which the
// Bank of Russia publishes, or has published, its rate, in singular or plural.
// Its workbook exports have nothing but the name.
func CurrencyByCBRName(name string) (code string, ok bool) {
	i, ok := currencyByName[FoldWord(name)]
	if !ok {
		return "", false
	}
	return currencies[i].code, true
}

// CurrencyByCBRID returns the code of a currency by the id of the Bank of
// Russia, such as R01235; the blanks with which some of its lists fill up ids
// are ignored.
func CurrencyByCBRID(id string) (code string, ok bool) {
	i, ok := currencyByID[strings.TrimSpace(id)]
	if !ok {
		return "", false
	}
	return currencies[i].code, true
}

var (
	currencyByCode = indexCurrencies(func(c currency) []string { return []string{c.code} })
	currencyByID   = indexCurrencies(func(c currency) []string {
		if c.cbrID == "" {
			return nil
		}
		return []string{c.cbrID}
	})
	currencyByName = indexCurrencies(func(c currency) []string {
		folded := make([]string, len(c.cbrNames))
		for i, name := range c.cbrNames {
			folded[i] = FoldWord(name)
		}
		return folded
	})
)

func indexCurrencies(keys func(currency) []string) map[string]int {
	index := make(map[string]int)
	for i, c := range currencies {
		for _, key := range keys(c) {
			index[key] = i
		}
	}
	return index
}
