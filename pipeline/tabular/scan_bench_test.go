package tabular

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

// A scannedForm is a kind of file as the readers meet it, in any length.
type scannedForm struct {
	name   string
	header string // first cell, or a column of JSON
	path   func(t testing.TB, rows int) string
	want   []string // columns; nil for all
	lim    func(t testing.TB) Limits
}

var scannedForms = []scannedForm{
	{name: "csv plain", header: "Колонка 1", path: csvFile("")},
	{name: "csv quoted", header: "Колонка 1", path: csvFile(`"`)},
	{name: "json postings", header: "posting_number", path: postingsFile, want: []string{
		"posting_number", "order_number", "status", "in_process_at", "shipment_date", "tracking_number", "delivery_method.tpl_provider",
		"financial_data.products[0].payout", "products[0].offer_id", "products[0].price", "products[0].quantity", "barcodes.upper_barcode",
	}},
	{name: "xlsx inline", header: accrualsHeader[0], path: accrualsFile(accrualsBook{})},
	{name: "xlsx shared", header: accrualsHeader[0], path: accrualsFile(accrualsBook{shared: true})},
	{name: "xlsx shared spilled", header: accrualsHeader[0], path: accrualsFile(accrualsBook{shared: true}), lim: spilling},
	{name: "xlsx shuffled spilled", header: accrualsHeader[0], path: accrualsFile(accrualsBook{shared: true, shuffled: true}), lim: spilling},
}

func csvFile(quote string) func(testing.TB, int) string {
	return func(t testing.TB, rows int) string { return writeFile(t, ozonLike(rows, quote)) }
}

func accrualsFile(book accrualsBook) func(testing.TB, int) string {
	return func(t testing.TB, rows int) string {
		book.rows = rows
		return book.write(t)
	}
}

// spilling lets nearly all shared strings go to the scratch file.
func spilling(t testing.TB) Limits { return Limits{StringBytes: 1 << 10, Scratch: t.TempDir()} }

// postingsFile makes the answers of the API's list of postings, page by page.
func postingsFile(t testing.TB, rows int) string {
	const page = 1000
	var b strings.Builder
	for r := range rows {
		if r%page == 0 {
			b.WriteString(`{"result":{"postings":[`)
		}
		fmt.Fprintf(&b, `{"posting_number":"%08d-%04d-1","order_id":%d,"order_number":"%08d-%04d","status":"delivering",`+
			`"delivery_method":{"id":1020000%d,"name":"Ozon Логистика курьеру","warehouse_id":20848498763000,"tpl_provider_id":24,"tpl_provider":"Ozon Логистика"},`+
			`"tracking_number":"RA%09dCN","in_process_at":"2026-04-30T07:54:00Z","shipment_date":"2026-05-01T08:00:00Z","delivering_date":null,`+
			`"products":[{"price":"%d.0000","offer_id":"ART-%05d","name":"Держатель \"DEMO\"","sku":%d,"quantity":1,"currency_code":"CNY"}],`+
			`"barcodes":{"upper_barcode":"%%101%%%d","lower_barcode":"%d"},"financial_data":{"products":[{"payout":%d.52,"commission_percent":12,"actions":["Скидка"]}]}}`,
			r*7919%100_000_000, r%10_000, 10_000_000+r, r*7919%100_000_000, r%10_000, r%10, r, 200+r%900, r%5000, 1_300_000_000+r%5000, r, r, 180+r%900)
		if r%page == page-1 || r == rows-1 {
			fmt.Fprintf(&b, `],"has_next":%t}}`+"\n", r < rows-1)
		} else {
			b.WriteByte(',')
		}
	}
	return writeFile(t, []byte(b.String()))
}

func (s scannedForm) open(t testing.TB, rows int) *File {
	t.Helper()
	lim := Limits{}
	if s.lim != nil {
		lim = s.lim(t)
	}
	known := headed(s.header)
	if strings.HasPrefix(s.name, "json") {
		known = hasColumn(s.header)
	}
	f, err := openWhole(s.path(t, rows), known, lim)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (s scannedForm) scan(t testing.TB, f *File, rows int) {
	t.Helper()
	read := 0
	for _, split := range f.Splits(0, 16<<20) {
		err := f.Scan(t.Context(), split, s.want, func(c *Chunk) error {
			read += c.Len()
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read != rows {
		t.Fatalf("%d rows read, want %d", read, rows)
	}
}

// reportRows reports how many rows a benchmark reads in a second.
func reportRows(b *testing.B, rows int) {
	b.Helper()
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkScan reads each form in two lengths: what is allocated for the longer
// one must not grow with its rows.
func BenchmarkScan(b *testing.B) {
	for _, form := range scannedForms {
		for _, rows := range []int{10_000, 100_000} {
			b.Run(fmt.Sprintf("%s/rows=%d", form.name, rows), func(b *testing.B) {
				f := form.open(b, rows)
				b.SetBytes(f.Size)
				b.ReportAllocs()
				for b.Loop() {
					form.scan(b, f, rows)
				}
				reportRows(b, rows)
			})
		}
	}
}

// A scan allocates for its buffers, never for a row.
func TestScanAllocations(t *testing.T) {
	if testing.Short() {
		t.Skip("writes large files")
	}
	for _, form := range scannedForms {
		t.Run(form.name, func(t *testing.T) {
			objects, bytes := allocated(t, form, 2_000)
			moreObjects, moreBytes := allocated(t, form, 22_000)
			if more := moreObjects - objects; more > 2000 { // a slot of a spill each, at most
				t.Errorf("%d objects more for 20000 rows more", more)
			}
			if moreBytes > 16<<20 {
				t.Errorf("%d bytes allocated, %d for a tenth of the rows, want less than 16 MiB", moreBytes, bytes)
			}
		})
	}
}

// allocated returns what one scan takes from the heap.
func allocated(t *testing.T, form scannedForm, rows int) (objects, bytes int64) {
	f := form.open(t, rows)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	form.scan(t, f, rows)
	runtime.ReadMemStats(&after)
	return int64(after.Mallocs - before.Mallocs), int64(after.TotalAlloc - before.TotalAlloc)
}
