package reports

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"ozpayout/datasets/seeds"
	"ozpayout/pipeline"
)

// labelsFile has the headings and texts of the workbook: key, en, zh, ru. Keys
// are sheet.SHEET, about.SHEET, column.NAME, column.SHEET.NAME, unit.UNIT,
// text.WORD and code.KIND.CODE.
//
//go:embed labels.csv
var labelsFile string

// labels are the texts of one language.
type labels struct {
	language string
	texts    map[string]string
	words    map[word]string // of texts
	codes    []codeText      // of the shipped tables and of labelsFile, in file order
}

// A codeText is a code with its label.
type codeText struct{ kind, code, label, rules string }

// labelsIn reads the texts of a language.
func labelsIn(language string) (*labels, error) {
	if !slices.Contains(Languages[:], language) {
		return nil, fmt.Errorf("no workbook in language %q; there is %s", language, strings.Join(Languages[:], ", "))
	}
	l := &labels{language: language, texts: map[string]string{}, words: map[word]string{}}
	err := readTable(strings.NewReader(labelsFile), func(field func(string) string) {
		key, text := field("key"), field(language)
		l.texts[key] = text
		if w, ok := strings.CutPrefix(key, "text."); ok {
			l.words[word(w)] = text
		}
		if kind, code, ok := strings.Cut(strings.TrimPrefix(key, "code."), "."); ok && strings.HasPrefix(key, "code.") {
			l.codes = append(l.codes, codeText{kind: kind, code: code, label: text})
		}
	})
	if err != nil {
		return nil, fmt.Errorf("labels.csv: %w", err)
	}
	for _, seed := range []struct{ file, kind, code string }{
		{"code_texts.csv", "code_kind", "code"},
		{"cause_catalog.csv", "", "cause_code"},
	} {
		if err := l.addSeed(seed.file, seed.kind, seed.code); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// addSeed adds the codes of a shipped table. Without a column of kinds the name
// of the code column is the kind.
func (l *labels) addSeed(file, kindColumn, codeColumn string) error {
	f, err := seeds.Files.Open(file)
	if err != nil {
		return err
	}
	defer func(f fs.File) { _ = f.Close() }(f) // embedded: nothing to lose
	err = readTable(f, func(field func(string) string) {
		kind := codeColumn
		if kindColumn != "" {
			kind = field(kindColumn)
		}
		c := codeText{kind: kind, code: field(codeColumn), label: field("label_" + l.language), rules: field("rule_ids")}
		l.codes = append(l.codes, c)
		l.texts["code."+c.kind+"."+c.code] = c.label
	})
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// readTable reads a CSV table with a header and hands out its rows.
func readTable(r io.Reader, row func(field func(column string) string)) error {
	records, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return err
	}
	if len(records) == 0 {
		return io.ErrUnexpectedEOF
	}
	for _, record := range records[1:] {
		row(func(column string) string {
			if i := slices.Index(records[0], column); i >= 0 {
				return record[i]
			}
			return ""
		})
	}
	return nil
}

// text returns the label of a key, or the key where there is none.
func (l *labels) text(key string) string {
	if text, ok := l.texts[key]; ok {
		return text
	}
	return key
}

// word returns the label of a word; that of no word is empty.
func (l *labels) word(w word) string {
	if w == "" {
		return ""
	}
	if text, ok := l.words[w]; ok {
		return text
	}
	return "text." + string(w)
}

// code returns the label of a code of one of some kinds, the first that has it, and
// of several codes joined by blanks or bars those of all. What has no label is shown as
// it is: it came from data.
func (l *labels) code(kinds, code string) string {
	if text, ok := l.labelOf(kinds, code); ok {
		return text
	}
	var texts []string
	for part := range strings.FieldsFuncSeq(code, isBetweenCodes) {
		text, ok := l.labelOf(kinds, part)
		if !ok && !isISOCurrency(part) {
			return code
		}
		texts = append(texts, cmp.Or(text, part))
	}
	return cmp.Or(strings.Join(texts, "; "), code)
}

func isBetweenCodes(r rune) bool { return r == ' ' || r == '|' }

func (l *labels) labelOf(kinds, code string) (text string, ok bool) {
	for kind := range strings.FieldsSeq(kinds) {
		if text, ok = l.texts["code."+kind+"."+code]; ok {
			return text, true
		}
	}
	return "", false
}

// figures returns the labels of a text of the form "code=number code=number".
func (l *labels) figures(kinds, text string) string {
	var texts []string
	for part := range strings.FieldsSeq(text) {
		code, number, _ := strings.Cut(part, "=")
		texts = append(texts, l.code(kinds, code)+": "+number)
	}
	return strings.Join(texts, "; ")
}

// counted are the units of numbers of things.
var counted = []string{
	"lines", "rows", "payouts", "orders", "postings", "disputes", "withdrawals", "routes", "bindings", "submissions", "clocks", "tickets", "tests", "nights",
}

// headings returns the headings of the columns of a sheet.
func (l *labels) headings(s *sheet) []string {
	headings := make([]string, len(s.Columns))
	for i := range s.Columns {
		headings[i] = l.heading(s, &s.Columns[i])
	}
	return headings
}

// heading returns the heading of a column with its unit.
func (l *labels) heading(s *sheet, c *column) string {
	text, ok := l.texts["column."+s.Key+"."+c.key()]
	if !ok {
		text = l.text("column." + c.key())
	}
	unit := l.unit(c)
	switch {
	case unit == "" || slices.Contains(counted, unitOf(c)): // the heading says what is counted
		return text
	case l.language == "zh":
		return text + "（" + unit + "）"
	}
	return text + ", " + unit
}

// unit returns the unit of a column in words; "" where there is none.
func (l *labels) unit(c *column) string {
	unit := unitOf(c)
	if unit == "" || isISOCurrency(unit) {
		return unit
	}
	return l.text("unit." + unit)
}

// unitOf returns the declared unit of a column. An amount whose currency stands
// in another column has the unit "currency of the row"; moments are in UTC.
func unitOf(c *column) string {
	if c.Of == nil {
		return c.Unit
	}
	unit := c.Of.About().Unit
	switch {
	case unit == "" && c.Of.Type() == pipeline.MoneyType:
		return "currency of the row"
	case unit == "" && c.Of.Type() == pipeline.InstantType:
		return "UTC"
	}
	return unit
}

func isISOCurrency(unit string) bool {
	return len(unit) == 3 && strings.ToUpper(unit) == unit
}
