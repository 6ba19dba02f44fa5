package reports

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

func TestEqualMartsGiveEqualBytes(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	_, want := writeBook(t, "zh", marts, 1, maxRows)
	for batch := range 4 {
		if _, got := writeBook(t, "zh", marts, batch+1, maxRows); !bytes.Equal(got, want) {
			t.Errorf("in batches of %d rows the workbook differs", batch+1)
		}
	}
}

// TestCachedResults computes every formula again with the library's own engine
// and compares with the result that stands in the file.
func TestCachedResults(t *testing.T) {
	f, _ := writeBook(t, "en", readMarts(t, "marts.txtar"), 3, maxRows)
	formulas := 0
	eachCell(t, f, func(sheet, cell string) {
		formula, err := f.GetCellFormula(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if formula == "" {
			return
		}
		formulas++
		cached, err := f.GetCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		computed, err := f.CalcCellValue(sheet, cell, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatalf("%s!%s =%s: %v", sheet, cell, formula, err)
		}
		if !sameValue(cached, computed) {
			t.Errorf("%s!%s =%s: the file says %q, computed %q", sheet, cell, formula, cached, computed)
		}
	})
	if formulas < 40 {
		t.Errorf("only %d formulas", formulas)
	}
}

func sameValue(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return fmt.Sprintf("%.6f", x) == fmt.Sprintf("%.6f", y)
	}
	return a == b
}

// TestRedRows evaluates the conditional formats by hand: red are the rows that
// are late or do not tie, by the data and not by the mark.
func TestRedRows(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	for _, lang := range Languages {
		f, _ := writeBook(t, lang, marts, 3, maxRows)
		words, err := labelsIn(lang)
		if err != nil {
			t.Fatal(err)
		}
		history := words.text("sheet.payment_history")
		late := map[string]bool{}
		for _, row := range marts["payout_facts"][1:] {
			if value(marts["payout_facts"], row, "is_late") == "true" {
				late[value(marts["payout_facts"], row, "payout_id")+"/"+value(marts["payout_facts"], row, "line_id")] = true
			}
		}
		got := map[string]bool{}
		for _, row := range redRows(t, f, history) {
			got[textAt(t, f, history, 3, row)+"/"+textAt(t, f, history, 4, row)] = true
			if mark := textAt(t, f, history, 1, row); mark != words.word(markLate) {
				t.Errorf("%s: red row without its word: %q", lang, mark)
			}
		}
		if diff := cmp.Diff(late, got); diff != "" {
			t.Errorf("%s: red rows (-want +got):\n%s", lang, diff)
		}
		if red := redRows(t, f, words.text("sheet.controls")); len(red) != 1 || red[0] != 2 {
			t.Errorf("%s: red controls %v, want row 2", lang, red)
		}
	}
}

var equalsWord = regexp.MustCompile(`^\$([A-Z]+)2="(.*)"$`)

// redRows returns the rows that a format of the form $A2="WORD" matches.
func redRows(t *testing.T, f *excelize.File, sheet string) []int {
	t.Helper()
	formats, err := f.GetConditionalFormats(sheet)
	if err != nil || len(formats) != 1 {
		t.Fatalf("%s has conditional formats %v (%v), want one", sheet, formats, err)
	}
	var out []int
	for area, options := range formats {
		m := equalsWord.FindStringSubmatch(options[0].Criteria)
		if m == nil {
			t.Fatalf("criteria %q", options[0].Criteria)
		}
		_, end, _ := strings.Cut(area, ":")
		_, last, err := excelize.CellNameToCoordinates(end)
		if err != nil {
			t.Fatal(err)
		}
		for row := 2; row <= last; row++ {
			if got, err := f.GetCellValue(sheet, fmt.Sprint(m[1], row)); err != nil {
				t.Fatal(err)
			} else if got == m[2] {
				out = append(out, row)
			}
		}
	}
	return out
}

func textAt(t *testing.T, f *excelize.File, sheet string, column, row int) string {
	t.Helper()
	text, err := f.GetCellValue(sheet, cellName(column, row))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func value(mart testMart, row []string, column string) string {
	for i, name := range mart[0] {
		if name == column {
			return row[i]
		}
	}
	return ""
}

// TestTextIsNeverEvaluated: texts of the marts that look like formulas come back
// as they were, in text cells, marked so that editing keeps them text.
func TestTextIsNeverEvaluated(t *testing.T) {
	f, data := writeBook(t, "en", readMarts(t, "marts.txtar"), 3, maxRows)
	want := map[string]bool{"=1+1": false, "+cmd|' /C calc'!A0": false, "@SUM(A1)": false, "-2+3": false, "_x003D_1+1": false, `=HYPERLINK("http://x","y")`: false, "=evil.csv": false, "=1+2": false}
	eachCell(t, f, func(sheet, cell string) {
		text, err := f.GetCellValue(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if _, ok := want[text]; !ok {
			return
		}
		want[text] = true
		if formula, err := f.GetCellFormula(sheet, cell); err != nil || formula != "" {
			t.Errorf("%s!%s holds %q as the formula %q (%v)", sheet, cell, text, formula, err)
		}
		style, err := f.GetCellStyle(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if quote := f.Styles.CellXfs.Xf[style].QuotePrefix; looksLikeFormula(text) != (quote != nil && *quote) {
			t.Errorf("%s!%s with %q: quote prefix %v", sheet, cell, text, quote)
		}
	})
	for text, seen := range want {
		if !seen {
			t.Errorf("%q is not in the workbook", text)
		}
	}
	for name, part := range parts(t, data) {
		for _, bad := range []string{"<externalLink", "vbaProject", `TargetMode="External"`} {
			if strings.Contains(part, bad) {
				t.Errorf("%s has %s", name, bad)
			}
		}
		for _, formula := range regexp.MustCompile(`<f>[^<]*</f>`).FindAllString(part, -1) {
			if strings.Contains(formula, "evil") || strings.Contains(formula, "HYPERLINK") || strings.Contains(formula, "cmd") {
				t.Errorf("%s has the formula %s", name, formula)
			}
		}
	}
}

// TestLongTablesContinue: with a limit of 11 rows no row is lost, and the cover
// names every worksheet.
func TestLongTablesContinue(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	whole, _ := writeBook(t, "en", marts, 3, maxRows)
	split, _ := writeBook(t, "en", marts, 3, 11)
	var want, got []string
	want = append(want, bodyRows(t, whole, "Payment history")...)
	for _, name := range split.GetSheetList() {
		if !strings.HasPrefix(name, "Payment history") {
			continue
		}
		rows := bodyRows(t, split, name)
		if len(rows) > 11-1-1-3-1 {
			t.Errorf("%s has %d rows", name, len(rows))
		}
		got = append(got, rows...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows of the parts (-want +got):\n%s", diff)
	}
	onCover := map[string]bool{}
	rows, err := split.GetRows("Cover")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if len(row) > 0 {
			onCover[row[0]] = true
		}
	}
	for _, name := range split.GetSheetList() {
		if !onCover[name] {
			t.Errorf("the cover does not name %s", name)
		}
	}
}

// bodyRows returns the rows of a table without header, totals and notes.
func bodyRows(t *testing.T, f *excelize.File, sheet string) []string {
	t.Helper()
	rows, err := f.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows[1:] {
		if !strings.HasPrefix(row[0], "Total") && !strings.HasPrefix(row[0], "Subtotal") && !strings.HasPrefix(row[0], "Rows not shown") {
			out = append(out, strings.Join(row, "|"))
		}
	}
	return out
}

func TestEmptyMarts(t *testing.T) {
	f, _ := writeBook(t, "ru", nil, 1, maxRows)
	if got, want := len(f.GetSheetList()), len(sheets); got != want {
		t.Errorf("%d sheets without rows, want %d", got, want)
	}
}

// TestLayout looks at what every table must have.
func TestLayout(t *testing.T) {
	f, data := writeBook(t, "en", readMarts(t, "marts.txtar"), 3, maxRows)
	names := map[string]string{}
	for _, n := range f.GetDefinedName() {
		names[n.Scope+"/"+n.Name] = n.RefersTo
	}
	words, err := labelsIn("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sheets {
		name := words.text("sheet." + s.Key)
		layout, err := f.GetPageLayout(name)
		if err != nil {
			t.Fatal(err)
		}
		if *layout.Size != 9 || *layout.Orientation != "landscape" || *layout.PageOrder != "overThenDown" || *layout.FitToHeight != 0 {
			t.Errorf("%s: page layout %+v", name, layout)
		}
		if s.Page != nil {
			continue
		}
		panes, err := f.GetPanes(name)
		if err != nil || !panes.Freeze || panes.YSplit != 1 {
			t.Errorf("%s: panes %+v (%v)", name, panes, err)
		}
		titles := quoteSheet(name) + "!$1:$1"
		if want := layOut(columnWidths(t, f, name, len(s.Columns)), s.Frozen); want.pages != *layout.FitToWidth {
			t.Errorf("%s: %d pages wide, want %d", name, *layout.FitToWidth, want.pages)
		} else if want.repeats > 0 {
			titles = fmt.Sprintf("%s!$A:$%s,%s", quoteSheet(name), columnName(want.repeats), titles)
		}
		if got := names[name+"/_xlnm.Print_Titles"]; got != titles {
			t.Errorf("%s: print titles %q, want %q", name, got, titles)
		}
		if names[name+"/_xlnm._FilterDatabase"] == "" {
			t.Errorf("%s has no filter", name)
		}
		comments, err := f.GetComments(name)
		if err != nil || len(comments) != len(s.Columns) {
			t.Errorf("%s: %d comments (%v), want %d", name, len(comments), err, len(s.Columns))
		}
		for i := range s.Columns {
			if names["Workbook/"+s.Key+"."+s.Columns[i].key()] == "" {
				t.Errorf("%s: column %s has no defined name", name, s.Columns[i].key())
			}
		}
	}
	for name, part := range parts(t, data) {
		if !strings.HasPrefix(name, "xl/worksheets/sheet") {
			continue
		}
		if hasFormula, isProtected := strings.Contains(part, "<f>"), strings.Contains(part, "<sheetProtection"); hasFormula && !isProtected {
			t.Errorf("%s has formulas and no protection", name)
		}
		if strings.Contains(part, "password=") || strings.Contains(part, "hashValue=") {
			t.Errorf("%s is protected by a password", name)
		}
	}
	for name, part := range parts(t, data) {
		if strings.HasPrefix(name, "xl/charts/chart") && strings.Count(part, "<title>") < 2 {
			t.Errorf("%s lacks a title of its own or of an axis", name)
		}
	}
	if chart := parts(t, data)["xl/charts/chart1.xml"]; !strings.Contains(chart, "hiLowLines") {
		t.Error("the chart of causes has no intervals")
	}
}

// TestTotalsAreNotCut: the label of a line of totals ends before the first cell beside it
// that is not empty.
func TestTotalsAreNotCut(t *testing.T) {
	for _, language := range Languages {
		f, _ := writeBook(t, language, readMarts(t, "marts.txtar"), 3, maxRows)
		words, err := labelsIn(language)
		if err != nil {
			t.Fatal(err)
		}
		labels := []string{words.text("text.subtotal"), words.text("text.total")}
		seen := 0
		for _, s := range sheets {
			name := words.text("sheet." + s.Key)
			rows, err := f.GetRows(name)
			if err != nil {
				t.Fatal(err)
			}
			widths := columnWidths(t, f, name, len(s.Columns))
			for _, row := range rows {
				if len(row) < 2 || !slices.Contains(labels, row[0]) {
					continue
				}
				seen++
				empty := slices.IndexFunc(row[1:], func(cell string) bool { return cell != "" })
				if empty < 0 {
					continue
				}
				room := 0.0
				for _, width := range widths[:empty+1] {
					room += width
				}
				if float64(displayWidth(row[0])) > room {
					t.Errorf("%s: %q is cut after %g characters", name, row[0], room)
				}
			}
		}
		if seen == 0 {
			t.Errorf("no totals in %s", language)
		}
	}
}

// columnWidths returns the widths of the first columns of a worksheet.
func columnWidths(t *testing.T, f *excelize.File, sheet string, columns int) []float64 {
	t.Helper()
	widths := make([]float64, columns)
	for i := range widths {
		var err error
		if widths[i], err = f.GetColWidth(sheet, columnName(i+1)); err != nil {
			t.Fatal(err)
		}
	}
	return widths
}

func eachCell(t *testing.T, f *excelize.File, visit func(sheet, cell string)) {
	t.Helper()
	for _, sheet := range f.GetSheetList() {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j := range row {
				visit(sheet, cellName(j+1, i+1))
			}
		}
	}
}

// parts returns the files of a workbook.
func parts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, part := range r.File {
		rc, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(rc)
		if err != nil {
			t.Fatal(err)
		}
		out[part.Name] = string(text)
	}
	return out
}
