package pipeline

import (
	"context"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// Two tables of one printed page: what was paid, between two balances, and fees
// with their total.
var (
	entryText   = &Text{Name: "entry", Doc: "entry"}
	entryDebit  = &Money{Name: "debit", Doc: "debit", Currency: entryMoney}
	entryCredit = &Money{Name: "credit", Doc: "credit", Currency: entryMoney}
	entryMoney  = &Code{Name: "currency", Doc: "currency"}

	rawEntries = &Dataset{
		Name: "raw_entries", Doc: "Entries.", Grain: "one row per entry", Layer: SourceLayer,
		Columns: []Column{entryText, entryDebit, entryCredit, entryMoney, FromFile, FromSheet, FromRow},
		Control: []Control{{Amount: entryDebit, Less: entryCredit, Currencies: []*Code{entryMoney}}},
		Input: &Input{
			Report: "statement", Known: true, Zone: "Europe/Moscow",
			Fields: []Field{
				{Column: entryText, Headers: []string{"B"}},
				{Column: entryDebit, Need: Present, Headers: []string{"I"}},
				{Column: entryCredit, Need: Present, Headers: []string{"L"}},
			},
			Section:  &Section{Title: "Отчет о расчетах", Heading: "Наименование", Opening: "Начальное сальдо", Closing: "Конечное сальдо"},
			Numbered: entryText,
		},
	}
	rawFees = &Dataset{
		Name: "raw_fees", Doc: "Fees.", Grain: "one row per fee", Layer: SourceLayer,
		Columns: []Column{entryText, entryDebit, entryMoney, FromFile, FromSheet, FromRow},
		Control: []Control{{Amount: entryDebit, Currencies: []*Code{entryMoney}}},
		Input: &Input{
			Report: "fees of a statement", Known: true, Zone: "Europe/Moscow",
			Fields:   []Field{{Column: entryText, Headers: []string{"B"}}, {Column: entryDebit, Need: Present, Headers: []string{"N"}}},
			Section:  &Section{Title: "Отчет о расчетах", Heading: "Наименование сбора", Closing: "Итого"},
			Numbered: entryText,
		},
	}
)

// statement is a page with both tables, by cells; changes replace some of them.
func statement(changes map[string]any) map[string]any {
	cells := map[string]any{
		"C2": "Отчёт о расчётах", "C3": "за период", "J6": "Получатель:",
		"B13": "Наименование", "I13": "Дебет", "L13": "Кредит",
		"I14": "руб.", // the second row of the heading
		"B15": "Начальное сальдо", "L15": 100.5,
		"B16": "Продажи", "E16": "№1 от 01.01.2026", "L16": "1 000,25",
		"B17": "Оплата", "I17": 900,
		"B18": "Конечное  сальдо на 31.01.2026", "L18": 200.75,
		"B20": "Компенcации", "B21": "Наименование сбора", "N21": "Сумма",
		"B22": "Хранение", "N22": 12.5,
		"B23": "Итого", "N23": 12.5,
		"B25": "Подписант", "P25": "beyond the last column",
	}
	maps.Copy(cells, changes)
	return cells
}

func writeBook(t *testing.T, cells map[string]any) string {
	t.Helper()
	book := excelize.NewFile()
	defer book.Close()
	for at, value := range cells {
		if err := book.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "statement.xlsx")
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSections: the tables of a printed page are found by their title and their
// headings, wherever on it they stand, and each is held against what it states.
func TestSections(t *testing.T) {
	fees := []string{"raw_fees Хранение 1250 row 22"}
	entries := []string{"raw_entries Продажи (null) 100025 row 16", "raw_entries Оплата 90000 (null) row 17"}
	for name, test := range map[string]struct {
		changes        map[string]any
		rows, findings []string
	}{
		"whole": {
			nil, append(entries, fees...),
			[]string{"raw_entries stated_total_ties -100.25", "raw_fees stated_total_ties 12.50"},
		},
		"other balances": {
			map[string]any{"L15": nil, "L18": 200.76, "N23": 12},
			append(entries, fees...),
			[]string{"raw_entries stated_total_differs -200.76", "raw_fees stated_total_differs 12.00"},
		},
		"an amount that is none": {
			map[string]any{"I17": "много"},
			append(entries[:1:1], fees...),
			[]string{"raw_entries not_money много", "raw_entries stated_total_differs -100.25", "raw_fees stated_total_ties 12.50"},
		},
		"no fees": {
			map[string]any{"B21": nil}, entries, []string{"raw_entries stated_total_ties -100.25"},
		},
		"balances without amounts": {
			map[string]any{"L15": nil, "L18": nil, "N23": nil}, append(entries, fees...), nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			found, refused, err := NewRecogniser([]*Dataset{rawFees, rawEntries, rawBoxes}, nil, nil).Recognise(writeBook(t, statement(test.changes)), "statement.xlsx")
			if err != nil || refused != nil {
				t.Fatalf("%v %+v", err, refused)
			}
			var rows, findings []string
			for i := range found {
				r := found[len(found)-1-i] // in the order of the page
				settled := int64(0)
				s := scanner{
					mem:    memory.DefaultAllocator,
					reject: func(f Finding) { findings = append(findings, f.Dataset+" "+f.Code+" "+f.Raw) },
					settle: func(e Entry) { settled += e.Rows },
				}
				used := int64(0)
				scanned, err := s.scan(context.Background(), r, r.File.Splits(r.Sheet, 1<<20)[0], func(rec arrow.Record) error {
					for row := range int(rec.NumRows()) {
						var text strings.Builder
						text.WriteString(r.Dataset.Name)
						for _, c := range rec.Columns()[:rec.NumCols()-4] { // before the currency and the place
							text.WriteString(" " + c.ValueStr(row))
						}
						rows = append(rows, text.String()+" row "+FromRow.In(rec).ValueStr(row))
					}
					used += rec.NumRows()
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				if used+settled != scanned.rows {
					t.Errorf("%s: %d rows read, %d used and %d accounted for", r.Dataset.Name, scanned.rows, used, settled)
				}
			}
			if diff := cmp.Diff(test.rows, rows); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.findings, findings); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestSectionsAreOfTheirTitle: a sheet without the title is none, whatever heading
// it has, and one with the title alone says what it lacks.
func TestSectionsAreOfTheirTitle(t *testing.T) {
	for name, test := range map[string]struct {
		changes map[string]any
		closest string
	}{
		"another title":  {map[string]any{"C2": "Ведомость"}, ""},
		"another layout": {map[string]any{"B13": "Операция", "B21": nil}, `statement, missing a row "Наименование" in column B`},
		"fewer columns":  {map[string]any{"L13": nil, "L15": nil, "L16": nil, "L18": nil, "B21": nil}, "statement, missing column L"},
	} {
		t.Run(name, func(t *testing.T) {
			found, refused, err := NewRecogniser([]*Dataset{rawBoxes, rawEntries, rawFees}, nil, nil).Recognise(writeBook(t, statement(test.changes)), "statement.xlsx")
			if err != nil || refused == nil || len(found) > 0 {
				t.Fatalf("%v %v %v", found, refused, err)
			}
			if refused.Closest != test.closest {
				t.Errorf("closest %q, want %q", refused.Closest, test.closest)
			}
		})
	}
}

// TestSectionOfConfiguration: the configuration may name one table of a page and
// the currency of its amounts.
func TestSectionOfConfiguration(t *testing.T) {
	rule := FileRule{Match: "*", Dataset: "entries", Constants: map[string]string{"currency": "CNY"}}
	found, refused, err := NewRecogniser([]*Dataset{rawFees, rawEntries}, nil, []FileRule{rule}).Recognise(writeBook(t, statement(nil)), "statement.xlsx")
	if err != nil || refused != nil || len(found) != 1 {
		t.Fatalf("%v %+v %v", err, refused, found)
	}
	var message string
	s := scanner{mem: memory.DefaultAllocator, reject: func(f Finding) { message = f.Message }, settle: func(Entry) {}}
	scanned, err := s.scan(t.Context(), found[0], found[0].File.Splits(found[0].Sheet, 1<<20)[0], func(arrow.Record) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]int64{"CNY": -100_25}, scanned.stated); diff != "" || !strings.Contains(message, "-100.25 CNY") {
		t.Errorf("%s\n%s", diff, message)
	}
}
