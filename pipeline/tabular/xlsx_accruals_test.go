package tabular

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// An accrualsBook is a made-up accruals report: 16 columns, an accrual id of its
// own in every row, some 800 bytes of XML a row. It is written row by row, so
// that a million rows take no more memory than ten.
type accrualsBook struct {
	rows     int
	shared   bool // as Excel saves it: texts in a table, references on rows and cells; else in Ozon's own shape
	shuffled bool // ids in another order than in the table of texts, as in a sheet that was sorted before it was saved
}

var accrualsHeader = []string{
	"ID начисления", "Дата начисления", "Группа услуг", "Тип начисления", "Артикул", "SKU", "Название товара", "Количество", "Цена продавца",
	"Дата принятия заказа в обработку или оказания услуги", "Платформа продажи", "Схема работы", "Вознаграждение Ozon, %", "Индекс локализации, %",
	"Среднее время доставки, часы", "Сумма итого, руб.",
}

// write makes the workbook in a folder of the test.
func (a accrualsBook) write(t testing.TB) (path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "accruals.xlsx")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	w := &accrualsWriter{accrualsBook: a, words: map[string]int{}}
	archive := zip.NewWriter(file)
	archive.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) { return flate.NewWriter(to, flate.BestSpeed) })
	for _, p := range []struct {
		name  string
		write func()
	}{
		{"_rels/.rels", func() { w.out.WriteString(packageRels) }},
		{"xl/workbook.xml", func() { w.out.WriteString(oneSheetBook) }},
		{"xl/_rels/workbook.xml.rels", func() { w.out.WriteString(oneSheetRels) }},
		{"xl/worksheets/sheet1.xml", w.sheet},
		{"xl/sharedStrings.xml", w.table},
	} {
		member, err := archive.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		w.out = bufio.NewWriterSize(member, 1<<16)
		p.write()
		if err := w.out.Flush(); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// An accrualsWriter writes the sheet and then the table of texts: the ids of
// all rows, and behind them the words in the order in which they were met.
type accrualsWriter struct {
	accrualsBook
	out         *bufio.Writer
	row, column int
	words       map[string]int // number of each among the words
	met         []string
}

func (w *accrualsWriter) id(row int) string {
	return fmt.Sprintf("%08d-%04d-%d", row*7919%100_000_000, row%10_000, 1+row%3)
}

func (w *accrualsWriter) sheet() {
	w.out.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	w.startRow()
	w.texts("Период: 01.07.2024-30.06.2025")
	w.endRow()
	w.startRow()
	w.texts(accrualsHeader...)
	w.endRow()
	kinds := [][2]string{
		{"Продажи", "Выручка"}, {"Вознаграждение Ozon", "Вознаграждение за продажу"}, {"Услуги доставки", "Логистика"}, {"Услуги агентов", "Эквайринг"},
	}
	order := rand.New(rand.NewPCG(1, 2)).Perm(w.rows)
	for i := range w.rows {
		product, kind, day := i/4%5000, kinds[i%4], i*365/w.rows
		w.startRow()
		switch {
		case w.shared && w.shuffled:
			w.reference(order[i])
		case w.shared:
			w.reference(i)
		default:
			w.texts(w.id(i))
		}
		w.number(1, "%d", 45_474+day)
		w.texts(kind[0], kind[1], fmt.Sprintf("DM-1-%d", product), fmt.Sprint(1_410_000_000+product), fmt.Sprintf("Держатель телефона в машину, %d", product%50))
		w.number(0, "%d", 1+i%3)
		w.number(2, "%d.%02d00", 200+product, product%100)
		w.number(1, "%d", 45_470+day)
		w.texts("Ozon", [...]string{"FBO", "FBS"}[i/4%2])
		w.number(3, "0.%02d0000", i%4*12)
		w.texts("", "")
		w.number(2, "%d.%02d00", i*7919%100_003-50_000, i%100)
		w.endRow()
	}
	w.out.WriteString(`</sheetData></worksheet>`)
}

func (w *accrualsWriter) table() {
	w.out.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
	if w.shared {
		for row := range w.rows {
			fmt.Fprintf(w.out, "<si><t>%s</t></si>", w.id(row))
		}
	}
	for _, word := range w.met {
		fmt.Fprintf(w.out, "<si><t>%s</t></si>", word)
	}
	w.out.WriteString(`</sst>`)
}

func (w *accrualsWriter) startRow() {
	if w.row, w.column = w.row+1, 0; w.shared {
		fmt.Fprintf(w.out, `<row r="%d" spans="1:16">`, w.row)
	} else {
		w.out.WriteString("<row>")
	}
}

func (w *accrualsWriter) endRow() { w.out.WriteString("</row>") }

// startCell begins a cell; attributes begin with a blank.
func (w *accrualsWriter) startCell(attributes string) {
	w.out.WriteString("<c")
	if w.shared {
		fmt.Fprintf(w.out, ` r="%s%d"`, columnLetters(w.column), w.row)
	}
	w.column++
	w.out.WriteString(attributes)
}

// texts adds text cells.
func (w *accrualsWriter) texts(cells ...string) {
	for _, text := range cells {
		switch number, known := w.words[text]; {
		case w.shared && text == "":
			w.startCell(` s="1"/>`)
		case w.shared && known:
			w.reference(w.rows + number)
		case w.shared:
			w.words[text] = len(w.met)
			w.met = append(w.met, text)
			w.reference(w.rows + len(w.met) - 1)
		default:
			w.startCell(` t="str"><v>`)
			for _, r := range text {
				if r <= '~' {
					w.out.WriteByte(byte(r))
				} else {
					fmt.Fprintf(w.out, "&#x%X;", r)
				}
			}
			w.out.WriteString("</v></c>")
		}
	}
}

// reference adds a cell with a text of the table.
func (w *accrualsWriter) reference(number int) {
	w.startCell(` s="1" t="s"><v>`)
	fmt.Fprintf(w.out, "%d</v></c>", number)
}

func (w *accrualsWriter) number(style int, format string, values ...any) {
	if w.shared {
		w.startCell(fmt.Sprintf(` s="%d"><v>`, style))
	} else {
		w.startCell(fmt.Sprintf(` t="n" s="%d"><v>`, style))
	}
	fmt.Fprintf(w.out, format, values...)
	w.out.WriteString("</v></c>")
}
