package reports

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages"
)

// TestLabelsAreComplete: every sheet, column, unit and word that the workbook
// shows has a label in each language, and no label is of nothing.
func TestLabelsAreComplete(t *testing.T) {
	for _, lang := range Languages {
		l, err := labelsIn(lang)
		if err != nil {
			t.Fatal(err)
		}
		used := map[string]bool{}
		need := func(key string) {
			used[key] = true
			if l.texts[key] == "" {
				t.Errorf("%s: no label %s", lang, key)
			}
		}
		tabs := map[string]bool{}
		for _, s := range append([]*sheet{coverFiles, summaryCauses, summaryTiers, routeCurves, partIndex}, sheets...) {
			if s == partIndex || slices.Contains(sheets, s) {
				need("sheet." + s.Key)
				need("about." + s.Key)
				name := l.text("sheet." + s.Key)
				if utf8.RuneCountInString(name) > 31-len(" (99)") || strings.ContainsAny(name, `:\/?*[]'`) || tabs[name] {
					t.Errorf("%s: %q is no good name of a tab", lang, name)
				}
				tabs[name] = true
			}
			headings := map[string]string{}
			for i := range s.Columns {
				c := &s.Columns[i]
				if own := "column." + s.Key + "." + c.key(); l.texts[own] != "" {
					used[own] = true
				} else {
					need("column." + c.key())
				}
				if unit := unitOf(c); unit != "" && !isISOCurrency(unit) {
					need("unit." + unit)
				}
				heading := l.heading(s, c)
				if other := headings[heading]; other != "" {
					t.Errorf("%s: columns %s and %s of %s share the heading %q", lang, other, c.key(), s.Key, heading)
				}
				headings[heading] = c.key()
			}
		}
		for _, text := range textsInCode(t) {
			need("text." + text)
		}
		for _, unit := range []string{"lines", "judged lines", "rows", "payouts"} {
			need("unit." + unit)
		}
		for key, text := range l.texts {
			if strings.HasPrefix(key, "code.") {
				if text == "" {
					t.Errorf("%s: no label %s", lang, key)
				}
			} else if !used[key] {
				t.Errorf("%s: nothing shows label %s", lang, key)
			}
		}
		kinds := map[string]bool{phrases: true} // these are no codes to be defined
		for _, c := range l.codes {
			kinds[c.kind] = true
		}
		for _, s := range sheets {
			for _, c := range s.Columns {
				for kind := range strings.FieldsSeq(c.Codes) {
					if !kinds[kind] {
						t.Errorf("no codes of kind %q, which %s.%s shows", kind, s.Key, c.key())
					}
				}
			}
		}
	}
}

// TestNamesOfExportsAreLabelled: the tables that a file may be recognised as, and the
// columns in which a newer payment history may differ, have names for people.
func TestNamesOfExportsAreLabelled(t *testing.T) {
	var keys []string
	for _, d := range stages.Plan().Sources() {
		keys = append(keys, "code.dataset."+d.Name)
	}
	history := datasets.RawPaymentHistory
	told := []pipeline.Column{datasets.SellerID, datasets.PayoutID, datasets.ExportedAt, pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow, pipeline.FromForm}
	for _, c := range history.Columns {
		if !slices.Contains(told, c) {
			keys = append(keys, "code.payment_column."+c.ColumnName())
		}
	}
	for _, lang := range Languages {
		l, err := labelsIn(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			if l.texts[key] == "" {
				t.Errorf("%s: no label %s", lang, key)
			}
		}
		both := l.code("dataset", "raw_balances|raw_cash_flows")
		if want := l.list(l.code("dataset", "raw_balances"), l.code("dataset", "raw_cash_flows")); both != want {
			t.Errorf("%s: a file of two tables is %q, want %q", lang, both, want)
		}
	}
}

// TestSheetsAreDeclared: a sheet shows columns of its mart, and says how.
func TestSheetsAreDeclared(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range sheets {
		if seen[s.Key] {
			t.Errorf("two sheets are named %s", s.Key)
		}
		seen[s.Key] = true
		if (s.Page == nil) == (s.Dataset == nil) {
			t.Errorf("%s: a sheet is a page or a table of a mart", s.Key)
		}
		columns := map[string]bool{}
		for i := range s.Columns {
			c := &s.Columns[i]
			if columns[c.key()] {
				t.Errorf("%s shows %s twice", s.Key, c.key())
			}
			columns[c.key()] = true
			if c.Of != nil && s.Dataset.Index(c.Of) < 0 {
				t.Errorf("%s: %s has no column %s", s.Key, s.Dataset.Name, c.key())
			}
			if c.Of == nil && (c.Key == "" || c.Doc == "" || c.Value == nil) {
				t.Errorf("%s: derived column %q needs a key, a doc and values", s.Key, c.Key)
			}
			if c.Of != nil && c.Of.Type() == pipeline.MoneyType && c.Of.About().Currency != nil && s.Dataset != pipeline.ControlTotals {
				if s.currencyShown(c) == false {
					t.Errorf("%s shows %s without its currency", s.Key, c.key())
				}
			}
		}
		if s.Dataset != nil {
			for _, c := range s.Also {
				if s.Dataset.Index(c) < 0 {
					t.Errorf("%s: %s has no column %s", s.Key, s.Dataset.Name, c.ColumnName())
				}
			}
		}
	}
}

func (s *sheet) currencyShown(of *column) bool {
	for _, c := range s.Columns {
		if c.Of == pipeline.Column(of.Of.About().Currency) {
			return true
		}
	}
	return false
}

func TestLooksLikeFormula(t *testing.T) {
	for text, want := range map[string]bool{
		"": false, "a=1": false, "700001": false, "=1": true, "+1": true, "-1": true, "@a": true, "\t1": true, "\n=1": true,
		"  =1": true, "\u00a0=1": true, "\u200b=1": true, "＝1": true, "＋1": true, "－1": true, "＠a": true, "–1": false,
	} {
		if got := looksLikeFormula(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Привет, 世界\n\t": "Привет, 世界\n\t", "a\x00b": `a\u0000b`, "a\r\n": `a\u000d` + "\n", "\xff\xfe": `\xff\xfe`, "\ufffe": `\ufffe`, "\ufffd": "\ufffd",
	} {
		if got := visible(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestCellNames(t *testing.T) {
	for column, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 52: "AZ", 53: "BA", 702: "ZZ", 703: "AAA", 16384: "XFD"} {
		if got := columnName(column); got != want {
			t.Errorf("column %d is %s, want %s", column, got, want)
		}
	}
}

func TestDisplayWidth(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "Дата": 4, "回款": 4, "回款ID": 6, "（%）": 5} {
		if got := displayWidth(text); got != want {
			t.Errorf("%q takes %d, want %d", text, got, want)
		}
	}
}

// FuzzCellText: whatever comes in, what goes into a cell can be carried by XML
// and says the same where it could be carried before.
func FuzzCellText(f *testing.F) {
	for _, seed := range []string{"", "=1+1", "a\x00", "\xff", "😀", "_x000D_", "\ufffe", strings.Repeat("😀я", maxText/3), strings.Repeat("😀a", maxText), strings.Repeat("\x00", 6000)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, isCut := cellText(text)
		if units := len(utf16.Encode([]rune(got))); units > maxText {
			t.Errorf("%d units in a cell", units)
		}
		if isCut {
			from, mark, _ := strings.Cut(got, "… [")
			whole := visible(text)
			if want := fmt.Sprintf("%d / %d]", len(utf16.Encode([]rune(from))), len(utf16.Encode([]rune(whole)))); !strings.HasPrefix(whole, from) || !strings.Contains(whole, "… [") && mark != want {
				t.Errorf("cut at %q, want %q", mark, want)
			}
			return
		}
		if !utf8.ValidString(got) || strings.ContainsFunc(got, isUnprintable) {
			t.Errorf("%q becomes %q", text, got)
		}
		if utf8.ValidString(text) && !strings.ContainsFunc(text, isUnprintable) && got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	})
}

// TestMinorUnits: the number of an amount prints with the digits of the amount.
func TestMinorUnits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.Int64Range(-leastLong+1, leastLong-1).Draw(t, "amount")
		number := minorUnits(m).number()
		want := strings.TrimSuffix(strings.TrimSuffix(decimal(m), "0"), "0")
		if got := printed(number); strings.TrimSuffix(want, ".") != got {
			t.Errorf("%d becomes %s, want %s", m, got, want)
		}
	})
}

// decimal writes minor units as a decimal number.
func decimal(m int64) string {
	sign := ""
	if m < 0 {
		sign, m = "-", -m
	}
	return fmt.Sprintf("%s%d.%02d", sign, m/100, m%100)
}

// printed writes a number as the spreadsheet file does.
func printed(number float64) string { return strconv.FormatFloat(number, 'f', -1, 64) }

var textKey = regexp.MustCompile(`"text\.([a-z_]+)"`)

// textsInCode returns the words that the source code asks for.
func textsInCode(t *testing.T) []string {
	t.Helper()
	out := []string{"yes", "no", string(markLate), string(markOpen), string(markCheck), string(wordOK), string(wordCheck), string(markFail), string(wordClaim)}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		code, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range textKey.FindAllStringSubmatch(string(code), -1) {
			out = append(out, m[1])
		}
	}
	return out
}

// TestDefinitions: every column of every table and every code is explained.
func TestDefinitions(t *testing.T) {
	f, _ := writeBook(t, "en", nil, 1, maxRows)
	words, err := labelsIn("en")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := f.GetRows(words.text("sheet.definitions"))
	if err != nil {
		t.Fatal(err)
	}
	explained := map[string]string{}
	for _, row := range rows[1:] {
		if row[0] == "column" {
			explained[row[1]+"/"+row[2]] = row[5]
		} else {
			explained[row[1]+"/"+row[2]] = row[3]
		}
	}
	for _, s := range sheets {
		for i := range s.Columns {
			c := &s.Columns[i]
			if got := explained[words.text("sheet."+s.Key)+"/"+c.key()]; got != docOf(c) || got == "" {
				t.Errorf("%s.%s is explained as %q", s.Key, c.key(), got)
			}
		}
	}
	if got := explained["cause_code/UNEXPLAINED"]; got != "Not explained by any known cause" {
		t.Errorf("UNEXPLAINED is explained as %q", got)
	}
	if got := rulesIn("D31, see B09 (B09) and 2024Q1 X99 A1"); len(got) != 2 || got[0] != "B09" || got[1] != "D31" {
		t.Errorf("rules %q", got)
	}
}
