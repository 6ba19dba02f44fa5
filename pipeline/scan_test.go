package pipeline

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"

	"ozpayout/pipeline/cell"
)

// A small table with one column of each kind that a file can hold.
var (
	parcelShop   = &Code{Name: "shop_id", Doc: "shop"}
	parcelNumber = &Text{Name: "parcel_number", Doc: "parcel"}
	parcelSentOn = &Date{Name: "sent_on", Doc: "day"}
	parcelSeenAt = &Instant{Name: "seen_at", Doc: "moment"}
	parcelValue  = &Money{Name: "value", Doc: "worth", Currency: parcelMoney}
	parcelMoney  = &Code{Name: "currency", Doc: "currency"}
	parcelState  = &Code{Name: "state", Doc: "state"}
	parcelPieces = &Int{Name: "pieces", Doc: "pieces", Unit: "pieces"}
	parcelGift   = &Flag{Name: "is_gift", Doc: "gift"}
	parcelTaken  = &Instant{Name: "exported_at", Doc: "snapshot"}
)

var rawBoxes = &Dataset{
	Name: "raw_parcels", Doc: "Parcels.", Grain: "one row per parcel", Layer: SourceLayer,
	Columns: []Column{
		parcelShop, parcelNumber, parcelSentOn, parcelSeenAt, parcelValue, parcelMoney, parcelState, parcelPieces, parcelGift, parcelTaken,
		FromFile, FromSheet, FromRow, FromForm,
	},
	Key: []Column{parcelNumber}, Snapshot: parcelTaken, Holder: parcelShop,
	Control: []Control{{Amount: parcelValue, Currencies: []*Code{parcelMoney}}},
	Input: &Input{
		Report: "canonical table parcels", Zone: "Europe/Moscow",
		Fields: []Field{
			{Column: parcelShop, Headers: []string{"Магазин", "店铺"}},
			{Column: parcelNumber, Need: Required, Headers: []string{"Номер посылки", "包裹号"}},
			{Column: parcelSentOn, Need: Required, Headers: []string{"Дата отправки", "发货日期"}},
			{Column: parcelSeenAt, Headers: []string{"Время скана", "扫描时间"}},
			{Column: parcelValue, Need: Present, Headers: []string{"Стоимость", "金额"}},
			{Column: parcelMoney, Headers: []string{"Валюта", "币种"}, Form: CurrencyForm},
			{Column: parcelState, Headers: []string{"Статус", "状态"}, Words: parcelWords()},
			{Column: parcelPieces, Headers: []string{"Штук", "件数"}},
			{Column: parcelGift, Headers: []string{"Подарок", "礼物"}},
			{Column: parcelTaken},
			{Form: Secret, Headers: []string{"Получатель"}},
		},
		Latest: []Column{parcelSentOn, parcelSeenAt}, Total: []string{"Итого"},
	},
}

func parcelWords() *cell.Words {
	w, err := cell.NewWords(map[string][]string{"sent": {"Отправлен", "已发货"}, "lost": {"Утерян", "丢失"}})
	if err != nil {
		panic(err)
	}
	return w
}

// scanned is what a file turned into, as text.
type scanned struct {
	Rows     []string
	Findings []string
	Ledger   map[string]int64
	Amounts  map[string]int64
	Read     int64
	Latest   string
}

func scanFile(t *testing.T, name string, content []byte, splitBytes int64, rules ...FileRule) (*Recognition, scanned) {
	t.Helper()
	path := filepath.Join(t.TempDir(), filepath.Base(name))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	found, refused, err := NewRecogniser([]*Dataset{rawBoxes}, nil, rules).Recognise(path, name)
	if err != nil || refused != nil || len(found) != 1 {
		t.Fatalf("recognise %s: %v %+v", name, err, refused)
	}
	mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
	defer mem.AssertSize(t, 0)
	out := scanned{Ledger: map[string]int64{}, Amounts: map[string]int64{}}
	latest := noDate
	s := scanner{
		mem: mem,
		reject: func(f Finding) {
			out.Findings = append(out.Findings, fmt.Sprintf("%d %s %s %s", f.Row, f.Column, f.Code, f.Severity))
		},
		settle: func(e Entry) { out.Ledger[e.Class.String()+e.Currency] += e.Rows },
	}
	for _, sp := range found[0].File.Splits(0, splitBytes) {
		got, err := s.scan(context.Background(), found[0], sp, func(rec arrow.Record) error {
			for row := range int(rec.NumRows()) {
				var cells []string
				for _, c := range rec.Columns() {
					cells = append(cells, c.ValueStr(row))
				}
				out.Rows = append(out.Rows, strings.Join(cells[:len(cells)-4], " ")+" row "+cells[len(cells)-2])
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		out.Read += got.rows
		latest = max(latest, got.latest)
		for currency, amount := range got.amounts {
			out.Amounts[currency] += amount
		}
	}
	if latest != noDate {
		out.Latest = latest.FormattedString()
	}
	return found[0], out
}

const russianParcels = `Магазин;Номер посылки;Дата отправки;Время скана;Стоимость;Валюта;Статус;Штук;Подарок;Получатель
1;A-1;07.06.2024;07.06.2024 16:30;1 234,56;руб.;Отправлен;1;да;Иванов
1; A-2 ;08.06.2024;;-0,01;CNY;УТЕРЯН;;;Петров
1;A-3;31.02.2024;;5,00;CNY;Отправлен;1;нет;Сидоров
1;;09.06.2024;;7,00;CNY;Отправлен;1;нет;Сидоров

1;A-4;10.06.2024;;;CNY;Летит;x;;Сидоров
Итого;;;;1246,55;;;;;
`

var wantParcels = scanned{
	Rows: []string{
		"1 A-1 2024-06-07 2024-06-07 13:30:00Z 123456 RUB sent 1 true (null) row 2",
		"1 A-2 2024-06-08 (null) -1 CNY lost (null) (null) (null) row 3",
		"1 A-4 2024-06-10 (null) (null) CNY unknown (null) (null) (null) row 7",
	},
	Findings: []string{
		"4 Дата отправки impossible_date fault", "5 Номер посылки missing_required fault",
		"7 Статус unknown_word warning", "7 Штук not_an_integer warning",
	},
	Ledger:  map[string]int64{"not_data": 3, "quarantinedCNY": 2},
	Amounts: map[string]int64{"RUB": 123456, "CNY": 1199},
	Read:    8, Latest: "2024-06-10",
}

// TestScanDialects: the same rows in any encoding and dialect are the same
// batches, findings and ledger (D40, D42, formats.md 9.1).
func TestScanDialects(t *testing.T) {
	cp1251, err := charmap.Windows1251.NewEncoder().String(russianParcels)
	if err != nil {
		t.Fatal(err)
	}
	gb18030, err := simplifiedchinese.GB18030.NewEncoder().String(chineseParcels())
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"utf-8": russianParcels, "mark": "\ufeff" + russianParcels, "windows-1251": cp1251, "gb18030": gb18030,
		"crlf": strings.ReplaceAll(russianParcels, "\n", "\r\n"), "tab": strings.ReplaceAll(russianParcels, ";", "\t"),
	} {
		t.Run(name, func(t *testing.T) {
			_, got := scanFile(t, "parcels.csv", []byte(text), 1<<20)
			slices.Sort(got.Findings)
			want := wantParcels
			want.Findings = slices.Sorted(slices.Values(want.Findings))
			if name == "gb18030" {
				want.Findings, got.Findings = nil, nil // the headers are Chinese there
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// chineseParcels is the same table with Chinese headers and words.
func chineseParcels() string {
	return strings.NewReplacer(
		"Магазин", "店铺", "Номер посылки", "包裹号", "Дата отправки", "发货日期", "Время скана", "扫描时间", "Стоимость", "金额", "Валюта", "币种",
		"Статус", "状态", "Штук", "件数", "Подарок", "礼物", "Отправлен", "已发货", "УТЕРЯН", "丢失", "руб.", "卢布", ";да;", ";是;", ";нет;", ";否;", "Летит", "飞",
		"Иванов", "x", "Петров", "x", "Сидоров", "x",
	).Replace(russianParcels)
}

// TestScanSplits: wherever a file is cut, rows and row numbers are the same.
func TestScanSplits(t *testing.T) {
	var b strings.Builder
	b.WriteString("parcel_number,sent_on,value,currency\n")
	for i := range 400 {
		fmt.Fprintf(&b, "P-%d,2024-06-%02d,\"1,%03d.50\",CNY\n", i, i%30+1, i)
	}
	_, whole := scanFile(t, "parcels.csv", []byte(b.String()), 1<<30)
	for _, bytes := range []int64{1, 100, 1000, 5000} {
		_, cut := scanFile(t, "parcels.csv", []byte(b.String()), bytes)
		if diff := cmp.Diff(whole, cut); diff != "" {
			t.Fatalf("splits of %d bytes:\n%s", bytes, diff)
		}
	}
}

// TestScanPersonal: a personal column is known, never read and never reported (P15).
func TestScanPersonal(t *testing.T) {
	r, got := scanFile(t, "parcels.csv", []byte(russianParcels), 1<<20)
	if len(r.Unmapped) > 0 {
		t.Errorf("unmapped: %q", r.Unmapped)
	}
	if text := fmt.Sprint(got); strings.Contains(text, "Сидоров") {
		t.Errorf("a personal cell was read: %s", text)
	}
}

// TestScanSnapshotStamp: a stamp in the file name dates the rows (9.1).
func TestScanSnapshotStamp(t *testing.T) {
	_, got := scanFile(t, "exports/parcels_20240611_093000.csv", []byte("parcel_number,sent_on,value\nA-1,2024-06-07,1.00\n"), 1<<20)
	want := []string{"(null) A-1 2024-06-07 (null) 100 (null) (null) (null) (null) 2024-06-11 06:30:00Z row 2"}
	if diff := cmp.Diff(want, got.Rows); diff != "" {
		t.Error(diff)
	}
}

// TestScanConstants: the configuration may fill a column that a file lacks (9.1).
// TestScanBadConstants: a constant that cannot be read is told, and takes the rows with it
// where they need a value.
func TestScanBadConstants(t *testing.T) {
	content := []byte("shop_id,parcel_number\n77,A-1\n77,A-2\n")
	constants := map[string]string{"sent_on": "2024-06-07", "value": "3.00", "pieces": "three"}
	_, got := scanFile(t, "parcels.csv", content, 1<<20, FileRule{Match: "*", Constants: constants})
	if diff := cmp.Diff([]string{"0 pieces not_an_integer warning"}, got.Findings); diff != "" || len(got.Rows) != 2 {
		t.Errorf("rows %q, findings (-want +got):\n%s", got.Rows, diff)
	}
	constants["sent_on"], constants["pieces"] = "soon", "3"
	_, got = scanFile(t, "parcels.csv", content, 1<<20, FileRule{Match: "*", Constants: constants})
	if diff := cmp.Diff([]string{"0 sent_on not_a_date fault"}, got.Findings); diff != "" || len(got.Rows) != 0 {
		t.Errorf("rows %q, findings (-want +got):\n%s", got.Rows, diff)
	}
	if got.Ledger["quarantined"] != 2 {
		t.Errorf("ledger %v, want 2 rows in quarantine", got.Ledger)
	}
}

func TestScanConstants(t *testing.T) {
	_, got := scanFile(t, "shop/parcels.csv", []byte("parcel_number,sent_on\nA-1,2024-06-07\n"), 1<<20,
		FileRule{Match: "shop/*", Constants: map[string]string{"shop_id": "77", "value": "3.00"}})
	want := []string{"77 A-1 2024-06-07 (null) 300 (null) (null) (null) (null) (null) row 2"}
	if diff := cmp.Diff(want, got.Rows); diff != "" {
		t.Error(diff)
	}
}

// TestRecogniseRefusals: what does not fit is refused with the closest table and
// what is missing (D43).
func TestRecogniseRefusals(t *testing.T) {
	for name, test := range map[string]struct{ text, reason, closest string }{
		"missing":   {"parcel_number,value\nA,1\n", "unknown table", "canonical table parcels, missing sent_on"},
		"duplicate": {"parcel_number,sent_on,Sent On,value\nA,1,2,3\n", "duplicate_column", "canonical table parcels"},
		"foreign":   {"parcel_number,sent_on,value,a,b,c,d,e\nA,2024-06-07,1,2,3,4,5,6\n", "unknown table", "most columns of the file"},
		"nothing":   {"x,y\n1,2\n", "unknown table", ""},
		"empty":     {`{"result":{"boxes":[],"page_count":0}}`, "no records in the file: an empty answer of an API", ""},
		"error":     {`{"code":7,"message":"Client-Id is required","details":[]}`, "or one about an error", ""},
		"by name":   {"Unit economics,,\nparcel_number,sent_on,value\nA,2024-06-07,1\n", "unit economics report: not an input", ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "file.csv")
			if err := os.WriteFile(path, []byte(test.text), 0o600); err != nil {
				t.Fatal(err)
			}
			unit := []NotInput{{Report: "unit economics report", Titles: []string{"Unit economics"}}}
			found, refused, err := NewRecogniser([]*Dataset{rawBoxes}, unit, nil).Recognise(path, "file.csv")
			if err != nil || refused == nil || len(found) > 0 {
				t.Fatalf("%v %v %v", found, refused, err)
			}
			if !strings.Contains(refused.Reason, test.reason) || !strings.Contains(refused.Closest, test.closest) {
				t.Errorf("got %+v", refused)
			}
		})
	}
}

// TestUnreadableRecords: a record that cannot be read names its column, counted in
// the file, and shows nothing of itself: its personal cells were not dropped.
func TestUnreadableRecords(t *testing.T) {
	path := filepath.Join(t.TempDir(), "parcels.csv")
	text := "Получатель,sent_on,parcel_number,value\n" +
		"Anna,2024-06-07,P1,1.00,one more\n" +
		"Boris,2024-06-07," + strings.Repeat("9", 40_000) + ",1.00\n" +
		"\"Vera,2024-06-07,P3,1.00\nGleb,2024-06-07,P4,1.00\nDina,2024-06-07,P5,1.00\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	found, refused, err := NewRecogniser([]*Dataset{rawBoxes}, nil, nil).Recognise(path, "parcels.csv")
	if err != nil || refused != nil {
		t.Fatal(err, refused)
	}
	var got []Finding
	var rows int64
	s := scanner{mem: memory.NewGoAllocator(), reject: func(f Finding) { f.Message = ""; got = append(got, f) }, settle: func(e Entry) {
		if e.Class == Quarantined {
			rows += e.Rows
		}
	}}
	for _, split := range found[0].File.Splits(0, 1<<20) {
		if _, err := s.scan(t.Context(), found[0], split, func(arrow.Record) error { return nil }); err != nil {
			t.Fatal(err)
		}
	}
	want := []Finding{
		{File: "parcels.csv", Row: 2, Code: "ragged_record", Severity: Fault, Dataset: "raw_parcels"},
		{File: "parcels.csv", Row: 3, Column: "parcel_number", Code: "cell_too_long", Severity: Fault, Dataset: "raw_parcels"},
		{File: "parcels.csv", Row: 4, Code: "unclosed_quote", Severity: Fault, Dataset: "raw_parcels"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if rows != 5 {
		t.Errorf("%d rows quarantined, want 5: an open quote takes all lines down to the end of the file", rows)
	}
}

// Sub-totals and signatures have no number, and one of them states the total.
func TestStatedTotal(t *testing.T) {
	var (
		no      = &Text{Name: "no", Doc: "number"}
		goods   = &Text{Name: "goods", Doc: "goods"}
		sold    = &Money{Name: "sold", Doc: "sold", Unit: "RUB"}
		back    = &Money{Name: "back", Doc: "returned", Unit: "RUB"}
		report  = &Text{Name: "report", Doc: "report"}
		reports = &Dataset{
			Name: "raw_reports", Doc: "Reports.", Grain: "one row per row", Layer: SourceLayer,
			Columns: []Column{report, no, goods, sold, back, FromFile, FromSheet, FromRow},
			Control: []Control{{Amount: sold, Less: back}},
			Input: &Input{
				Report: "report", Known: true, Zone: "Europe/Moscow",
				Fields: []Field{
					{Column: no, Need: Required, Headers: []string{"№"}},
					{Column: goods, Headers: []string{"Товар"}},
					{Column: sold, Headers: []string{"Сумма"}},
					{Column: back, Headers: []string{"Сумма#2"}},
				},
				Numbered: no, Stated: []string{"Всего:"},
				Preamble: []Preamble{{Column: report, Pattern: regexp.MustCompile(`^Отчет № *(\d+)`)}},
			},
		}
	)
	for stated, want := range map[string]string{"6,50": StatedTotalTies + " note", "7,00": StatedTotalDiffers + " warning"} {
		content := "Отчет № 17;;;\n№;Товар;Сумма;Сумма\n;1;2;3\n1;Чай;10,00;1,50\n2;Кофе;;2,00\n;;10,00;3,50\n;Всего:;" + stated + ";\n;Подпись;;\n"
		path := filepath.Join(t.TempDir(), "report.csv")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		found, refused, err := NewRecogniser([]*Dataset{reports}, nil, nil).Recognise(path, "report.csv")
		if err != nil || refused != nil || len(found) != 1 {
			t.Fatalf("%v %+v", err, refused)
		}
		var rows, findings []string
		entries := map[Class]int64{}
		s := scanner{
			mem:    memory.DefaultAllocator,
			reject: func(f Finding) { findings = append(findings, f.Code+" "+string(f.Severity)) },
			settle: func(e Entry) { entries[e.Class] += e.Rows },
		}
		scanned, err := s.scan(context.Background(), found[0], found[0].File.Splits(0, 1<<20)[0], func(rec arrow.Record) error {
			for row := range int(rec.NumRows()) {
				rows = append(rows, report.In(rec).Value(row)+" "+no.In(rec).Value(row)+" "+goods.In(rec).Value(row))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"17 1 Чай", "17 2 Кофе"}, rows); diff != "" {
			t.Error(diff)
		}
		if scanned.amounts["RUB"] != 650 || entries[NotData] != scanned.rows-2 {
			t.Errorf("read %v, not data %d of %d", scanned.amounts, entries[NotData], scanned.rows)
		}
		if diff := cmp.Diff([]string{want}, findings); diff != "" {
			t.Error(diff)
		}
	}
}

// D42: where an empty cell means something, a bad one takes its row away; elsewhere
// it is null with a warning. A word that an open list lacks is unknown, with a warning,
// even where the column must be there (9.1).
func TestD42DecisiveCells(t *testing.T) {
	kinds, err := cell.NewWords(map[string][]string{"paid": nil})
	if err != nil {
		t.Fatal(err)
	}
	var (
		name  = &Text{Name: "name", Doc: "name"}
		fee   = &Money{Name: "fee", Doc: "fee, empty = none", Unit: "CNY"}
		size  = &Int{Name: "size", Doc: "size", Unit: "pieces"}
		kind  = &Code{Name: "kind", Doc: "kind"}
		rates = &Dataset{
			Name: "raw_rates", Doc: "Rates.", Grain: "one row per rate", Layer: SourceLayer,
			Columns: []Column{name, fee, size, kind, FromFile, FromSheet, FromRow},
			Input: &Input{Report: "rates", Zone: "Europe/Moscow", Fields: []Field{
				{Column: name, Need: Required},
				{Column: fee, IsDecisive: true},
				{Column: size},
				{Column: kind, Need: Present, Words: kinds, IsOpen: true},
			}},
		}
	)
	path := filepath.Join(t.TempDir(), "rates.csv")
	if err := os.WriteFile(path, []byte("name,fee,size,kind\na,half,1,paid\nb,,few,paid\nc,0.50,2,paid\nd,0.50,2,Payment from Ozon\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	found, _, err := NewRecogniser([]*Dataset{rates}, nil, nil).Recognise(path, "rates.csv")
	if err != nil || len(found) != 1 {
		t.Fatal(err, found)
	}
	var rows, findings []string
	s := scanner{
		mem: memory.DefaultAllocator, settle: func(Entry) {},
		reject: func(f Finding) { findings = append(findings, f.Column+" "+string(f.Severity)) },
	}
	_, err = s.scan(context.Background(), found[0], found[0].File.Splits(0, 1<<20)[0], func(rec arrow.Record) error {
		for row := range int(rec.NumRows()) {
			rows = append(rows, name.In(rec).Value(row)+" "+fee.In(rec).ValueStr(row)+" "+kind.In(rec).ValueStr(row))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b (null) paid", "c 50 paid", "d 50 unknown"}, rows); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"fee fault", "size warning", "kind warning"}, findings); diff != "" {
		t.Error(diff)
	}
}
