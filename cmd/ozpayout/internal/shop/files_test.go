package shop

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"ozpayout/datasets/seeds"
)

// Ozon's dialect: byte order mark, LF, every cell that is not empty in quotes,
// empty cells bare (formats.md section 1).
func TestOrdersDialect(t *testing.T) {
	dir, sum := mustWrite(t, quarter(2_000))
	headers := map[string][]string{"104233/orders_fbo.csv": ordersFBOHeader, "104233/orders_fbs.csv": ordersFBSHeader, "208817/orders_fbs.csv": ordersChineseHeader}
	columns := map[string]int{"104233/orders_fbo.csv": 25, "104233/orders_fbs.csv": 29, "208817/orders_fbs.csv": 30}
	for path, header := range headers {
		content, err := os.ReadFile(filepath.Join(dir, "in", path))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(content, []byte("\ufeff\"")) || bytes.IndexByte(content, '\r') >= 0 || !bytes.HasSuffix(content, []byte("\n")) {
			t.Errorf("%s: not Ozon's dialect", path)
		}
		for number, text := range strings.Split(strings.TrimSpace(strings.TrimPrefix(string(content), "\ufeff")), "\n") {
			// With doubled quotes out of the way a record is cells of "..." or nothing.
			cells := strings.Split(strings.ReplaceAll(text, `""`, "''"), ";")
			if len(cells) != columns[path] {
				t.Fatalf("%s, row %d: %d cells, want %d: %s", path, number+1, len(cells), columns[path], text)
			}
			for i, one := range cells {
				if one != "" && (len(one) < 3 || one[0] != '"' || one[len(one)-1] != '"') {
					t.Fatalf("%s, row %d: cell %q", path, number+1, one)
				}
				if number == 0 && strings.Trim(one, `"`) != header[i] {
					t.Errorf("%s: header %q, want %q", path, one, header[i])
				}
			}
		}
	}
	if sum.AsOf != time.Date(2024, 9, 28, 0, 0, 0, 0, time.UTC) {
		t.Errorf("as of %v", sum.AsOf)
	}
}

// Amounts of the orders export are those of a row, of postings with several goods, too
// (formats.md section 1).
func TestOrdersAmountsAreOfTheirRow(t *testing.T) {
	dir, _ := mustWrite(t, quarter(500))
	rowsOf := map[string]int{}
	for _, row := range readTable(t, filepath.Join(dir, "in", "104233/orders_fbs.csv"), ordersFBSHeader) {
		rowsOf[row["Номер отправления"]]++
		pieces, err := strconv.ParseInt(row["Количество"], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		price := parseScaled(t, row["Ваша цена"], 2)
		if got := parseScaled(t, row["Сумма отправления"], 2); got != price*pieces {
			t.Errorf("%s: %d for %d at %d", row["Номер отправления"], got, pieces, price)
		}
	}
	if !slices.Contains(slices.Collect(maps.Values(rowsOf)), 2) {
		t.Error("no posting of two goods")
	}
}

type dynamic struct {
	ID      string `xml:"ID,attr"`
	Records []struct {
		Date    string `xml:"Date,attr"`
		Nominal int64
		Value   string
	} `xml:"Record"`
}

func readRates(t *testing.T, dir string, c currency) map[day]int64 {
	t.Helper()
	file, err := os.Open(filepath.Join(dir, "in", "rates", "XML_dynamic_"+bankOfRussiaID[c]+".xml"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	decoder := xml.NewDecoder(file)
	decoder.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if label != "windows-1251" {
			return nil, fmt.Errorf("charset %s", label)
		}
		return charmap.Windows1251.NewDecoder().Reader(input), nil
	}
	var answer dynamic
	if err := decoder.Decode(&answer); err != nil {
		t.Fatal(err)
	}
	if answer.ID != bankOfRussiaID[c] {
		t.Errorf("id %s", answer.ID)
	}
	values := map[day]int64{}
	for _, record := range answer.Records {
		if record.Nominal != 1 {
			t.Errorf("nominal %d", record.Nominal)
		}
		values[parseDate(t, record.Date)] = parseScaled(t, strings.Replace(record.Value, ",", ".", 1), 4)
	}
	return values
}

func TestRatesArePublishedAndApplied(t *testing.T) {
	dir, sum := mustWrite(t, quarter(500))
	off, err := readDaysOff(seeds.Files)
	if err != nil {
		t.Fatal(err)
	}
	published := map[string]map[day]int64{}
	first := dayOf(quarter(1).From) - 30
	for c := usd; c <= eur; c++ {
		values := readRates(t, dir, c)
		published[c.String()] = values
		for on := first; on <= dayOf(sum.AsOf)+1; on++ {
			if _, starts := values[on]; starts != off.working("RU", on-1) {
				t.Errorf("%v: a rate starts %v on %v", c, starts, on.date())
			}
		}
		for on, value := range values {
			if start := firstRate[c]; value < start*7/10 || value > start*13/10 {
				t.Errorf("%v on %v: %d has walked too far", c, on.date(), value)
			}
		}
	}
	for _, path := range sellerFile(t, dir, "payment_history.csv") {
		for _, row := range readTable(t, path, paymentColumns) {
			if row["applied_rate"] == "" {
				continue
			}
			on := parseDate(t, row["settled_on"]) - 1
			if row["seller_id"] == "313401" { // the third seller: the rate of the day itself
				on++
			}
			for published[row["payout_currency"]][on] == 0 {
				on--
			}
			if got := parseScaled(t, row["applied_rate"], 4); got != published[row["payout_currency"]][on] {
				t.Errorf("%s: applied %d, in force %d", row["payout_id"], got, published[row["payout_currency"]][on])
			}
		}
	}
}

type sheetXML struct {
	Rows []struct {
		Reference string `xml:"r,attr"`
		Cells     []struct {
			Reference string `xml:"r,attr"`
			Type      string `xml:"t,attr"`
			Value     string `xml:"v"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
}

func readSheet(t *testing.T, path string) sheetXML {
	t.Helper()
	archive, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	part, err := archive.Open("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	var sheet sheetXML
	if err := xml.NewDecoder(part).Decode(&sheet); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return sheet
}

func TestWorkbooksHaveOzonsShape(t *testing.T) {
	dir, _ := mustWrite(t, quarter(2_000))
	for _, test := range []struct {
		name      string
		headerRow int
		header    []string
	}{{"accruals.xlsx", 2, accrualsHeader}, {"returns.xlsx", 6, returnsHeader}} {
		for _, path := range sellerFile(t, dir, test.name) {
			sheet := readSheet(t, path)
			if len(sheet.Rows) < test.headerRow+5 {
				t.Fatalf("%s: %d rows", path, len(sheet.Rows))
			}
			for i, cell := range sheet.Rows[test.headerRow-1].Cells {
				if cell.Value != test.header[i] {
					t.Errorf("%s: header cell %q, want %q", path, cell.Value, test.header[i])
				}
			}
			for number, row := range sheet.Rows {
				if number >= test.headerRow && len(row.Cells) != len(test.header) {
					t.Fatalf("%s, row %d: %d cells", path, number+1, len(row.Cells))
				}
				for _, cell := range row.Cells {
					if row.Reference+cell.Reference != "" {
						t.Fatalf("%s, row %d: a reference", path, number+1)
					}
				}
			}
		}
	}
}

// expected.csv says what is to become of rows; the files must bear it out.
func TestExpectedFates(t *testing.T) {
	dir, _ := mustWrite(t, quarter(5_000))
	fates := map[[2]string]int64{}
	total := map[string]int64{}
	for _, row := range readTable(t, filepath.Join(dir, "expected.csv"), []string{"file", "rows", "expected_fate"}) {
		n := parseScaled(t, row["rows"]+".", 0)
		fates[[2]string{row["file"], row["expected_fate"]}] = n
		total[row["file"]] += n
	}
	rowsOf := func(path string, columns []string) []map[string]string {
		return readTable(t, filepath.Join(dir, "in", path), columns)
	}
	original, copied := rowsOf("104233/payment_history.csv", paymentColumns), rowsOf("104233/payment_history_copy.csv", paymentColumns)
	if int64(len(copied)) != total["104233/payment_history_copy.csv"] || len(copied) != len(original) {
		t.Errorf("the copy has %d rows, the original %d", len(copied), len(original))
	}

	key := func(row map[string]string) string {
		return row["posting_number"] + row["tracking_number"] + row["event"] + row["event_at"]
	}
	current := map[string]string{}
	for _, row := range rowsOf("104233/tracking_events.csv", trackingColumns) {
		current[key(row)] = row["synced_at"]
	}
	const old = "104233/tracking_events_20240731.csv"
	same, changed := int64(0), int64(0)
	for _, row := range rowsOf(old, trackingColumns) {
		synced, known := current[key(row)]
		switch {
		case !known:
			t.Errorf("%v is not in the newer export", row)
		case synced == row["synced_at"]:
			same++
		default:
			changed++
		}
	}
	if same != fates[[2]string{old, "duplicate"}] || changed != fates[[2]string{old, "superseded"}] || changed < 3 {
		t.Errorf("%d rows the same and %d changed, expected %v", same, changed, fates)
	}
	quarantined := int64(0)
	for k, n := range fates {
		if k[1] == "quarantined" {
			quarantined += n
		}
	}
	if quarantined != 4 {
		t.Errorf("%d rows expected in quarantine, want 3 and one of them twice", quarantined)
	}
}
