package reports

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"ozpayout/datasets/seeds"
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
	if err := readSeed("phrases.csv", l.addPhrase); err != nil {
		return nil, err
	}
	return l, nil
}

// phrases is the kind of whole sentences: their codes are the sentences in English.
const phrases = "phrase"

// addPhrase adds a sentence that marts hold in English.
func (l *labels) addPhrase(field func(column string) string) {
	l.texts["code."+phrases+"."+field("text_en")] = field("text_" + l.language)
}

// addSeed adds the codes of a shipped table. Without a column of kinds the name
// of the code column is the kind.
func (l *labels) addSeed(file, kindColumn, codeColumn string) error {
	return readSeed(file, func(field func(string) string) {
		kind := codeColumn
		if kindColumn != "" {
			kind = field(kindColumn)
		}
		c := codeText{kind: kind, code: field(codeColumn), label: field("label_" + l.language), rules: field("rule_ids")}
		l.codes = append(l.codes, c)
		l.texts["code."+c.kind+"."+c.code] = c.label
	})
}

// readSeed reads a shipped table.
func readSeed(file string, row func(field func(column string) string)) error {
	f, err := seeds.Files.Open(file)
	if err != nil {
		return err
	}
	defer func(f fs.File) { _ = f.Close() }(f) // embedded: nothing to lose
	if err := readTable(f, row); err != nil {
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
