package tabular

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func contentOf(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

// openDocument opens a JSON document; a nil probe knows no header.
func openDocument(text string, known Probe) (*File, error) {
	if known == nil {
		known = nothing
	}
	f := &File{Path: "answer.json", Size: int64(len(text))}
	return f, openJSON(f, contentOf(text), known, DefaultLimits)
}

func hasColumn(name string) Probe {
	return func(header []string) bool { return slices.Contains(header, name) }
}

// A shownSheet is a sheet as a test shows it.
type shownSheet struct {
	Name   string
	Header []string
	Known  bool
}

func sheetsOf(f *File) []shownSheet {
	var shown []shownSheet
	for _, s := range f.Sheets {
		shown = append(shown, shownSheet{s.Name, s.Header, s.Known})
	}
	return shown
}

// What stands beside the pages of a file is that of the first, of flags of the last.
func TestJSONBeside(t *testing.T) {
	first := func(text string) Sheet {
		f, err := openDocument(text, hasColumn("id"))
		if err != nil {
			t.Fatal(err)
		}
		return f.Sheets[0]
	}
	sheet := first(`{"result":{"rows":[{"id":1}],"pages":3,"more":true},"ok":true}` + "\n" + `{"result":{"rows":[],"pages":4,"more":false},"ok":null}`)
	want := map[string]string{"$.pages": "3", "$.more": "false", "$.ok": "true"}
	if sheet.Pages != 2 || !maps.Equal(sheet.Beside, want) {
		t.Errorf("%d pages, beside %v, want 2 and %v", sheet.Pages, sheet.Beside, want)
	}
	if records := first(`{"id":1,"more":true}` + "\n" + `{"id":2,"more":false}`); records.Beside != nil {
		t.Errorf("beside records: %v", records.Beside)
	}
}

func TestJSONShapes(t *testing.T) {
	for _, test := range []struct {
		name, text string
		known      Probe
		want       []shownSheet
		rows       []shownRow // of the first sheet, column "id" or its whole header
	}{
		{
			"bare array", `[{"id":1},{"id":2,"sub":{"a":null}}]`, hasColumn("id"),
			[]shownSheet{{"", []string{"id", "sub.a"}, true}},
			[]shownRow{{1, []string{"n:1", "∅"}}, {2, []string{"n:2", "∅"}}},
		},
		{
			"envelope", `{"result":{"operations":[{"id":1},{"id":2}],"page_count":3,"row_count":2},"ok":true}`, hasColumn("id"),
			[]shownSheet{{"result.operations", []string{"id", "$.page_count", "$.row_count", "$.ok"}, true}},
			[]shownRow{{1, []string{"n:1", "n:3", "n:2", "b:true"}}, {2, []string{"n:2", "n:3", "n:2", "b:true"}}},
		},
		{
			"no envelope", `{"operations":[{"id":1}],"page_count":3}`, hasColumn("id"),
			[]shownSheet{{"operations", []string{"id", "$.page_count"}, true}},
			[]shownRow{{1, []string{"n:1", "n:3"}}},
		},
		{
			"object beside the array", `{"result":{"header":{"number":"7"},"rows":[{"id":1}]}}`, nil,
			[]shownSheet{{"result.rows", []string{"id", "$.header.number"}, false}},
			[]shownRow{{1, []string{"n:1", "7"}}},
		},
		{
			"the nearer scalar of two with one name", `{"total":1,"result":{"total":2,"rows":[{"id":1}]}}`, nil,
			[]shownSheet{{"result.rows", []string{"id", "$.total"}, false}},
			[]shownRow{{1, []string{"n:1", "n:2"}}},
		},
		{
			"pages in an array", `[{"postings":[{"id":1},{"id":2}],"cursor":"a"},{"postings":[{"id":3}],"cursor":"b"},{"postings":[]}]`, hasColumn("id"),
			[]shownSheet{{"postings", []string{"id", "$.cursor"}, true}},
			[]shownRow{{1, []string{"n:1", "a"}}, {2, []string{"n:2", "a"}}, {3, []string{"n:3", "b"}}},
		},
		{
			"pages one after another", `{"result":{"operations":[{"id":1}]}}` + "\n" + `{"result":{"operations":[{"id":2}]}} `, nil,
			[]shownSheet{{"result.operations", []string{"id"}, false}},
			[]shownRow{{1, []string{"n:1"}}, {2, []string{"n:2"}}},
		},
		{
			"pages that are arrays", `[{"id":1}][{"id":2}]`, nil,
			[]shownSheet{{"", []string{"id"}, false}},
			[]shownRow{{1, []string{"n:1"}}, {2, []string{"n:2"}}},
		},
		{
			"lines", `{"id":1,"a":2}` + "\n" + `{"id":2,"a":3}` + "\n", hasColumn("id"),
			[]shownSheet{{"", []string{"id", "a"}, true}},
			[]shownRow{{1, []string{"n:1", "n:2"}}, {2, []string{"n:2", "n:3"}}},
		},
		{
			"one line", `{"id":1,"a":2}`, hasColumn("id"),
			[]shownSheet{{"", []string{"id", "a"}, true}},
			[]shownRow{{1, []string{"n:1", "n:2"}}},
		},
		{
			"records with arrays in them", `[{"id":1,"b":2,"c":3,"d":4,"items":[{"sku":5}]}]`, nil,
			[]shownSheet{{"", []string{"id", "b", "c", "d", "items[].sku"}, false}},
			[]shownRow{{1, []string{"n:1", "n:2", "n:3", "n:4", "n:5"}}},
		},
		{
			"small records that the probe knows", `[{"id":1,"items":[{"sku":5}]}]`, hasColumn("id"),
			[]shownSheet{{"", []string{"id", "items[].sku"}, true}},
			[]shownRow{{1, []string{"n:1", "n:5"}}},
		},
		{
			"several arrays", `{"result":{"flows":[{"id":1}],"details":{"payments":[{"sum":1}],"total":9}}}`, hasColumn("sum"),
			[]shownSheet{
				{"result.flows", []string{"id", "$.details.total"}, false},
				{"result.details.payments", []string{"sum", "$.total"}, true},
			},
			[]shownRow{{1, []string{"n:1", "n:9"}}},
		},
		{
			"map", `{"Date":"2024-05-16","Valute":{"USD":{"ID":"R1","Value":91.2573},"CNY":{"ID":"R2","Value":12.6113}}}`, hasColumn("@key"),
			[]shownSheet{{"Valute", []string{"ID", "Value", "@key", "$.Date"}, true}},
			[]shownRow{
				{1, []string{"R1", "n:91.2573", "USD", "2024-05-16"}},
				{2, []string{"R2", "n:12.6113", "CNY", "2024-05-16"}},
			},
		},
		{
			"map without probe", `{"USD":{"ID":"R1"},"CNY":{"ID":"R2"}}`, nil,
			[]shownSheet{{"", []string{"ID", "@key"}, false}},
			[]shownRow{{1, []string{"R1", "USD"}}, {2, []string{"R2", "CNY"}}},
		},
		{
			"objects that are no map", `{"company":{"inn":"1"},"subscription":{"type":"x"}}`, nil,
			[]shownSheet{{"", nil, false}},
			nil,
		},
		{
			"empty array", `{"result":{"operations":[],"page_count":0}}`, hasColumn("id"),
			[]shownSheet{{"result.operations", nil, false}},
			nil,
		},
		{
			"empty bare array", `[]`, hasColumn("id"),
			[]shownSheet{{"", nil, false}},
			nil,
		},
		{"array of scalars", `{"ids":[1,2]}`, nil, []shownSheet{{"", nil, false}}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, err := openDocument(test.text, test.known)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, sheetsOf(f)); diff != "" {
				t.Error(diff)
			}
			got, err := scanSheet(f, 0, nil)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.rows, got.rows); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestJSONErrorAnswer(t *testing.T) {
	f, err := openDocument(`{"code":7,"message":"Api-key is deactivated","details":{}}`, hasColumn("id"))
	if err != nil {
		t.Fatal(err)
	}
	want := []Sheet{{Head: [][]string{{"$.code", "$.message"}, {"7", "Api-key is deactivated"}}}}
	if diff := cmp.Diff(want, f.Sheets); diff != "" {
		t.Error(diff)
	}
}

func TestJSONColumns(t *testing.T) {
	const posting = `[{"id":"a","products":[{"sku":1,"codes":["x","y"],"price":{"amount":"5"}},{"sku":"2","codes":[]}],` +
		`"barcodes":["b1",null,true,2.50],"services":[{"name":"s"}],"nested":[[1,2],[3]],"empty":[]},` +
		`{"products":[],"id":null},{"id":"c"}]`
	for _, test := range []struct {
		want []string
		rows []shownRow
	}{
		{[]string{"id", "products[].sku", "products[].price.amount", "barcodes[]"}, []shownRow{
			{1, []string{"a", "n:1", "5", "b1||true|2.50"}},
			{1, []string{"a", "2", "∅", "b1||true|2.50"}},
			{2, []string{"∅", "∅", "∅", "∅"}},
			{3, []string{"c", "∅", "∅", "∅"}},
		}},
		{[]string{"products[].codes[]", "products[].codes[#]", "products[#]", "services[0].name"}, []shownRow{
			{1, []string{"x|y", "n:2", "n:2", "s"}},
			{1, []string{"∅", "n:0", "n:2", "s"}},
			{2, []string{"∅", "∅", "n:0", "∅"}},
			{3, []string{"∅", "∅", "∅", "∅"}},
		}},
		{[]string{"products[0].sku", "nested[]", "empty[#]", "barcodes[0]", "absent.path", "products"}, []shownRow{
			{1, []string{"n:1", "1|2|3", "n:0", "b1", "∅", "∅"}},
			{2, []string{"∅", "∅", "∅", "∅", "∅", "∅"}},
			{3, []string{"∅", "∅", "∅", "∅", "∅", "∅"}},
		}},
		{[]string{"id", "id"}, []shownRow{{1, []string{"a", "a"}}, {2, []string{"∅", "∅"}}, {3, []string{"c", "c"}}}},
		{[]string{}, []shownRow{{Row: 1}, {Row: 2}, {Row: 3}}},
	} {
		t.Run(strings.Join(test.want, " "), func(t *testing.T) {
			f, err := openDocument(posting, hasColumn("id"))
			if err != nil {
				t.Fatal(err)
			}
			got, err := scanSheet(f, 0, test.want)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.rows, got.rows); diff != "" {
				t.Error(diff)
			}
			if len(got.faults) > 0 {
				t.Errorf("faults %v", got.faults)
			}
		})
	}
	f, err := openDocument(posting, hasColumn("id"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range [][]string{
		{"products[].sku", "services[].name"}, // two arrays
		{"a[].b[].c"}, {"a[0].b[].c"}, {"a[1].b"}, {"a[x]"},
	} {
		err := f.Scan(context.Background(), f.Splits(0, 0)[0], want, func(*Chunk) error { return nil })
		var damage *DamageError
		if err == nil || errors.As(err, &damage) {
			t.Errorf("columns %q: got %v, want an error of the caller", want, err)
		}
	}
}

func TestJSONFaults(t *testing.T) {
	long := strings.Repeat("x", DefaultLimits.CellBytes+1)
	text := `[{"id":1},{"id":2,"a":{"k":1,"k":2}},3,{"id":"\ud83d!"},{"id":5,"unwanted":"\ud83d"},` +
		`{"id":"\u0000"},{"id":"` + long + `"},{"i\u0064":8,"id":9},{"id":10,"big":"` + strings.Repeat("y", DefaultLimits.RecordBytes) + `"},` +
		`{"a":{"b":1},"a.b":2},["x"],{"id":12}]`
	f, err := openDocument(text, hasColumn("id"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := scanSheet(f, 0, []string{"a.b", "id"})
	if err != nil {
		t.Fatal(err)
	}
	wantRows := []shownRow{{1, []string{"∅", "n:1"}}, {5, []string{"∅", "n:5"}}, {12, []string{"∅", "n:12"}}}
	if diff := cmp.Diff(wantRows, got.rows); diff != "" {
		t.Error(diff)
	}
	wantFaults := []Fault{
		{2, -1, "duplicate_key", `{"id":2,"a":{"k":1,"k":2}}`, `key "a.k" comes twice`, 0},
		{3, -1, "not_an_object", `3`, "a record is expected to be an object", 0},
		{4, 1, "invalid_utf8", `{"id":"\ud83d!"}`, "id: half a surrogate pair is no character", 0},
		{6, 1, "nul_byte", `{"id":"\u0000"}`, `id: \u0000 is no text`, 0},
		{7, 1, "cell_too_long", `{"id":"` + long[:193], "id: at most 32767 bytes expected, 32768 found", 0},
		{8, -1, "duplicate_key", `{"i\u0064":8,"id":9}`, `key "id" comes twice`, 0},
		{9, -1, "record_too_long", `{"id":10,"big":"` + strings.Repeat("y", 184), "at most 1048576 bytes expected", 0},
		{10, 0, "duplicate_key", `{"a":{"b":1},"a.b":2}`, "a.b: two values for one path", 0},
		{11, -1, "not_an_object", `["x"]`, "a record is expected to be an object", 0},
	}
	if diff := cmp.Diff(wantFaults, got.faults); diff != "" {
		t.Error(diff)
	}
}

func TestJSONDamage(t *testing.T) {
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	for _, test := range []struct{ name, text, reason string }{
		{"nothing", ``, "no JSON document"},
		{"blanks", " \n", "no JSON document"},
		{"cut in a record", `[{"id":1},{"id":`, "truncated"},
		{"cut in a string", `[{"id":"a`, "truncated"},
		{"cut in a number", `[{"id":1`, "truncated"},
		{"cut in a word", `[{"id":tr`, "truncated"},
		{"cut behind a record", `[{"id":1}`, "truncated"},
		{"trailing data", `[{"id":1}] junk`, "object or array is expected"},
		{"trailing bracket", `[{"id":1}]]`, "object or array is expected"},
		{"page of HTML behind", `[{"id":1}]<html>`, "object or array is expected"},
		{"scalar document", `17`, "object or array is expected"},
		{"comma before the bracket", `[{"id":1},]`, "value is expected"},
		{"comma before the brace", `[{"id":1,}]`, "key is expected"},
		{"no comma", `[{"id":1}{"id":2}]`, "closing bracket"},
		{"crossed brackets", `[{"id":1]}`, "closing bracket"},
		{"no colon", `[{"id" 1}]`, "no colon"},
		{"key without quotes", `[{id:1}]`, "key is expected"},
		{"leading zero", `[{"id":01}]`, "no number"},
		{"plus sign", `[{"id":+1}]`, "value is expected"},
		{"bare point", `[{"id":1.}]`, "no number"},
		{"bare exponent", `[{"id":1e}]`, "no number"},
		{"NaN", `[{"id":NaN}]`, "value is expected"},
		{"unknown word", `[{"id":nul}]`, "value is expected"},
		{"longer word", `[{"id":nullx}]`, "closing bracket"},
		{"single quotes", `[{'id':1}]`, "key is expected"},
		{"unknown escape", `[{"id":"\x"}]`, "no escape"},
		{"short escape", `[{"id":"\u12"}]`, "no escape"},
		{"line break in a string", "[{\"id\":\"a\nb\"}]", "control character"},
		{"not UTF-8", "[{\"id\":\"\xff\"}]", "not UTF-8"},
		{"half a pair in a key", `[{"\ud83d":1}]`, "surrogate"},
		{"deep nesting", deep, "deeper"},
		{"doubled key around the array", `{"rows":[{"id":1}],"rows":[{"id":2}]}`, "twice"},
		{"doubled key in the envelope", `{"result":{"a":1,"a":2,"rows":[{"id":1}]}}`, "twice"},
		{"doubled key of a map", `{"v":{"USD":{"id":1},"USD":{"id":2}}}`, "twice"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, err := openDocument(test.text, hasColumn("id"))
			var damage *DamageError
			if !errors.As(err, &damage) {
				t.Fatalf("sheets %v and error %v, want damage", f.Sheets, err)
			}
			if !strings.Contains(err.Error(), test.reason) {
				t.Errorf("reason %q does not tell %q", err, test.reason)
			}
		})
	}
}

// A doubled key inside a record of a map is a fault of that record.
func TestJSONDoubledKeyInMapRecord(t *testing.T) {
	f, err := openDocument(`{"v":{"USD":{"id":1,"id":2},"CNY":{"id":3}}}`, hasColumn("@key"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := scanSheet(f, 0, []string{"@key", "id"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]shownRow{{2, []string{"CNY", "n:3"}}}, got.rows); diff != "" {
		t.Error(diff)
	}
	if len(got.faults) != 1 || got.faults[0].Code != "duplicate_key" {
		t.Errorf("faults %v", got.faults)
	}
}

// Records over many chunks and buffer ends are all there, in order.
func TestJSONManyRecords(t *testing.T) {
	const records = 25_000
	var b strings.Builder
	b.WriteString(`{"result":{"operations":[`)
	for i := range records {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`{"id":`)
		b.WriteString(strings.Repeat("1", 1+i%15))
		b.WriteString(`,"name":"Плата за \"доставку\"","items":[{"sku":1},{"sku":2}]}`)
	}
	b.WriteString(`],"row_count":25000}}`)
	f, err := openDocument(b.String(), hasColumn("id"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := scanSheet(f, 0, []string{"id", "name", "items[].sku", "$.row_count"})
	if err != nil || len(got.rows) != 2*records {
		t.Fatalf("%d rows, %v", len(got.rows), err)
	}
	for i, row := range got.rows {
		record := i / 2
		want := shownRow{int64(record) + 1, []string{
			"n:" + strings.Repeat("1", 1+record%15),
			`Плата за "доставку"`, []string{"n:1", "n:2"}[i%2], "n:25000",
		}}
		if diff := cmp.Diff(want, row); diff != "" {
			t.Fatal(diff)
		}
	}
}
