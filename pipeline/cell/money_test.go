package cell_test

import (
	"fmt"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/pipeline/cell"
)

func TestMoney(t *testing.T) {
	const max = math.MaxInt64
	for _, test := range []struct {
		text   string
		digits int
		sep    cell.Separator
		minor  int64
		reason cell.Reason
	}{
		// plain
		{"0", 2, 0, 0, ""},
		{"-0", 2, 0, 0, ""},
		{"-0.00", 2, 0, 0, ""},
		{"7", 2, 0, 700, ""},
		{"007.50", 2, 0, 750, ""},
		{"1234.56", 2, 0, 123456, ""},
		{"-1234.56", 2, 0, -123456, ""},
		{"−1234.56", 2, 0, -123456, ""}, // U+2212
		{"1234,56", 2, 0, 123456, ""},
		{"-1234,5", 2, 0, -123450, ""},
		{"0.5", 2, 0, 50, ""},
		{"0,05", 2, 0, 5, ""},
		{"120000.00", 2, 0, 12000000, ""},
		{" 299.00 ", 2, 0, 29900, ""},
		{"\u00a0299.00\u3000", 2, 0, 29900, ""},
		{"1234567", 2, 0, 123456700, ""},

		// grouped
		{"1 234,56", 2, 0, 123456, ""},
		{"1\u00a0234,56", 2, 0, 123456, ""},
		{"1\u202f234,56", 2, 0, 123456, ""},
		{"1\u2009234,56", 2, 0, 123456, ""},
		{"-12\u00a0345\u00a0678.90", 2, 0, -1234567890, ""},
		{"1 234", 2, 0, 123400, ""},
		{"1,234.56", 2, 0, 123456, ""},
		{"1.234,56", 2, 0, 123456, ""},
		{"12,345,678.9", 2, 0, 1234567890, ""},
		{"1,234,567", 2, 0, 123456700, ""},
		{"1.234.567", 2, 0, 123456700, ""},
		{"1 234.567", 3, 0, 1234567, ""},
		{"1 2", 2, 0, 0, cell.NotMoney},
		{"12 34", 2, 0, 0, cell.NotMoney},
		{"1  234", 2, 0, 0, cell.NotMoney},
		{"1234 567", 2, 0, 0, cell.NotMoney},
		{"1234,567.89", 2, 0, 0, cell.NotMoney},
		{"12,34,567.00", 2, 0, 0, cell.NotMoney}, // Indian grouping
		{"1 234\u00a0567", 2, 0, 0, cell.NotMoney},
		{"1,234 567", 2, 0, 0, cell.NotMoney},
		{"1,234.567,8", 2, 0, 0, cell.NotMoney},
		{"0 123", 2, 0, 0, cell.NotMoney},
		{"1'234.56", 2, 0, 0, cell.NotMoney},
		{"1\u3000234", 2, 0, 0, cell.NotMoney},
		{"1\t234", 2, 0, 0, cell.NotMoney},

		// one mark that may be two things
		{"1,234", 2, 0, 0, cell.AmbiguousMoney},
		{"1.234", 2, 0, 0, cell.AmbiguousMoney},
		{"-999.999", 2, 0, 0, cell.AmbiguousMoney},
		{"1.234", 3, 0, 0, cell.AmbiguousMoney},
		{"1,230", 2, 0, 0, cell.AmbiguousMoney},
		{"1,234", 2, '.', 123400, ""},
		{"1.234", 2, ',', 123400, ""},
		{"1,234", 3, ',', 1234, ""},
		{"1,230", 2, ',', 123, ""},
		{"1,234", 2, ',', 0, cell.TooManyDecimals},
		{"1.234", 2, '.', 0, cell.TooManyDecimals},
		{"1234.567", 3, 0, 1234567, ""}, // four digits before it: no grouping
		{"0.123", 3, 0, 123, ""},
		{"12,34", 2, '.', 0, cell.MixedSeparators},
		{"1.234,56", 2, '.', 0, cell.MixedSeparators},
		{"1,234,567", 2, ',', 0, cell.MixedSeparators},
		{"1 234.56", 2, ',', 0, cell.MixedSeparators},
		{"1 234", 2, ',', 123400, ""},

		// decimals of the currency
		{"12.345", 2, '.', 0, cell.TooManyDecimals},
		{"1234.567", 2, 0, 0, cell.TooManyDecimals},
		{"0.001", 2, 0, 0, cell.TooManyDecimals},
		{"-24990.0000", 2, 0, -2499000, ""},
		{"1530.5000", 2, 0, 153050, ""},
		{"100", 0, 0, 100, ""},
		{"100.00", 0, 0, 100, ""},
		{"100.5", 0, 0, 0, cell.TooManyDecimals},
		{"12.3450", 3, 0, 12345, ""},
		{"0.0000000000000000000000000", 2, 0, 0, ""},

		// range
		{"92233720368547758.07", 2, 0, max, ""},
		{"-92233720368547758.07", 2, 0, -max, ""},
		{"92233720368547758.08", 2, 0, 0, cell.OutOfRange},
		{"92233720368547758.0700000", 2, 0, max, ""},
		{"92233720368547758.0700001", 2, 0, 0, cell.TooManyDecimals},
		{"92233720368547758", 2, '.', 9223372036854775800, ""},
		{"92233720368547759", 2, '.', 0, cell.OutOfRange},
		{"99999999999999999", 2, '.', 0, cell.OutOfRange},
		{"-99999999999999999", 2, '.', 0, cell.OutOfRange},
		{"99999999999999999999999", 2, 0, 0, cell.OutOfRange},
		{"100000000000000000000", 2, 0, 0, cell.OutOfRange},
		{"0000000000000000000000012.00", 2, 0, 1200, ""},

		// not amounts
		{"", 2, 0, 0, cell.NoValue},
		{" \u202f", 2, 0, 0, cell.NoValue},
		{"-", 2, 0, 0, cell.Placeholder},
		{"—", 2, 0, 0, cell.Placeholder},
		{"N/A", 2, 0, 0, cell.Placeholder},
		{"null", 2, 0, 0, cell.Placeholder},
		{"无", 2, 0, 0, cell.Placeholder},
		{"Нет", 2, 0, 0, cell.Placeholder},
		{"#N/A", 2, 0, 0, cell.ExcelError},
		{"#ССЫЛКА!", 2, 0, 0, cell.ExcelError},
		{"########", 2, 0, 0, cell.ExcelError},
		{"1.23E+13", 2, 0, 0, cell.ExcelNumber},
		{"1,23E+13", 2, 0, 0, cell.ExcelNumber},
		{"1e3", 2, 0, 0, cell.ExcelNumber},
		{"+5.00", 2, 0, 0, cell.NotMoney},
		{"- 5.00", 2, 0, 0, cell.NotMoney},
		{"--5.00", 2, 0, 0, cell.NotMoney},
		{"5.00-", 2, 0, 0, cell.NotMoney},
		{"(5.00)", 2, 0, 0, cell.NotMoney},
		{"–5.00", 2, 0, 0, cell.NotMoney}, // U+2013
		{".50", 2, 0, 0, cell.NotMoney},
		{"5.", 2, 0, 0, cell.NotMoney},
		{"1..5", 2, 0, 0, cell.NotMoney},
		{"5.00 ₽", 2, 0, 0, cell.NotMoney},
		{"¥5.00", 2, 0, 0, cell.NotMoney},
		{"NaN", 2, 0, 0, cell.NotMoney},
		{"Inf", 2, 0, 0, cell.NotMoney},
		{"0x1F", 2, 0, 0, cell.NotMoney},
		{"1_000", 2, 0, 0, cell.NotMoney},
		{"１２.００", 2, 0, 0, cell.NotMoney}, // full-width digits
		{"٣", 2, 0, 0, cell.NotMoney},
		{"12\u200b.00", 2, 0, 0, cell.NotMoney},
		{"12.00\x00", 2, 0, 0, cell.NotMoney},
		{"12.00\xa0", 2, 0, 0, cell.NotMoney}, // NBSP of windows-1251
	} {
		minor, reason := cell.Money([]byte(test.text), test.digits, test.sep)
		if minor != test.minor || reason != test.reason {
			t.Errorf("Money(%q, %d, %q) = %d, %q, want %d, %q",
				test.text, test.digits, test.sep, minor, reason, test.minor, test.reason)
		}
	}
}

func TestSeparatorOf(t *testing.T) {
	for _, test := range []struct {
		amounts string
		want    cell.Separator
	}{
		{"", 0},
		{"1,234;5,678;100;-;", 0},
		{"1,234;12.50", '.'},
		{"1,234;12,50", ','},
		{"1.234;1.234.567", ','},
		{"1,234,567", '.'},
		{"1 234,567", ','},
		{"0.125", '.'},
		{"12.50;12,50", 0},
		{"12,50;12.50;12.50", 0},
		{"x;n/a; 7.5 ", '.'},
	} {
		var amounts [][]byte
		for amount := range strings.SplitSeq(test.amounts, ";") {
			amounts = append(amounts, []byte(amount))
		}
		if got := cell.SeparatorOf(slices.Values(amounts)); got != test.want {
			t.Errorf("SeparatorOf(%s) = %q, want %q", test.amounts, got, test.want)
		}
	}
}

// spellings says in regular expressions how an amount may be written: which mark
// groups thousands and which stands before the decimals.
var spellings = func() (all []spelling) {
	const blanks = " \u00a0\u2009\u202f"
	for _, decimal := range []string{".", ","} {
		sep := cell.Separator(decimal[0])
		all = append(all, spelling{0, sep, regexp.MustCompile(`^\d+` + regexp.QuoteMeta(decimal) + `\d+$`)})
		for _, group := range blanks + ".," {
			if string(group) != decimal {
				mark := regexp.QuoteMeta(string(group))
				all = append(all, spelling{
					group, sep,
					regexp.MustCompile(`^[1-9]\d{0,2}(` + mark + `\d{3})+` + regexp.QuoteMeta(decimal) + `\d+$`),
				})
			}
		}
	}
	all = append(all, spelling{0, 0, regexp.MustCompile(`^\d+$`)})
	for _, group := range blanks + ".," {
		all = append(all, spelling{group, 0, regexp.MustCompile(`^[1-9]\d{0,2}(` + regexp.QuoteMeta(string(group)) + `\d{3})+$`)})
	}
	return all
}()

type spelling struct {
	group   rune
	decimal cell.Separator
	pattern *regexp.Regexp
}

// readings lists the different values that text has under any spelling that a
// column with the separator sep allows.
func readings(text string, sep cell.Separator) (values []*big.Rat) {
	text = strings.TrimSpace(text)
	sign := ""
	for _, minus := range []string{"-", "\u2212"} {
		if rest, ok := strings.CutPrefix(text, minus); ok && sign == "" {
			sign, text = "-", rest
		}
	}
	for _, s := range spellings {
		if sep != 0 && (s.decimal != 0 && s.decimal != sep || s.group == rune(sep)) || !s.pattern.MatchString(text) {
			continue
		}
		plain := text
		if s.group != 0 {
			plain = strings.ReplaceAll(plain, string(s.group), "")
		}
		value, ok := new(big.Rat).SetString(sign + strings.ReplaceAll(plain, ",", "."))
		if !ok {
			panic("oracle cannot read " + text)
		}
		if !slices.ContainsFunc(values, func(v *big.Rat) bool { return v.Cmp(value) == 0 }) {
			values = append(values, value)
		}
	}
	return values
}

// scaledExactly is the oracle of all readers of scaled numbers.
func scaledExactly(value *big.Rat, scale int) (int64, cell.Reason) {
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)
	scaled := new(big.Rat).Mul(value, new(big.Rat).SetInt(power))
	whole := new(big.Int).Quo(scaled.Num(), scaled.Denom())
	switch {
	case whole.CmpAbs(big.NewInt(math.MaxInt64)) > 0:
		return 0, cell.OutOfRange
	case !scaled.IsInt():
		return 0, cell.TooManyDecimals
	}
	return scaled.Num().Int64(), ""
}

func checkMoney(t interface{ Fatalf(string, ...any) }, text string, digits int, sep cell.Separator) {
	minor, reason := cell.Money([]byte(text), digits, sep)
	values := readings(text, sep)
	switch len(values) {
	case 0:
		if reason == "" || minor != 0 {
			t.Fatalf("Money(%q, %d, %q) = %d, %q, want a refusal", text, digits, sep, minor, reason)
		}
	case 1:
		want, wantReason := scaledExactly(values[0], digits)
		if minor != want || reason != wantReason {
			t.Fatalf("Money(%q, %d, %q) = %d, %q, want %d, %q", text, digits, sep, minor, reason, want, wantReason)
		}
	default:
		if reason != cell.AmbiguousMoney {
			t.Fatalf("Money(%q, %d, %q) = %d, %q, want ambiguous_money", text, digits, sep, minor, reason)
		}
	}
}

func TestMoneyAgreesWithRegularExpressions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(
			rapid.StringMatching(`[-−]?[0-9]{1,4}([., \x{a0}\x{202f}\x{2009}][0-9]{1,4}){0,3}`),
			rapid.StringMatching(`-?[1-9][0-9]{0,2}([, ][0-9]{3}){1,2}(\.[0-9]{1,4})?`),
			rapid.StringMatching(`-?[0-9]{15,22}([.,][0-9]{1,12})?`),
			rapid.StringMatching(`[-+ 0-9.,E]{0,12}`),
		).Draw(t, "text")
		sep := rapid.SampledFrom([]cell.Separator{0, '.', ','}).Draw(t, "sep")
		checkMoney(t, text, rapid.IntRange(0, 4).Draw(t, "digits"), sep)
	})
}

func TestMoneyReadsWhatIsPrinted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(-math.MaxInt64, math.MaxInt64).Draw(t, "minor")
		magnitude, sign := uint64(minor), ""
		if minor < 0 {
			magnitude, sign = uint64(-minor), "-"
		}
		text := fmt.Sprintf("%s%d.%02d", sign, magnitude/100, magnitude%100)
		if got, reason := cell.Money([]byte(text), 2, 0); got != minor || reason != "" {
			t.Fatalf("Money(%q) = %d, %q, want %d", text, got, reason, minor)
		}
	})
}

func FuzzMoney(f *testing.F) {
	for _, seed := range []string{
		"1 234,56", "1\u00a0234,56", "1\u202f234.5", "−7,00", "1,234", "1.234.567", "-24990.0000", "1.23E+13",
		"4787.2700000000004", "12\u200b.00", "N/A", "无", "-", "####", "92233720368547758.07", "99999999999999999", "0,123", "",
	} {
		f.Add(seed, 2, byte(0))
		f.Add(seed, 3, byte(','))
	}
	f.Fuzz(func(t *testing.T, text string, digits int, sep byte) {
		if sep != '.' && sep != ',' {
			sep = 0
		}
		checkMoney(t, text, digits&3, cell.Separator(sep))
	})
}
