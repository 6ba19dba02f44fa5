package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// settlement writes a mutual settlement report; changes replace some of its cells.
func settlement(t *testing.T, path string, changes map[string]any) {
	t.Helper()
	cells := map[string]any{
		"C2": "Отчет о взаиморасчетах", "C3": "за период с  01.01.2026 по 31.01.2026", "C4": "по Договору оферты № ИР-1/26  от 31.10.2025",
		"B6": "Плательщик:", "J6": "Получатель:", "B7": "Nobody LLC", "J7": "Ivan Nobody", "B8": "ИНН", "D8": 9909000004,
		"B13": "Наименование", "E13": "Документ", "G13": "Дата", "I13": "Дебет", "L13": "Кредит",
		"B14": "Начальное сальдо", "G14": "01.01.2026", "L14": 1000,
		"B15": "Отчет о реализации", "E15": "№3648135 от 01.01.2026", "G15": "01.01.2026", "L15": "25 000,50",
		"B16": "Услуги", "E16": "№3648136 от 15.01.2026", "G16": 46037, "I16": 4000.5,
		"B17": "Перечисление", "E17": "№77 от 20.01.2026", "G17": "20.01.2026", "I17": 20000,
		"B18": "Конечное сальдо", "G18": "31.01.2026", "L18": 2000,
		"B21": "Компенcации и прочие начисления", // with a Latin c
		"B22": "Наименование начисления", "F22": "Без НДС", "K22": "С НДС", "N22": "НДС",
		"B23": "Компенсация утери", "F23": 100, "K23": 122, "N23": 22,
		"B24": "Итого", "F24": 100, "K24": 122, "N24": 22,
		"B30": "Ivan Nobody",
	}
	maps.Copy(cells, changes)
	book := excelize.NewFile()
	defer book.Close()
	for at, value := range cells {
		if err := book.SetCellValue("Sheet1", at, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(path); err != nil {
		t.Fatal(err)
	}
}

// TestMutualSettlements: both tables of the report are loaded, and held against the
// balances and the total that the sheet states (R09). A sheet of another title is
// refused, one of another layout says what it lacks.
func TestMutualSettlements(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in")
	if err := os.MkdirAll(in, 0o700); err != nil {
		t.Fatal(err)
	}
	settlement(t, filepath.Join(in, "january.xlsx"), nil)
	settlement(t, filepath.Join(in, "wrong.xlsx"), map[string]any{"C3": "за период с  01.02.2026 по 28.02.2026", "L18": 2000.01})
	settlement(t, filepath.Join(in, "layout.xlsx"), map[string]any{"B13": "Операция", "B22": nil})
	settlement(t, filepath.Join(in, "title.xlsx"), map[string]any{"C2": "Ведомость"})
	config := filepath.Join(t.TempDir(), "ozpayout.yaml")
	write(t, config, "files:\n  - match: \"*.xlsx\"\n    constants: {currency: CNY}\n")

	run := printed(t, "run", "--in", in, "--out", filepath.Join(t.TempDir(), "out"), "--lang", "en", "--config", config)
	inspected := printed(t, "inspect", in)
	if strings.Contains(run+inspected, "Nobody") {
		t.Errorf("names of the parties and of who signed are printed:\n%s\n%s", run, inspected)
	}
	for text, patterns := range map[string][]string{
		run: {
			`2 used, 2 refused`,
			`│ mutual_settlements +│ +6 │`,
			`│ mutual_compensations +│ +2 │`,
			`(?m)^stated   3 tables add up to the total that they state, 1 do not$`,
			`wrong.xlsx Sheet1: states a total of -1000.01 CNY, its rows add up to -1000.00: 0.01 apart`,
			`as of 2026-02-28`,
		},
		inspected: {
			`table: mutual_settlements \(mutual settlement report\) in Sheet1\n  rows: 5, header in row 13`,
			`operation +<- B\n +document +<- E\n +operation_on +<- G\n +debit_amount +<- I\n +credit_amount +<- L`,
			`table: mutual_compensations \(compensations of the mutual settlement report\) in Sheet1\n  rows: 2, header in row 22`,
			`layout.xlsx\n.*\n  closest: mutual settlement report, missing a row "Наименование" in column B`,
			`title.xlsx\n  not used: unknown table`,
		},
	} {
		for _, p := range patterns {
			if !regexp.MustCompile(p).MatchString(text) {
				t.Errorf("no %q in\n%s", p, text)
			}
		}
	}
}
