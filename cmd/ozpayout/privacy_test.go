package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ozpayout/pipeline"
)

// A canaryFolder is an input folder whose personal and secret cells each hold a
// text that stands nowhere else.
type canaryFolder struct {
	in     string
	caught []string
}

func (f *canaryFolder) canary() string {
	f.caught = append(f.caught, fmt.Sprintf("canary%03d", len(f.caught)))
	return f.caught[len(f.caught)-1]
}

// buyerHeaders are the columns of an orders export with customer data.
var buyerHeaders = []string{"Имя покупателя", "Email покупателя", "Имя получателя", "Телефон получателя", "Адрес доставки", "Адрес покупателя", "Индекс"}

// orders writes an O1 FBS export with customer data, of which one row is good,
// one has a bad amount, one a bad status, and each of the others breaks the CSV
// in another way.
func (f *canaryFolder) orders(t *testing.T) {
	header := append(append([]string{"Номер заказа", "Номер отправления"}, buyerHeaders...),
		"Дата отгрузки", "Дата доставки", "Статус", "Сумма отправления", "Код валюты отправления", "OZON id", "Артикул", "Итоговая стоимость товара", "Подъем на этаж")
	text := strings.Join(header, ";") + "\n"
	row := func(number, amount, status, end string) string {
		cells := []string{"10000001-0001", "10000001-0001-" + number}
		for range buyerHeaders {
			cells = append(cells, f.canary())
		}
		return strings.Join(append(cells, "2024-07-02 10:00:00", "2024-07-04 10:00:00", status, amount, "RUB", "501", "A-1", "99.90", ""), ";") + end
	}
	text += row("1", "99.90", "Доставлен", "\n")
	text += row("2", "free", "Доставлен", "\n")
	text += row("3", "99.90", "Похищен", "\n")
	text += row("4", "99.90", "Доставлен", ";one more\n")
	text += row("5", "99.90", "Доставлен", "x\"y\n")
	text += row("6", "99.90", "Доставлен", "\xff\n")
	text += row("7", "99.90", "Доставлен", "\x00\n")
	text += row("8", "99.90", "Доставлен", "\n")
	text += strings.Replace(row("9", "99.90", "Доставлен", "\n"), "10000001-0001-9", `"10000001-0001-9`, 1) // a quote that is never closed
	write(t, filepath.Join(f.in, "orders.csv"), text)
}

// returns writes a returns export with the buyers' comments.
func (f *canaryFolder) returns(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	rows := [][]any{
		{"Seller ID", "Название компании", "Часовой пояс"},
		{"104233", "Shop", "GMT +3"},
		{},
		{},
		{},
		{"Схема", "Номер отправления", "OZON SKU ID", "Дата возврата", "Статус возврата", "Дата статуса", "Причина возврата", "Комментарий покупателя", "Обязательность маркировки", "Стоимость товара"},
		{"FBS", "10000001-0001-1", "501", "2024-07-08 10:00:00", "Едет к вам", "2024-07-09 10:00:00", "Брак", f.canary(), "", "99.90"},
		{"FBS", "10000001-0001-2", "501", "yesterday", "Едет к вам", "2024-07-09 10:00:00", "Брак", f.canary(), "", "99.90"},
	}
	for i, cells := range rows {
		if err := book.SetSheetRow("Sheet1", fmt.Sprint("A", i+1), &cells); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SaveAs(filepath.Join(f.in, "returns.xlsx")); err != nil {
		t.Fatal(err)
	}
}

// accounts writes seller accounts with a secret that someone put beside them.
func (f *canaryFolder) accounts(t *testing.T) {
	write(t, filepath.Join(f.in, "seller_accounts.csv"), "seller_id,valid_from,api_key,legal_person_phone,tier\n"+
		"104233,2024-01-01,"+f.canary()+","+f.canary()+",ordinary\n"+
		"104233,soon,"+f.canary()+","+f.canary()+",ordinary\n"+
		"104233,2024-05-01,"+f.canary()+","+f.canary()+",ordinary,one more\n")
}

// TestPersonalDataStaysInside: what stands in personal, secret and unknown columns
// reaches no table, report, log, terminal or explanation, not even as the raw
// value of a row that cannot be read.
func TestPersonalDataStaysInside(t *testing.T) {
	f := &canaryFolder{in: filepath.Join(t.TempDir(), "in")}
	if err := os.MkdirAll(f.in, 0o700); err != nil {
		t.Fatal(err)
	}
	f.orders(t)
	f.returns(t)
	f.accounts(t)
	write(t, filepath.Join(f.in, "payment_history.csv"), "seller_id,payout_id,settled_on,arrived_on,payout_amount,payout_currency,order_id,posting_number,line_amount,confirmed_at,manager_phone\n"+
		"104233,P1,2024-07-05,2024-07-30,99.90,RUB,10000001-0001,10000001-0001-1,99.90,2024-07-04,"+f.canary()+"\n")
	out := filepath.Join(t.TempDir(), "out")

	f.search(t, "what run prints", printed(t, "run", "--in", f.in, "--out", out, "--lang", "en,zh,ru", "--quarantine-limit", "1", "--log-format", "json"))
	f.search(t, "what a dry run prints", printed(t, "run", "--in", f.in, "--out", out, "--quarantine-limit", "1", "--dry-run", "--log-format", "text"))
	f.search(t, "what a refused run prints", printed(t, "run", "--in", f.in, "--out", out, "--quarantine-limit", "0.5", "--as-of", "2024-09-01"))
	f.search(t, "what inspect prints", printed(t, "inspect", f.in))
	explained := printed(t, "explain", "10000001-0001-1", "--out", out, "--in", f.in)
	f.search(t, "what explain prints", explained)
	if !strings.Contains(explained, "Причина возврата: Брак") {
		t.Errorf("explain shows no cell of the returns export, so it cannot leak one:\n%s", explained)
	}

	dir, err := filepath.EvalSymlinks(filepath.Join(out, "current"))
	if err != nil {
		t.Fatal(err)
	}
	quarantined := 0
	m := marts{dir, filepath.Base(datasetDay(t, dir))[len("dt="):]}
	for _, d := range batch().Marts() {
		for at, cells := range textTable(t, m, d).Rows {
			for i, cell := range cells {
				if cell == nil {
					continue
				}
				f.search(t, fmt.Sprintf("%s, row %d, %s", d.Name, at, d.Columns[i].ColumnName()), *cell)
				if d.Columns[i] == pipeline.Column(pipeline.SeverityCode) && *cell == string(pipeline.Fault) {
					quarantined++
				}
			}
		}
	}
	if quarantined < 8 {
		t.Errorf("only %d rows could not be read: the test shows little", quarantined)
	}
	err = filepath.WalkDir(out, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		if filepath.Ext(path) == ".xlsx" {
			for name, part := range zipParts(t, path) {
				f.search(t, filepath.Base(path)+" "+name, part)
			}
		}
		content, err := os.ReadFile(path)
		f.search(t, path, string(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// search looks for the canaries.
func (f *canaryFolder) search(t *testing.T, where, text string) {
	t.Helper()
	for _, canary := range f.caught {
		if at := strings.Index(text, canary); at >= 0 {
			t.Errorf("%s has personal data: ...%.120q", where, text[max(0, at-60):])
			return
		}
	}
}

// printed returns all that a command prints, whatever its exit status.
func printed(t *testing.T, args ...string) string {
	t.Helper()
	output, _ := program(t, "", nil, args...).CombinedOutput()
	if len(output) == 0 {
		t.Errorf("%v printed nothing", args)
	}
	return string(output)
}

// datasetDay returns the folder of the only day of a table.
func datasetDay(t *testing.T, dir string) string {
	t.Helper()
	days, err := filepath.Glob(filepath.Join(dir, "datasets", pipeline.Findings.Name, "dt=*"))
	if err != nil || len(days) != 1 {
		t.Fatalf("days %v: %v", days, err)
	}
	return days[0]
}
