package reports

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"io"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

// texts draws texts of cells: plain ones, ones with markup, escapes and blanks.
var texts = rapid.OneOf(
	rapid.String(),
	rapid.StringMatching(`[ -~]{0,20}`),
	rapid.StringMatching(`[ \t\n]?[=+@a<>&"'я款_ ]{0,9}[ \t\n]?`),
	rapid.StringMatching(`a?_x[0-9A-C]{4}_ ?b?`),
)

// streamed returns the data of a worksheet as the library's stream writes it.
func streamed(t *rapid.T, rows [][]any) string {
	f := excelize.NewFile()
	defer f.Close()
	stream, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	for i, cells := range rows {
		if err := stream.SetRow(cellName(1, i+1), cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := stream.Flush(); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	if err != nil {
		t.Fatal(err)
	}
	r, err := archive.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(string(text), "<sheetData>")
	data, _, _ := strings.Cut(after, "</sheetData>")
	return data
}

// TestRowsAsTheLibraryWritesThem: rows of a table are the bytes that the library's
// stream writes of the cells that [page.cell] makes of the same values.
func TestRowsAsTheLibraryWritesThem(t *testing.T) {
	f := excelize.NewFile()
	defer f.Close()
	styles, err := newStyles(f, "zh")
	if err != nil {
		t.Fatal(err)
	}
	words := labelsOf(t, "zh")
	rapid.Check(t, func(t *rapid.T) {
		table := &table{page: &page{book: &book{labels: words, styles: styles}}, sheet: &sheet{Columns: []column{{Key: "a"}, {Key: "b"}}}}
		template := rapid.SampledFrom([]string{`IF({a}="","",{b}-1)`, `{a}&[ok]`, `1<2`}).Draw(t, "formula")
		var rows [][]any
		var got []byte
		for number := range rapid.IntRange(1, 3).Draw(t, "rows") {
			digits := strconv.Itoa(number + 1)
			var cells []any
			got = append(got, `<row r="`+digits+`">`...)
			for column := range rapid.IntRange(1, 5).Draw(t, "columns") {
				format := format(rapid.IntRange(0, int(formats)-1).Draw(t, "format"))
				value := values.Draw(t, "value")
				withFormula := rapid.Bool().Draw(t, "with a formula")
				if text, ok := value.(string); ok && (withFormula || overlaps(text)) {
					value = nil // formulas give words and numbers; of escapes that share a line the library escapes the first
				}
				if v, ok := value.(float64); ok && withFormula && math.IsInf(v, 0) {
					value = nil
				}
				cell := table.cell(format, value)
				got = append(got, `<c r="`+columnName(column+1)+digits...)
				if withFormula {
					cell.StyleID, cell.Formula = styles.formulas[format], filled(template, words, number+1)
					if cell.Value == nil {
						cell.Value = ""
					}
					got = table.appendFormula(got, styles.formulas[format], table.formulaOf(template), []byte(digits), value)
				} else {
					got = table.appendValue(got, format, value)
				}
				cells = append(cells, cell)
			}
			got = append(got, endRow...)
			rows = append(rows, cells)
		}
		if table.err != nil {
			t.Fatal(table.err)
		}
		if want := streamed(t, rows); want != string(got) {
			t.Errorf("the library writes\n%s\nwe write\n%s", want, got)
		}
	})
}

// values draws values of cells.
var values = rapid.OneOf(
	rapid.Map(texts, func(s string) any { return s }),
	rapid.Map(rapid.Int64(), func(v int64) any { return v }),
	rapid.Map(rapid.Int64Range(1-leastLong, leastLong-1), func(v int64) any { return minorUnits(v) }),
	rapid.Map(rapid.Float64(), func(v float64) any { return v }),
	rapid.SampledFrom([]any{nil, wordOK, markLate, minorUnits(0), 0.0, int64(0), math.Inf(1)}),
)

// overlaps reports whether a text has escapes of which one ends where the next begins.
func overlaps(text string) bool {
	for i := range text {
		if isEscape(text[i:]) && isEscape(text[i+6:]) {
			return true
		}
	}
	return false
}

// filled fills a template of a formula of a row of two columns a and b.
func filled(template string, words *labels, row int) string {
	return strings.NewReplacer("{a}", cellName(1, row), "{b}", cellName(2, row), "[ok]", quoteText(words.word(wordOK))).Replace(template)
}

// TestEscapes: what looks like an escape comes back as it was.
func TestEscapes(t *testing.T) {
	for text, want := range map[string]string{
		"_x0041_": "_x005F_x0041_", "_x0041_x0042_": "_x005F_x0041_x005F_x0042_", "_x004_": "_x004_", "_x+041_": "_x+041_", "a\nb": "a\nb", `"<`: "&#34;&lt;",
	} {
		if got := escaped(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// TestPlainTexts: what is taken for plain stands in XML as it is.
func TestPlainTexts(t *testing.T) {
	if !isPlain("orders_2026-01.csv") {
		t.Error("a name with a low line is not plain")
	}
	rapid.Check(t, func(t *rapid.T) {
		parts := []string{"_x0041_", "_x00", "_", "x", "0041", "a", " ", "&", "<", ">", `"`, "'", "\n", "\t", "\u00a0", "я"}
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom(parts)).Draw(t, "parts"), "")
		if isPlain(text) && (escaped(text) != text || text != strings.TrimSpace(text)) {
			t.Errorf("%q is plain, but becomes %q", text, escaped(text))
		}
	})
}

// TestLongAmounts: an amount is written with all its digits, as a number or as text.
func TestLongAmounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.Int64().Draw(t, "amount")
		got := string(appendAmount(nil, minorUnits(m)))
		if m != math.MinInt64 && !strings.Contains(got, ">"+strings.TrimSuffix(strings.TrimRight(decimal(m), "0"), ".")) {
			t.Errorf("%d becomes %s", m, got)
		}
		if isText := strings.Contains(got, "inlineStr"); isText != (len(strings.TrimPrefix(strconv.FormatInt(m, 10), "-")) > 15) {
			t.Errorf("%d becomes %s", m, got)
		}
	})
}

func TestJoinCRC(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.SliceOf(rapid.Byte()).Draw(t, "first"), rapid.SliceOf(rapid.Byte()).Draw(t, "second")
		joined := joinCRC(crc32.ChecksumIEEE(a), crc32.ChecksumIEEE(b), int64(len(b)))
		if want := crc32.ChecksumIEEE(append(a, b...)); joined != want {
			t.Errorf("%08x, want %08x", joined, want)
		}
	})
}

// TestTextLines: the short way agrees with the long one.
func TestTextLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text, width := rapid.StringMatching(`[ -~]{0,40}`).Draw(t, "text"), float64(rapid.IntRange(4, 60).Draw(t, "width"))
		if got, want := textLines(text, width), headingLines(text, width); got != want {
			t.Errorf("%q takes %d lines, want %d", text, got, want)
		}
	})
}

// TestAmountSum: sums are exact where 64 bits do not hold them.
func TestAmountSum(t *testing.T) {
	var s amountSum
	for range 3 {
		s.add(math.MaxInt64)
	}
	s.add(-2)
	if text, ok := s.asText(); !ok || text != "276701161105643274.19" {
		t.Errorf("sum %s (%v)", text, ok)
	}
	s = amountSum{}
	s.add(leastLong)
	s.add(-1)
	if text, ok := s.asText(); !ok || text != "9999999999999.99" {
		t.Errorf("a formula would not see the long amount: %s (%v)", text, ok)
	}
}

// TestHeadingLines: a word that no line holds takes as many as it fills; Chinese text
// breaks between characters, which stand without blanks.
func TestHeadingLines(t *testing.T) {
	for text, want := range map[string]int{
		"": 1, strings.Repeat("x", 20): 1, strings.Repeat("x", 23): 1, strings.Repeat("x", 24): 2, strings.Repeat("x", 41): 3,
		"a " + strings.Repeat("x", 45) + " b": 4, strings.Repeat("\\x01", 100): 20, "two words": 1,
		strings.Repeat("款", 10): 1, strings.Repeat("款", 11): 2, strings.Repeat("款", 20): 2, "回款 结算发起日明细": 1,
	} {
		if got := headingLines(text, 20+filterButton); got != want {
			t.Errorf("%q takes %d lines, want %d", text, got, want)
		}
	}
}
