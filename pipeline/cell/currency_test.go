package cell_test

import (
	"strings"
	"testing"

	"ozpayout/pipeline/cell"
)

func TestCurrency(t *testing.T) {
	for words, want := range map[string]string{
		"RUB rub RUR руб. Руб. руб ₽ 卢布": "RUB",
		"CNY cny RMB rmb 人民币 ＣＮＹ":        "CNY",
		"USD 美元":                         "USD",
		"EUR 欧元":                         "EUR",
		"KZT":                            "KZT",
		"XDR":                            "XDR",
	} {
		for word := range strings.FieldsSeq(words) {
			if code, reason := cell.Currency([]byte(" " + word + "\u00a0")); code != want || reason != "" {
				t.Errorf("Currency(%q) = %q, %q, want %q", word, code, reason, want)
			}
		}
	}
	for word, want := range map[string]cell.Reason{
		"CNH": cell.AmbiguousCurrency, "cnh": cell.AmbiguousCurrency, "¥": cell.AmbiguousCurrency, "￥": cell.AmbiguousCurrency,
		"BYR": cell.UnknownCurrency, "TRL": cell.UnknownCurrency, "XXX": cell.UnknownCurrency, "$": cell.UnknownCurrency,
		"元": cell.UnknownCurrency, "СNY": cell.UnknownCurrency /* U+0421 */, "C\u200bNY": cell.UnknownCurrency,
		"-": cell.Placeholder, "无": cell.Placeholder, "#N/A": cell.ExcelError, "": cell.NoValue,
	} {
		if code, reason := cell.Currency([]byte(word)); code != "" || reason != want {
			t.Errorf("Currency(%q) = %q, %q, want %q", word, code, reason, want)
		}
	}
}

// Values by ISO 4217 table A.1.
func TestMinorDigits(t *testing.T) {
	for digits, codes := range map[int]string{
		0: "JPY VND KRW ISK",
		2: "RUB CNY USD EUR KZT BYN UZS IRR HUF IDR AMD KGS RSD CUP MMK",
		3: "KWD BHD OMR JOD IQD TND",
	} {
		for code := range strings.FieldsSeq(codes) {
			if got, ok := cell.MinorDigits(code); got != digits || !ok {
				t.Errorf("MinorDigits(%s) = %d, %t, want %d", code, got, ok, digits)
			}
		}
	}
	for _, code := range []string{"XDR", "XXX", "", "rub"} {
		if digits, ok := cell.MinorDigits(code); ok {
			t.Errorf("MinorDigits(%q) = %d", code, digits)
		}
	}
}

func TestCurrencyOfTheBankOfRussia(t *testing.T) {
	for _, test := range []struct{ code, id, names string }{
		{"USD", "R01235", "Доллар США"},
		{"EUR", "R01239 ", "Евро|ЕВРО"},
		{"CNY", " R01375\t", "Китайский юань|Китайских юаней|Юань|юань"},
		{"AZN", "R01020A", "Азербайджанский манат"},
		{"BYN", "R01090B", "Белорусский рубль|Белорусских рублей"},
		{"GBP", "R01035", "Фунт стерлингов|Фунт стерлингов Соединенного королевства|Фунт стерлингов Соединённого королевства"},
		{"INR", "R01270", "Индийских рупий"},
		{"IDR", "R01280", "Индонезийских рупий|Рупий"},
		{"KRW", "R01815", "Вон Республики Корея|Вон"},
		{"KGS", "R01370", "Сомов|Киргизских сомов"},
		{"TJS", "R01670", "Сомони"},
		{"VND", "R01150", "Донгов"},
		{"XDR", "R01589", "СДР (специальные права заимствования)"},
	} {
		if code, ok := cell.CurrencyByCBRID(test.id); code != test.code || !ok {
			t.Errorf("CurrencyByCBRID(%q) = %q, %t, want %q", test.id, code, ok, test.code)
		}
		for name := range strings.SplitSeq(test.names, "|") {
			if code, ok := cell.CurrencyByCBRName(name); code != test.code || !ok {
				t.Errorf("CurrencyByCBRName(%q) = %q, %t, want %q", name, code, ok, test.code)
			}
		}
	}
	for _, id := range []string{"", "R0", "R01235A", "USD"} {
		if code, ok := cell.CurrencyByCBRID(id); ok {
			t.Errorf("CurrencyByCBRID(%q) = %q", id, code)
		}
	}
	for _, name := range []string{"", "Доллар", "Рубль", "USD"} {
		if code, ok := cell.CurrencyByCBRName(name); ok {
			t.Errorf("CurrencyByCBRName(%q) = %q", name, code)
		}
	}
}
