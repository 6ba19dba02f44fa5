package main

import (
	"archive/zip"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// TestLibreOfficeOpensTheWorkbook: LibreOffice finds every worksheet, chart and
// value, and computes every formula to the result that stands in our file. The
// results are taken out before it opens the file, so that it cannot copy them.
func TestLibreOfficeOpensTheWorkbook(t *testing.T) {
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("no second office program: soffice is not installed")
	}
	if testing.Short() {
		t.Skip("starts LibreOffice")
	}
	in, _ := makeShop(t, 300, 24)
	folder := t.TempDir()
	runProgram(t, folder, nil, "run", "--in", in, "--out", "out", "--lang", "en", "--quarantine-limit", "1", "--quiet")
	ours := filepath.Join(folder, "out", "current", "reports", "payouts.en.xlsx")
	bare := filepath.Join(folder, "bare", "payouts.xlsx")
	dropResults(t, ours, bare)
	cmd := exec.CommandContext(t.Context(), office, "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML",
		"--outdir", filepath.Join(folder, "theirs"), bare)
	if output, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	theirs := filepath.Join(folder, "theirs", "payouts.xlsx")

	want, got := openBook(t, ours), openBook(t, theirs)
	if diff := cmp.Diff(want.GetSheetList(), got.GetSheetList()); diff != "" {
		t.Fatalf("other worksheets (-ours +LibreOffice):\n%s", diff)
	}
	charts := func(path string) int {
		n := 0
		for name := range zipParts(t, path) {
			if strings.HasPrefix(name, "xl/charts/chart") {
				n++
			}
		}
		return n
	}
	if charts(ours) != 3 || charts(theirs) != 3 {
		t.Errorf("%d charts, LibreOffice has %d, want 3", charts(ours), charts(theirs))
	}
	cells, formulas, wrong := 0, 0, 0
	for _, sheet := range want.GetSheetList() {
		rows, err := want.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r, row := range rows {
			for c, value := range row {
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				computed, err := got.GetCellValue(sheet, name, excelize.Options{RawCellValue: true})
				if err != nil {
					t.Fatal(err)
				}
				formula, err := want.GetCellFormula(sheet, name)
				if err != nil {
					t.Fatal(err)
				}
				cells++
				if formula != "" {
					formulas++
				}
				if !sameCell(value, computed) {
					if wrong++; wrong <= 10 {
						t.Errorf("%s!%s =%s: the file says %q, LibreOffice %q", sheet, name, formula, value, computed)
					}
				}
			}
		}
	}
	if cells < 1000 || formulas < 100 {
		t.Errorf("compared %d cells, %d of them formulas: too few to show anything", cells, formulas)
	}
	if wrong > 10 {
		t.Errorf("%d of %d cells differ", wrong, cells)
	}
}

// sameCell compares values of cells; numbers to nine digits.
func sameCell(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	if errX == nil && errY == nil {
		return strconv.FormatFloat(x, 'g', 9, 64) == strconv.FormatFloat(y, 'g', 9, 64)
	}
	return strings.ReplaceAll(a, "\r\n", "\n") == strings.ReplaceAll(b, "\r\n", "\n")
}

func openBook(t *testing.T, path string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// zipParts returns the parts of an archive by name.
func zipParts(t *testing.T, path string) map[string]string {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	parts := map[string]string{}
	for _, file := range archive.File {
		part, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			t.Fatal(err)
		}
		parts[file.Name] = string(content)
	}
	return parts
}

var resultOfFormula = regexp.MustCompile(`(</f>)<v>[^<]*</v>`)

// dropResults copies a workbook without the results of its formulas.
func dropResults(t *testing.T, from, to string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(out)
	dropped := 0
	parts := zipParts(t, from)
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		part, err := archive.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		content := parts[name]
		if strings.HasPrefix(name, "xl/worksheets/") {
			dropped += len(resultOfFormula.FindAllString(content, -1))
			content = resultOfFormula.ReplaceAllString(content, "$1")
		}
		if _, err := io.WriteString(part, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if dropped < 100 {
		t.Fatalf("only %d formulas with results", dropped)
	}
}
