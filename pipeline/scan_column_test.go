package pipeline

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// A percentage is kept like every rate, with ten decimals; one that does not fit is
// refused, and the reason of a cell that was refused before stays.
func TestPercentIsKeptAtRateScale(t *testing.T) {
	for _, c := range []struct {
		percent string
		want    int64
		reason  cell.Reason
	}{
		{"0.70", 7_000_000_000, ""},
		{"95 %", 950_000_000_000, ""},
		{"-0.3", -3_000_000_000, ""},
		{"900000000", 900_000_000 * 10_000_000_000, ""},
		{"950000000", 0, cell.OutOfRange},
		{"much", 0, cell.NotAPercent},
	} {
		if got, reason := atRateScale(cell.Percent([]byte(c.percent))); got != c.want || reason != c.reason {
			t.Errorf("%s: %d, %q; want %d, %q", c.percent, got, reason, c.want, c.reason)
		}
	}
	if got, reason := atRateScale(math.MinInt64/1_000_000-1, ""); reason != cell.OutOfRange {
		t.Errorf("%d, %q; want %q", got, reason, cell.OutOfRange)
	}
}

// TestMoneyIsOfItsTypeOnDisk: amounts have 15 digits at most, so that two mistakes do not
// stop a run, and sizes of many amounts of the 18 digits of the type do not overflow.
func TestMoneyIsOfItsTypeOnDisk(t *testing.T) {
	r := &Recognition{File: &tabular.File{Form: tabular.CSV}}
	converter := converterOf(MoneyType, Plain, r, '.')
	for text, want := range map[string]cell.Reason{
		"9999999999999.99": "", "-9999999999999.99": "", "10000000000000": cell.OutOfRange, "-10000000000000.00": cell.OutOfRange, "9999999999999999.99": cell.OutOfRange,
		"92233720368547758.07": cell.OutOfRange, "99999999999999999": cell.OutOfRange,
	} {
		for _, read := range []numberReader{converter.text, converter.number} {
			if got, reason := read([]byte(text)); reason != want || (want == "" && got != mostOfCell && got != -mostOfCell) {
				t.Errorf("%s is %d (%q), want %q", text, got, reason, want)
			}
		}
	}
	size := int64(0)
	for range 100 {
		if size = addSize(addSize(size, -2*mostMinor), math.MaxInt64); size <= mostMinor {
			t.Fatalf("size %d", size)
		}
	}
	if size := addSize(addSize(0, mostMinor-1), -1); size != mostMinor {
		t.Errorf("size %d, want %d", size, int64(mostMinor))
	}
}

func TestPackBitsPacksAndCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		flags := rapid.SliceOf(rapid.ByteRange(0, 1)).Draw(t, "flags")
		want, ones := make([]byte, (len(flags)+7)/8), 0
		for i, flag := range flags {
			want[i/8] |= flag << (i % 8)
			ones += int(flag)
		}
		got, count := packBits(rapid.SliceOf(rapid.Byte()).Draw(t, "memory"), flags)
		if !bytes.Equal(got, want) || count != ones {
			t.Fatalf("%v: %08b, %d; want %08b, %d", flags, got, count, want, ones)
		}
	})
}

// Values do to a list of texts what they do to the columns of a batch.
func TestValuesExtendDropAndCut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]Type{TextType, IntType, DateType, FlagType}).Draw(t, "type")
		v := columnValues{kind: kind}
		var want []string
		for range rapid.IntRange(1, 4).Draw(t, "chunks") {
			n := rapid.IntRange(0, 20).Draw(t, "rows")
			base := v.rows()
			v.extend(n)
			marked := make([]bool, n)
			for row := range n {
				text := "(null)"
				if rapid.Bool().Draw(t, "has a value") {
					value := rapid.IntRange(0, 1).Draw(t, "value")
					switch kind {
					case TextType:
						text = strings.Repeat("ab", value)
						v.setText(base+row, []byte(text))
					case FlagType:
						text = strconv.FormatBool(value == 1)
						v.set(base+row, int64(value))
					case DateType:
						text = []string{"1970-01-01", "1970-01-02"}[value]
						v.set(base+row, int64(value))
					default:
						text = strconv.Itoa(value)
						v.set(base+row, int64(value))
					}
				}
				if kind == TextType {
					v.endText(base + row)
				}
				if marked[row] = rapid.Bool().Draw(t, "dropped"); !marked[row] {
					want = append(want, text)
				}
			}
			v.drop(base, marked)
			column := v.column(nil)
			var got []string
			for row := range column.Len() {
				got = append(got, column.ValueStr(row))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("-want +got:\n%s", diff)
			}
			if rapid.IntRange(0, 3).Draw(t, "emitted") == 0 {
				v.cut(0)
				want = nil
			}
		}
	})
}

func TestCodeListRemembersSpellings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l codeList
		known := map[string]string{}
		for range rapid.IntRange(0, 60).Draw(t, "cells") {
			raw := rapid.StringMatching(`[ab]{1,3}|1234567[89]{1,3}`).Draw(t, "cell")
			number, ok := l.spelled([]byte(raw))
			if code, was := known[raw]; was != ok || ok && l.texts[number] != code {
				t.Fatalf("%q is %d, %t; want %q", raw, number, ok, code)
			}
			known[raw] = strings.ToUpper(raw)
			l.remember([]byte(raw), l.number(strings.ToUpper(raw)))
		}
	})
}

func TestFillGivesAllValuesOneValue(t *testing.T) {
	for n := range 20 {
		got, want := make([]int32, n), make([]int32, n)
		for i := range want {
			want[i] = 7
		}
		if fill(got, 7); !slices.Equal(got, want) {
			t.Errorf("%d values: %v", n, got)
		}
	}
}

// A word that its list does not have is unknown; the other words of its cell keep
// their codes (formats.md 9.1).
func TestCodesOfWords(t *testing.T) {
	for _, test := range []struct {
		form   Form
		raw    string
		want   string
		reason cell.Reason
	}{
		{0, "Отправлен", "sent", ""},
		{0, "Летит", "unknown", cell.UnknownWord},
		{0, " ", "", cell.NoValue},
		{Keep, " Летит ", "Летит", ""},
		{WordList, "lost；Отправлен", "lost|sent", ""},
		{WordList, "Летит|lost|Плывёт", "unknown|lost|unknown", cell.UnknownWord},
		{WordList, "Летит", "unknown", cell.UnknownWord},
		{WordList, " | ", "", ""},
	} {
		reader := columnReader{field: Field{Words: parcelWords(), Form: test.form}}
		if got, reason := reader.codeOf([]byte(test.raw)); got != test.want || reason != test.reason {
			t.Errorf("form %d of %q: %q, %q, want %q, %q", test.form, test.raw, got, reason, test.want, test.reason)
		}
	}
}
