package cell_test

import (
	"math"
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/pipeline/cell"
)

func TestNumberMoney(t *testing.T) {
	for _, test := range []struct {
		text   string
		digits int
		minor  int64
		reason cell.Reason
	}{
		{"299", 2, 29900, ""},
		{"-24990.0000", 2, -2499000, ""},
		{"4787.2700000000004", 2, 478727, ""},
		{"0.30000000000000004", 2, 30, ""},
		{"-2.2204460492503131E-16", 2, 0, ""}, // 0.1+0.2-0.3 and the like
		{"1.13686837721616E-13", 2, 0, ""},
		{"4787.2700000009", 2, 478727, ""},
		{"4787.2699999991", 2, 478727, ""},
		{"4787.270000001", 2, 478727, ""}, // 1e-9 exactly
		{"4787.2700000011", 2, 0, cell.TooManyDecimals},
		{"4787.2749999999999", 2, 0, cell.TooManyDecimals}, // 15 digits make it 4787.275
		{"4787.275", 2, 0, cell.TooManyDecimals},
		{"0.004", 2, 0, cell.TooManyDecimals},
		{"1E-9", 2, 0, ""},
		{"1.1E-9", 2, 0, cell.TooManyDecimals},
		{"1E-30", 2, 0, ""},
		{"1E3", 2, 100000, ""},
		{"1.5e+2", 2, 15000, ""},
		{"12345E-2", 2, 12345, ""},
		{"0E999", 2, 0, ""},
		{"12345678901234.56", 2, 1234567890123456, ""},      // 16 digits, exact
		{"123456789012.34001", 2, 12345678901234, ""},       // what a float64 makes of …12.34
		{"12345678901234.567", 2, 0, cell.TooManyDecimals},  // 15 digits do not reach the kopeck
		{"999999999999999.999", 2, 0, cell.TooManyDecimals}, // nor may it be rounded up
		{"0.1000000000000000055511151231257827", 2, 10, ""}, // 0.1 in full
		{"0.00999999999999999999999999999", 2, 1, ""},       // digits beyond the 19th
		{"10000000000000000000000", 2, 0, cell.OutOfRange},
		{"1E17", 2, 0, cell.OutOfRange},
		{"1E999", 2, 0, cell.OutOfRange},
		{"100.4", 0, 0, cell.TooManyDecimals},
		{"100.0000000001", 0, 100, ""},
		{"1,5", 2, 0, cell.NotMoney},
		{"1 234", 2, 0, cell.NotMoney},
		{"+1", 2, 0, cell.NotMoney},
		{"1.", 2, 0, cell.NotMoney},
		{".5", 2, 0, cell.NotMoney},
		{"1E", 2, 0, cell.NotMoney},
		{"1E+", 2, 0, cell.NotMoney},
		{"1E1000", 2, 0, cell.ExcelNumber},
		{"Infinity", 2, 0, cell.NotMoney},
		{"null", 2, 0, cell.Placeholder},
		{"#DIV/0!", 2, 0, cell.ExcelError},
		{"", 2, 0, cell.NoValue},
	} {
		minor, reason := cell.NumberMoney([]byte(test.text), test.digits)
		if minor != test.minor || reason != test.reason {
			t.Errorf("NumberMoney(%q, %d) = %d, %q, want %d, %q", test.text, test.digits, minor, reason, test.minor, test.reason)
		}
	}
}

// An amount that went through a float64, and arithmetic on it, comes back.
func TestNumberMoneyTakesOffFloatDust(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(-1e14, 1e14).Draw(t, "minor")
		format := rapid.SampledFrom([]byte{'f', 'E'}).Draw(t, "format")
		text := strconv.FormatFloat(float64(minor)/100, format, 17, 64)
		if got, reason := cell.NumberMoney([]byte(text), 2); got != minor || reason != "" {
			t.Fatalf("NumberMoney(%q) = %d, %q, want %d", text, got, reason, minor)
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		sum, want := 0.0, int64(0)
		for _, minor := range rapid.SliceOfN(rapid.Int64Range(-1e7, 1e7), 1, 50).Draw(t, "amounts") {
			sum += float64(minor) / 100
			want += minor
		}
		text := strconv.FormatFloat(sum, 'G', -1, 64)
		if got, reason := cell.NumberMoney([]byte(text), 2); got != want || reason != "" {
			t.Fatalf("NumberMoney(%q) = %d, %q, want %d", text, got, reason, want)
		}
	})
}

// Whatever is accepted is, by exact arithmetic, within reach of the number.
func TestNumberMoneyStaysNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`-?[0-9]{1,12}(\.[0-9]{1,4}(0{5,9}|9{5,9})[0-9]{0,5})?(E-?[0-9]{1,2})?`).Draw(t, "number")
		minor, reason := cell.NumberMoney([]byte(text), 2)
		value, ok := new(big.Rat).SetString(text)
		if reason != "" || !ok {
			return
		}
		off := new(big.Rat).Sub(value, big.NewRat(minor, 100))
		// 15 digits are half a unit of the 15th off at most.
		reach := new(big.Rat).Mul(new(big.Rat).Abs(value), big.NewRat(1, 1e14))
		reach.Add(reach, big.NewRat(1, 1e9))
		if off.Abs(off).Cmp(reach) > 0 {
			t.Fatalf("NumberMoney(%q) = %d, off by %s", text, minor, off.FloatString(12))
		}
	})
}

func TestRate(t *testing.T) {
	for _, test := range []struct {
		text   string
		scaled int64
		reason cell.Reason
	}{
		{"11,0270", 110270000000, ""},
		{"12.6463", 126463000000, ""},
		{"1", 1e10, ""},
		{"0.0000539256", 539256, ""},
		{"0.00005392560000", 539256, ""},
		{"12,345", 123450000000, ""}, // no grouping, so no doubt
		{"922337203.6854775807", math.MaxInt64, ""},
		{"922337203.6854775808", 0, cell.OutOfRange},
		{"0.00000000001", 0, cell.TooManyDecimals},
		{"0", 0, cell.NotPositive},
		{"-1.5", 0, cell.NotPositive},
		{"5,39256E-05", 0, cell.ExcelNumber},
		{"1 234,5", 0, cell.NotARate},
		{"1,234.5", 0, cell.NotARate},
		{"+1.5", 0, cell.NotARate},
		{"1.5x", 0, cell.NotARate},
		{".5", 0, cell.NotARate},
		{"-", 0, cell.Placeholder},
		{"", 0, cell.NoValue},
	} {
		scaled, reason := cell.Rate([]byte(test.text))
		if scaled != test.scaled || reason != test.reason {
			t.Errorf("Rate(%q) = %d, %q, want %d, %q", test.text, scaled, reason, test.scaled, test.reason)
		}
	}
}

func TestNumberRate(t *testing.T) {
	for _, test := range []struct {
		text   string
		scaled int64
		reason cell.Reason
	}{
		{"88.8841", 888841000000, ""},
		{"88.884100000000004", 888841000000, ""},
		{"5.39256E-05", 539256, ""},
		{"123456.78901234567", 0, cell.TooManyDecimals},
		{"0.123456789012", 0, cell.TooManyDecimals},
		{"0", 0, cell.NotPositive},
		{"88,8841", 0, cell.NotARate},
	} {
		scaled, reason := cell.NumberRate([]byte(test.text))
		if scaled != test.scaled || reason != test.reason {
			t.Errorf("NumberRate(%q) = %d, %q, want %d, %q", test.text, scaled, reason, test.scaled, test.reason)
		}
	}
}

func TestPercent(t *testing.T) {
	for _, test := range []struct {
		text   string
		scaled int64
		reason cell.Reason
	}{
		{"95.00", 950000, ""},
		{"95.00%", 950000, ""},
		{"95,5 %", 955000, ""},
		{"25%", 250000, ""},
		{"0.0001%", 1, ""},
		{"-3.5", -35000, ""},
		{"100.00000", 1000000, ""},
		{"0.00001", 0, cell.TooManyDecimals},
		{"95%%", 0, cell.NotAPercent},
		{"%", 0, cell.NotAPercent},
		{"n/a", 0, cell.Placeholder},
	} {
		scaled, reason := cell.Percent([]byte(test.text))
		if scaled != test.scaled || reason != test.reason {
			t.Errorf("Percent(%q) = %d, %q, want %d, %q", test.text, scaled, reason, test.scaled, test.reason)
		}
	}
	for _, test := range []struct {
		text   string
		scaled int64
		reason cell.Reason
	}{
		{"25.5", 255000, ""},
		{"25.500000000000004", 255000, ""},
		{"1E2", 1000000, ""},
		{"25.50001", 0, cell.TooManyDecimals},
		{"25%", 0, cell.NotAPercent},
	} {
		scaled, reason := cell.NumberPercent([]byte(test.text))
		if scaled != test.scaled || reason != test.reason {
			t.Errorf("NumberPercent(%q) = %d, %q, want %d, %q", test.text, scaled, reason, test.scaled, test.reason)
		}
	}
}

func TestInt(t *testing.T) {
	for _, test := range []struct {
		text   string
		value  int64
		reason cell.Reason
	}{
		{"0", 0, ""},
		{"-12", -12, ""},
		{"1 204", 1204, ""},
		{"1\u00a0204\u00a0567", 1204567, ""},
		{"007", 7, ""},
		{"9223372036854775807", math.MaxInt64, ""},
		{"9223372036854775808", 0, cell.OutOfRange},
		{"12.0", 0, cell.NotAnInteger},
		{"1,204", 0, cell.NotAnInteger},
		{"1,204,567", 0, cell.NotAnInteger},
		{"1 204.5", 0, cell.NotAnInteger},
		{"12 04", 0, cell.NotAnInteger},
		{"+5", 0, cell.NotAnInteger},
		{"five", 0, cell.NotAnInteger},
		{"1E3", 0, cell.ExcelNumber},
		{"нет", 0, cell.Placeholder},
		{"", 0, cell.NoValue},
	} {
		value, reason := cell.Int([]byte(test.text))
		if value != test.value || reason != test.reason {
			t.Errorf("Int(%q) = %d, %q, want %d, %q", test.text, value, reason, test.value, test.reason)
		}
	}
}

func TestFlag(t *testing.T) {
	for words, want := range map[string]bool{
		"true True TRUE 1 yes YES y Y 是 да Да ДА １ ｙｅｓ": true,
		"false False FALSE 0 no No n N 否 нет Нет НЕТ ０": false,
	} {
		for word := range strings.FieldsSeq(words) {
			if got, reason := cell.Flag([]byte(" " + word + "\u00a0")); got != want || reason != "" {
				t.Errorf("Flag(%q) = %t, %q, want %t", word, got, reason, want)
			}
		}
	}
	for word, want := range map[string]cell.Reason{
		"": cell.NoValue, "2": cell.NotAFlag, "t": cell.NotAFlag, "无": cell.Placeholder, "#N/A": cell.ExcelError,
	} {
		if _, reason := cell.Flag([]byte(word)); reason != want {
			t.Errorf("Flag(%q): %q, want %q", word, reason, want)
		}
	}
}

func TestTrimOfIDs(t *testing.T) {
	for _, test := range []struct{ text, id string }{
		{"71426933-0116-1", "71426933-0116-1"},
		{"0071426933-0116-1", "0071426933-0116-1"},
		{"\u00a071426933-0116\t", "71426933-0116"},
		{"\u200b71426933-0116", "\u200b71426933-0116"},
		{"1.23E+13", "1.23E+13"},
		{"", ""},
		{" ", ""},
	} {
		if id := cell.Trim([]byte(test.text)); string(id) != test.id {
			t.Errorf("Trim(%q) = %q, want %q", test.text, id, test.id)
		}
	}
}

func TestNumberID(t *testing.T) {
	for _, test := range []struct {
		text, id string
		reason   cell.Reason
	}{
		{"1304225611", "1304225611", ""},
		{"1304225611.0", "1304225611", ""},
		{"1.304225611E9", "1304225611", ""},
		{"0", "0", ""},
		{"999999999999999", "999999999999999", ""},
		{"1000000000000000", "", cell.ExcelNumber},
		{"1.23E+15", "", cell.ExcelNumber},
		{"1E300", "", cell.ExcelNumber},
		{"1.5", "", cell.NotAnID},
		{"-5", "", cell.NotAnID},
		{"71426933-0116", "", cell.NotAnID},
		{"#REF!", "", cell.ExcelError},
		{"", "", cell.NoValue},
	} {
		id, reason := cell.NumberID([]byte(test.text))
		if string(id) != test.id || reason != test.reason {
			t.Errorf("NumberID(%q) = %q, %q, want %q, %q", test.text, id, reason, test.id, test.reason)
		}
	}
}

var ratePattern = regexp.MustCompile(`^-?\d+([.,]\d+)?$`)

func FuzzRate(f *testing.F) {
	for _, seed := range []string{"11,0270", "88.8841", "5,39256E-05", "1 234,56", "12,345", "0", "-1", "922337203.6854775808", "\u200b1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		scaled, reason := cell.Rate([]byte(text))
		plain := strings.TrimSpace(text)
		if !ratePattern.MatchString(plain) {
			if reason == "" || scaled != 0 {
				t.Fatalf("Rate(%q) = %d, %q, want a refusal", text, scaled, reason)
			}
			return
		}
		value, ok := new(big.Rat).SetString(strings.ReplaceAll(plain, ",", "."))
		if !ok {
			t.Fatalf("oracle cannot read %q", plain)
		}
		want, wantReason := scaledExactly(value, 10)
		if wantReason == "" && want <= 0 {
			want, wantReason = 0, cell.NotPositive
		}
		if scaled != want || reason != wantReason {
			t.Fatalf("Rate(%q) = %d, %q, want %d, %q", text, scaled, reason, want, wantReason)
		}
	})
}

func FuzzID(f *testing.F) {
	for _, seed := range []string{
		"71426933-0116-1", "0071426933-0116-1", " 71426933-0116 ", "\u200b71426933", "7142\u00a06933", "1.23E+13",
		"71426933–0116", "янв.16", "71426933.0", "#N/A", "\xa071426933",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if id, want := cell.Trim(text), strings.TrimSpace(string(text)); string(id) != want {
			t.Fatalf("Trim(%q) = %q, want %q", text, id, want)
		}
		if id, reason := cell.NumberID(text); reason == "" {
			value, ok := new(big.Rat).SetString(strings.TrimSpace(string(text)))
			plain := strings.TrimLeft(string(id), "0")
			if !ok || value.RatString() != plain && (value.Sign() != 0 || plain != "") {
				t.Fatalf("NumberID(%q) = %q", text, id)
			}
		}
		cell.ExcelDamage(text)
	})
}
