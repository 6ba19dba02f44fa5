package cell

import "bytes"

// A Reason is a stable code in lower snake case: why a cell has no value. The
// zero value means that it has one.
type Reason string

// The reasons. [Reason.Explain] says of each what was expected.
const (
	NoValue           Reason = "empty"
	Placeholder       Reason = "placeholder"
	ExcelError        Reason = "excel_error"
	ExcelNumber       Reason = "excel_number"
	OutOfRange        Reason = "out_of_range"
	TooManyDecimals   Reason = "too_many_decimals"
	NotADate          Reason = "not_a_date"
	AmbiguousDate     Reason = "ambiguous_date"
	ImpossibleDate    Reason = "impossible_date"
	NotAnInstant      Reason = "not_an_instant"
	TimeMissing       Reason = "time_missing"
	ImpossibleTime    Reason = "impossible_time"
	AmbiguousTime     Reason = "ambiguous_time"
	NotAMonth         Reason = "not_a_month"
	NotMoney          Reason = "not_money"
	AmbiguousMoney    Reason = "ambiguous_money"
	MixedSeparators   Reason = "mixed_separators"
	NotARate          Reason = "not_a_rate"
	NotPositive       Reason = "not_positive"
	Negative          Reason = "negative_amount"
	NotAPercent       Reason = "not_a_percent"
	NotAnInteger      Reason = "not_an_integer"
	NotAFlag          Reason = "not_a_flag"
	NotAnID           Reason = "not_an_id"
	UnknownCurrency   Reason = "unknown_currency"
	AmbiguousCurrency Reason = "ambiguous_currency"
	UnknownWord       Reason = "unknown_word"
)

// Explain says in one sentence what was expected, or "" of a reason that is not
// one of this package.
func (r Reason) Explain() string { return explanations[r] }

var explanations = map[Reason]string{
	NoValue:           "The cell is empty, or holds blanks only.",
	Placeholder:       "The cell holds a stand-in for a missing value; leave it empty instead.",
	ExcelError:        "The cell holds an error of a spreadsheet formula, a formula without a result, or a number that did not fit its column.",
	ExcelNumber:       "A spreadsheet rewrote the value as a rounded number; export it again and do not save it from Excel.",
	OutOfRange:        "The value is outside the range that can be kept exactly.",
	TooManyDecimals:   "The value has more fraction digits than its kind allows, and is never rounded.",
	NotADate:          "Expected a date such as 2024-06-07, 07.06.2024, 2024/06/07 or 2024年6月7日.",
	AmbiguousDate:     "The order of day and month is not stated; write 2024-06-07.",
	ImpossibleDate:    "The calendar has no such day.",
	NotAnInstant:      "Expected a date with a time, such as 2024-06-07T16:30:00+03:00 or 2024-06-07 16:30.",
	TimeMissing:       "Expected a time of day after the date.",
	ImpossibleTime:    "The clock shows no such time on that day in that zone.",
	AmbiguousTime:     "The clock was set back and shows this time twice on that day; state the offset.",
	NotAMonth:         "Expected a month such as 2024-06, 06.2024 or 2024年6月.",
	NotMoney:          "Expected an amount such as -1234.56, 1 234,56 or 1,234.56.",
	AmbiguousMoney:    "The separator may stand before decimals or before thousands; write it without grouping, as 1234.00.",
	MixedSeparators:   "The amount has another decimal sign than the rest of its column.",
	NotARate:          "Expected an exchange rate such as 11.0270, without grouping of thousands.",
	NotPositive:       "The value has to be greater than zero.",
	Negative:          "The amount has to be zero or more.",
	NotAPercent:       "Expected a percentage such as 95.00 or 95.00%.",
	NotAnInteger:      "Expected a whole number such as 1204 or 1 204.",
	NotAFlag:          "Expected true or false, 1 or 0, yes or no, 是 or 否, да or нет.",
	NotAnID:           "Expected an identifier written as text, or as a whole number that is not negative.",
	UnknownCurrency:   "Expected a currency code of ISO 4217, such as CNY.",
	AmbiguousCurrency: "The sign stands for more than one currency; write CNY, JPY or another code of ISO 4217.",
	UnknownWord:       "The word is not in the list for this column.",
}

// refusal finds the most telling reason for a trimmed cell that no reader of
// its type accepts; otherwise is the reason if nothing better is known.
func refusal(b []byte, otherwise Reason) Reason {
	if len(b) == 0 {
		return NoValue
	}
	if r := ExcelDamage(b); r != "" {
		return r
	}
	if _, _, scientific := scientificNumber(b); scientific {
		return ExcelNumber
	}
	switch FoldWord(string(b)) {
	case "-", "--", "–", "—", "n/a", "na", "null", "none", "nil", "无", "暂无", "нет":
		return Placeholder
	}
	return otherwise
}

// ExcelDamage recognises text that a spreadsheet made of something else: an
// error value such as #N/A or #ССЫЛКА!, the ##### of a narrow column, or a long
// number shown as 1.23E+13. It returns "" for any other text. Identifiers are
// free text, so that only the caller can say whether such a one is refused.
func ExcelDamage(b []byte) Reason {
	b = Trim(b)
	if len(b) > 1 && len(bytes.TrimLeft(b, "#")) == 0 {
		return ExcelError
	}
	switch string(b) {
	case "#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!",
		"#Н/Д", "#ЗНАЧ!", "#ССЫЛКА!", "#ДЕЛ/0!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!":
		return ExcelError
	}
	// Excel always writes the sign of the exponent; 12E4 may be an article code.
	if mark, plus, ok := scientificNumber(b); ok && mark == 'E' && plus {
		return ExcelNumber
	}
	return ""
}

// scientificNumber recognises digits with an exponent, in either decimal sign,
// and returns the letter and whether a plus sign follows it.
func scientificNumber(b []byte) (letter byte, plus, ok bool) {
	_, rest, ok := decimalPrefix(b, true)
	if !ok || len(rest) < 2 || rest[0]|0x20 != 'e' {
		return 0, false, false
	}
	letter, rest = rest[0], rest[1:]
	if plus = rest[0] == '+'; plus || rest[0] == '-' {
		rest = rest[1:]
	}
	return letter, plus, len(rest) > 0 && allDigits(rest)
}

func allDigits(b []byte) bool {
	for _, c := range b {
		if c-'0' > 9 {
			return false
		}
	}
	return true
}
