package pipeline

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/apache/arrow/go/v17/arrow"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The toy plan: sales and parcels by posting, a shipped table of rates, a group
// of two stages, a whole stage, and a group that reads what both left.
var (
	toyPosting  = &Text{Name: "posting_number", Doc: "number of the posting"}
	toyOrder    = &Text{Name: "order_id", Doc: "number of the order", Begins: toyPosting}
	toyStatus   = &Code{Name: "status", Doc: "what became of it"}
	toyAmount   = &Money{Name: "amount", Doc: "price", Currency: toyCurrency}
	toyCurrency = &Code{Name: "currency", Doc: "currency of the price"}
	toySoldOn   = &Date{Name: "sold_on", Doc: "day of the sale"}
	toyArrived  = &Date{Name: "arrived_on", Doc: "day of arrival"}
	toyFactor   = &Int{Name: "factor", Doc: "weight of a currency"}
	toyOnTime   = &Flag{Name: "is_on_time", Doc: "arrived within three days", From: []Column{toySoldOn, toyArrived}}
	toyCount    = &Int{Name: "sales", Doc: "number of sales", From: []Column{toyPosting}}
	toyTotal    = &Money{Name: "total", Doc: "sum of prices", Currency: toyCurrency, From: []Column{toyAmount}}
	toyPart     = &Share{Name: "share", Doc: "part of the currency's total", From: []Column{toyAmount, toyTotal}}

	toyByOrder = []PartitionKey{{Column: toyPosting, CutPosting: true}}

	rawSales = &Dataset{
		Name: "raw_sales", Doc: "sales", Grain: "one row per sale", Layer: SourceLayer,
		Columns:   []Column{toyPosting, toyStatus, toyAmount, toyCurrency, toySoldOn, FromFile, FromRow},
		Partition: toyByOrder, Control: []Control{{Amount: toyAmount, Currencies: []*Code{toyCurrency}}},
		Input: &Input{Report: "sales", Zone: "UTC", Latest: []Column{toySoldOn}, Fields: []Field{
			{Column: toyPosting, Need: Required},
			{Column: toyStatus, Form: Keep},
			{Column: toyAmount, Need: Required},
			{Column: toyCurrency, Need: Required, Form: CurrencyForm},
			{Column: toySoldOn, Need: Required},
		}},
	}
	rawParcels = &Dataset{
		Name: "raw_parcels", Doc: "parcels", Grain: "one row per parcel", Layer: SourceLayer,
		Columns: []Column{toyPosting, toyArrived, FromFile, FromRow}, Partition: toyByOrder,
		Input: &Input{Report: "parcels", Zone: "UTC", Fields: []Field{
			{Column: toyPosting, Need: Required}, {Column: toyArrived, Need: Required},
		}},
	}
	rawFactors = &Dataset{
		Name: "raw_factors", Doc: "weights", Grain: "one row per currency", Layer: SeedLayer,
		Columns: []Column{toyCurrency, toyFactor, FromFile, FromRow},
		Input: &Input{Report: "weights", Zone: "UTC", Seed: "factors.csv", Fields: []Field{
			{Column: toyCurrency, Need: Required}, {Column: toyFactor, Need: Required},
		}},
	}

	toySales = &Dataset{
		Name: "sales", Doc: "sales without duplicates", Grain: "one row per posting", Layer: StagingLayer,
		Columns: rawSales.Columns, Partition: toyByOrder,
	}
	toyFacts = &Dataset{
		Name: "sale_facts", Doc: "sales and parcels", Grain: "one row per posting", Layer: MartLayer,
		Columns: []Column{toyPosting, toyStatus, toyAmount, toyCurrency, toySoldOn, toyArrived, toyOnTime, FromFile},
		Key:     []Column{toyPosting}, Partition: toyByOrder,
		Control: []Control{{Amount: toyAmount, Currencies: []*Code{toyCurrency}}}, Published: FromFile,
	}
	toyCounts = &Dataset{
		Name: "sale_counts", Doc: "counts of a partition", Grain: "one row per currency and partition", Layer: IntermediateLayer,
		Columns: []Column{toyCurrency, toyCount, toyTotal},
	}
	toySums = &Dataset{
		Name: "sale_sums", Doc: "totals", Grain: "one row per currency", Layer: MartLayer,
		Columns: []Column{toyCurrency, toyCount, toyTotal}, Key: []Column{toyCurrency},
	}
	toyShares = &Dataset{
		Name: "sale_shares", Doc: "parts of the total", Grain: "one row per posting", Layer: MartLayer,
		Columns: []Column{toyPosting, toyPart}, Key: []Column{toyPosting},
	}
)

func toyPlan() *Plan {
	return &Plan{
		Seeds: fstest.MapFS{"factors.csv": {Data: []byte("currency,factor\nRUB,1\nCNY,12\n")}},
		Stages: []*Stage{
			{Name: "load_sales", Doc: "Drops duplicates.", Scope: ByPosting, Inputs: []*Dataset{rawSales}, Outputs: []*Dataset{toySales}, Settles: []*Dataset{rawSales}, Run: loadSales},
			{Name: "join_parcels", Doc: "Joins.", Scope: ByPosting, Inputs: []*Dataset{toySales, rawParcels, rawFactors}, Outputs: []*Dataset{toyFacts, toyCounts}, Run: joinParcels},
			{Name: "sum_sales", Doc: "Adds up.", Scope: Whole, Inputs: []*Dataset{toyCounts}, Outputs: []*Dataset{toySums}, Run: sumSales},
			{Name: "share_sales", Doc: "Divides.", Scope: ByPosting, Inputs: []*Dataset{toySales, toySums}, Outputs: []*Dataset{toyShares}, Run: shareSales},
		},
	}
}

// toyRows reads an input row by row, each as its columns' texts; "" is null.
func toyRows(t *Task, d *Dataset) ([][]string, error) {
	var rows [][]string
	for rec, err := range t.Read(d) {
		if err != nil {
			return nil, err
		}
		for row := range int(rec.NumRows()) {
			texts := make([]string, len(d.Columns))
			for i := range d.Columns {
				if c := rec.Column(i); c.IsValid(row) {
					texts[i] = c.ValueStr(row)
				}
			}
			rows = append(rows, texts)
		}
	}
	return rows, nil
}

// toyWrite writes rows of texts, each column read back by AppendValueFromString.
func toyWrite(t *Task, d *Dataset, rows [][]string) error {
	b := NewBuilder(t.Mem, d)
	defer b.Release()
	for _, row := range rows {
		for i, text := range row {
			if text == "" {
				b.Field(i).AppendNull()
			} else if err := b.Field(i).AppendValueFromString(text); err != nil {
				return err
			}
		}
	}
	rec := b.Record()
	defer rec.Release()
	return t.Write(d, rec)
}

func number(text string) int64 {
	var n int64
	fmt.Sscan(text, &n)
	return n
}

func loadSales(_ context.Context, t *Task) error {
	rows, err := toyRows(t, rawSales)
	if err != nil {
		return err
	}
	slices.SortFunc(rows, func(a, b []string) int {
		if a[5] != b[5] {
			return strings.Compare(a[5], b[5])
		}
		return int(number(a[6]) - number(b[6]))
	})
	seen := map[string]bool{}
	var out [][]string
	for _, row := range rows {
		class := Duplicate
		if !seen[row[0]] {
			class = Loaded
			out = append(out, row)
		}
		seen[row[0]] = true
		t.Settle(Entry{File: row[5], Dataset: "raw_sales", Currency: row[3], Class: class, Rows: 1, Amount: number(row[2])})
	}
	return toyWrite(t, toySales, out)
}

func joinParcels(_ context.Context, t *Task) error {
	sales, err := toyRows(t, toySales)
	if err != nil {
		return err
	}
	parcels, err := toyRows(t, rawParcels)
	if err != nil {
		return err
	}
	factors, err := toyRows(t, rawFactors)
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, f := range factors {
		known[f[0]] = true
	}
	arrived := map[string]string{}
	for _, p := range parcels {
		arrived[p[0]] = max(arrived[p[0]], p[1])
	}
	counts, totals := map[string]int64{}, map[string]int64{}
	var facts [][]string
	for _, s := range sales {
		if !known[s[3]] {
			t.Reject(Finding{File: s[5], Row: number(s[6]), Code: "no_factor", Severity: Note, Raw: s[3], Message: "expected a weight"})
		}
		onTime := ""
		if day := arrived[s[0]]; day != "" {
			onTime = fmt.Sprint(day <= s[4])
		}
		facts = append(facts, []string{s[0], s[1], s[2], s[3], s[4], arrived[s[0]], onTime, s[5]})
		counts[s[3]]++
		totals[s[3]] += number(s[2])
	}
	if err := toyWrite(t, toyFacts, facts); err != nil {
		return err
	}
	return toyWrite(t, toyCounts, sumRows(counts, totals))
}

func sumRows(counts, totals map[string]int64) [][]string {
	var rows [][]string
	for currency := range counts {
		rows = append(rows, []string{currency, fmt.Sprint(counts[currency]), fmt.Sprint(totals[currency])})
	}
	return rows
}

func sumSales(_ context.Context, t *Task) error {
	rows, err := toyRows(t, toyCounts)
	if err != nil {
		return err
	}
	counts, totals := map[string]int64{}, map[string]int64{}
	for _, r := range rows {
		counts[r[0]] += number(r[1])
		totals[r[0]] += number(r[2])
	}
	return toyWrite(t, toySums, sumRows(counts, totals))
}

func shareSales(_ context.Context, t *Task) error {
	sums, err := toyRows(t, toySums)
	if err != nil {
		return err
	}
	totals := map[string]int64{}
	for _, s := range sums {
		totals[s[0]] = number(s[2])
	}
	sales, err := toyRows(t, toySales)
	if err != nil {
		return err
	}
	var out [][]string
	for _, s := range sales {
		out = append(out, []string{s[0], fmt.Sprint(float64(number(s[2])) / float64(totals[s[3]]))})
	}
	return toyWrite(t, toyShares, out)
}

// A textMart writes a mart as text, one line per row.
type textMart struct {
	file *os.File
	to   *bufio.Writer
	rows int64
}

func openTextMart(folder string, _ *Dataset) (MartWriter, error) {
	f, err := os.Create(filepath.Join(folder, "part-00000.txt"))
	if err != nil {
		return nil, err
	}
	return &textMart{file: f, to: bufio.NewWriter(f)}, nil
}

func (m *textMart) Write(rec arrow.Record, order []int32) error {
	rows := int(rec.NumRows())
	if order != nil {
		rows = len(order)
	}
	for i := range rows {
		row := i
		if order != nil {
			row = int(order[i])
		}
		for _, c := range rec.Columns() {
			fmt.Fprintf(m.to, "%s|", c.ValueStr(row))
		}
		fmt.Fprintln(m.to)
	}
	m.rows += int64(rows)
	return nil
}

func (m *textMart) Close() (int64, error) {
	if err := m.to.Flush(); err != nil {
		return 0, err
	}
	return m.rows, m.file.Close()
}

// toyInput writes n sales over several files, a tenth of them twice, and
// parcels for every other one.
func toyInput(t testing.TB, n int) string {
	t.Helper()
	folder := t.TempDir()
	files := map[string]*strings.Builder{}
	add := func(name, header, format string, args ...any) {
		b := files[name]
		if b == nil {
			b = &strings.Builder{}
			b.WriteString(header + "\n")
			files[name] = b
		}
		fmt.Fprintf(b, format+"\n", args...)
	}
	for i := range n {
		posting := fmt.Sprintf("%08d-%04d-%d", i*7919%100000000, i%10000, i%3+1)
		currency := []string{"RUB", "CNY", "USD"}[i%7%3]
		copies := 1 + (i%10)/9
		for c := range copies {
			add(fmt.Sprintf("sales/%d.csv", (i+c)%5), "posting_number,status,amount,currency,sold_on",
				"%s,%s,%d.%02d,%s,2026-03-%02d", posting, []string{"delivered", "cancelled", ""}[i%3], i%977, i%100, currency, i%28+1)
		}
		if i%2 == 0 {
			add(fmt.Sprintf("parcels-%d.csv", i%3), "posting_number,arrived_on", "%s,2026-03-%02d", posting, i%28+1)
		}
	}
	for name, b := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func toyOptions(in, out string) Options {
	return Options{In: in, Out: out, Pack: "toy", Version: "1", Workers: 2, QuarantineLimit: 0.01, OpenMart: openTextMart}
}

// published returns the files that a reader of an output folder sees.
func publishedFiles(t testing.TB, out string) map[string]string {
	t.Helper()
	root := filepath.Join(out, currentName)
	if _, err := os.Stat(root); err != nil {
		return nil
	}
	root, err := filepath.EvalSymlinks(root)
	if err != nil {
		t.Fatal(err)
	}
	files, _, err := tree(root)
	if err != nil {
		t.Fatal(err)
	}
	content := map[string]string{}
	for _, name := range files {
		data, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		content[name] = string(data)
	}
	return content
}

// changed returns a copy of a dataset with changes.
func changed(d *Dataset, change func(*Dataset)) *Dataset {
	c := &Dataset{
		Name: d.Name, Doc: d.Doc, Grain: d.Grain, Layer: d.Layer, Columns: slices.Clone(d.Columns), Key: d.Key, Partition: d.Partition,
		Spread: d.Spread, Control: d.Control, Published: d.Published, Snapshot: d.Snapshot, Holder: d.Holder, Input: d.Input,
	}
	change(c)
	return c
}
