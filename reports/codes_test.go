package reports

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ozpayout/datasets"
	"ozpayout/datasets/seeds"
	"ozpayout/pipeline/cell"
)

// TestCodesInWords: codes joined by blanks are shown one by one; what came from data
// stays as it is.
func TestCodesInWords(t *testing.T) {
	l := labelsOf(t, "en")
	for _, test := range []struct{ kinds, code, want string }{
		{"route_code", "lianlian", "LianLian"},
		{"route_code", "lianlian CNY", "LianLian; CNY"},
		{"whole route_code", "ALL", "All"},
		{"whole", "electronic cigarettes", "electronic cigarettes"},
		{"document_missing_code", "front back", "Front side; Back side"},
		{"document_missing_code", "front of the shop", "front of the shop"},
		{"route_code", "", ""},
		{"route_code", " ", " "},
	} {
		if got := l.code(test.kinds, test.code); got != test.want {
			t.Errorf("%q of %s is shown as %q, want %q", test.code, test.kinds, got, test.want)
		}
	}
}

// TestSentences: a text of the marts is shown in the language of the workbook as far as
// it is the program's own; what came from data stays as it is.
func TestSentences(t *testing.T) {
	for _, test := range []struct{ language, kinds, text, want string }{
		{"zh", phrases, "the file is empty", "文件为空"},
		{"en", phrases, "the file is empty", "the file is empty"},
		{
			"ru", phrases, "unknown table: no header of a known export or canonical table; closest: Payment History, missing Amount",
			"неизвестная таблица: нет заголовка известной выгрузки или стандартной таблицы; closest: Payment History, missing Amount",
		},
		{"zh", phrases, "сводка; a=1", "сводка; a=1"},
		{"ru", "payout_status_code", "processing|arrived", "В обработке; Зачислено"},
		{"ru", "payout_status_code", "14178.32", "14178.32"},
		{"ru", "payout_status_code", "Batch 7; held", "Batch 7; held"},
		{"en", "tier_what_if_code", "", ""},
		{
			"en", "tier_what_if_code", "gmv_missing_usd=14178.32 dispute_orders_needed=1000",
			"Dollars missing from the GMV: 14,178.32; Delivered orders needed for these disputes: 1,000",
		},
		{
			"ru", "tier_what_if_code", "gmv_missing_usd=14178.32 dispute_orders_needed=1000",
			"Не хватает GMV в долларах: 14\u00a0178,32; Нужно доставленных заказов при этих спорах: 1\u00a0000",
		},
		{
			"zh", "tier_what_if_code", "gmv_missing_usd=14178.32 dispute_orders_needed=1000",
			"GMV还差的美元金额：14,178.32；在此纠纷数下所需签收订单数：1,000",
		},
		{"zh", "payout_status_code", "processing|arrived", "处理中；已到账"},
		{"zh", phrases, "the file is empty; no table in the file", "文件为空；文件中没有表格"},
	} {
		if got := labelsOf(t, test.language).sentence(test.kinds, test.text); got != test.want {
			t.Errorf("%s: %q is shown as %q, want %q", test.language, test.text, got, test.want)
		}
	}
}

// TestPhrasesAreComplete: what the articles say, what explains a cell that was refused
// and why a report is no input can be read in every language.
func TestPhrasesAreComplete(t *testing.T) {
	var said []string
	f, err := seeds.Files.Open("published_claims.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := readTable(f, func(field func(string) string) { said = append(said, field("scope"), field("statement")) }); err != nil {
		t.Fatal(err)
	}
	for _, report := range datasets.NotInputs {
		said = append(said, report.Report+": not an input")
	}
	for _, c := range labelsOf(t, "en").codes {
		if c.kind == "finding_code" {
			said = append(said, cell.Reason(c.code).Explain())
		}
	}
	said = slices.DeleteFunc(said, func(s string) bool { return s == "" })
	if len(said) < 150 {
		t.Fatalf("only %d sentences to be shown", len(said))
	}
	wantPhrases(t, said)
}

// TestMessagesAreTranslated: what a stage says of a row, where it is a sentence that names
// nothing of the row, can be read in every language.
func TestMessagesAreTranslated(t *testing.T) {
	said := saidIn(t, filepath.Join("..", "stages"), `Message: +"([^"]+)",|"([^" ][^"]* (?:was|were) expected[^"]*)"[,)]`)
	if len(said) < 15 {
		t.Fatalf("only %d messages found", len(said))
	}
	wantPhrases(t, said)
}

// TestRefusalsAreTranslated: why a file is not read can be read in every language, where
// the reason is a sentence that names nothing of the file. Damage stops the run.
func TestRefusalsAreTranslated(t *testing.T) {
	said := saidIn(t, filepath.Join("..", "pipeline"), `(?m)decline\("([^"]+)"\)|RefusedError\{.*Reason: "([^"]+)"\}|return "", "([^"]+)"|Reason(?: =|:) "(no [^"]+)"$|Blanks = "([^"]+)"|Message: +"([^"]+)",`)
	if len(said) < 15 {
		t.Fatalf("only %d refusals found", len(said))
	}
	wantPhrases(t, said)
}

// saidIn returns the sentences of the program below a folder, which groups of a pattern match.
func saidIn(t *testing.T, folder, pattern string) (said []string) {
	t.Helper()
	sentence := regexp.MustCompile(pattern)
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, found := range sentence.FindAllStringSubmatch(string(source), -1) {
			said = append(said, strings.Join(found[1:], ""))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// wantPhrases: each of the sentences has a phrase in every language.
func wantPhrases(t *testing.T, said []string) {
	t.Helper()
	for _, language := range Languages {
		l := labelsOf(t, language)
		for _, sentence := range said {
			if label, ok := l.labelOf(phrases, sentence); !ok || label == "" {
				t.Errorf("%s: no phrase for %q", language, sentence)
			}
		}
	}
}

// TestLabelsFitTheirColumns: a column is as wide as the longest label of its codes, or the
// labels wrap; else the next cell hides the end of them.
func TestLabelsFitTheirColumns(t *testing.T) {
	for _, language := range Languages {
		l := labelsOf(t, language)
		for _, s := range sheets {
			for i, c := range s.Columns {
				for kind := range strings.FieldsSeq(c.Codes) {
					for key, label := range l.texts {
						isCode := strings.HasPrefix(key, "code."+kind+".") && kind != phrases
						if limit := s.widthLimit(i); isCode && !c.Wide && displayWidth(label)+2 > limit {
							t.Errorf("%s: column %s of %s cuts %q", language, c.key(), s.Key, label)
						}
					}
				}
			}
		}
	}
}
