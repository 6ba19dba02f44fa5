package tabular

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
)

func openRates(text string, known Probe) (*File, error) {
	f := &File{Path: "rates.xml", Size: int64(len(text)), Encoding: "utf-8"}
	return f, openXML(f, contentOf(text), known, DefaultLimits)
}

func windows1251(t testing.TB, text string) string {
	t.Helper()
	encoded, err := charmap.Windows1251.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

const prolog1251 = `<?xml version="1.0" encoding="windows-1251"?>`

func TestXMLDailyRates(t *testing.T) {
	f, err := openRates(windows1251(t, prolog1251+`<ValCurs Date="25.04.2026" name="Foreign Currency Market">`+
		`<Valute ID="R01375"><CharCode>CNY</CharCode><Nominal>10</Nominal><Name>Юаней</Name><Value>110,2700</Value></Valute>`+
		`<Valute ID="R01235"><CharCode>USD</CharCode><Nominal>1</Nominal><Name>Доллар &amp; Ко</Name><Value>91,2573</Value><VunitRate>91,2573</VunitRate></Valute>`+
		"</ValCurs>\n"), hasColumn("CharCode"))
	if err != nil {
		t.Fatal(err)
	}
	header := []string{"@ID", "CharCode", "Nominal", "Name", "Value", "VunitRate", "$@Date", "$@name"}
	if diff := cmp.Diff([]shownSheet{{"Valute", header, true}}, sheetsOf(f)); diff != "" {
		t.Error(diff)
	}
	if f.Encoding != "windows-1251" {
		t.Errorf("encoding %q", f.Encoding)
	}
	got, err := scanSheet(f, 0, []string{"$@Date", "@ID", "Name", "VunitRate"})
	if err != nil {
		t.Fatal(err)
	}
	want := []shownRow{
		{1, []string{"25.04.2026", "R01375", "Юаней", "∅"}},
		{2, []string{"25.04.2026", "R01235", "Доллар & Ко", "91,2573"}},
	}
	if diff := cmp.Diff(want, got.rows); diff != "" {
		t.Error(diff)
	}
}

func TestXMLRecords(t *testing.T) {
	long := strings.Repeat("9", DefaultLimits.CellBytes+1)
	f, err := openRates(`<ValCurs ID="R01235"><Record Date="03.03.2026"><Value>1,5</Value></Record><!-- rates -->`+
		`<Other><Value>2</Value></Other><Record><Value>3</Value><Value>4</Value></Record>`+
		`<Record Date="05.03.2026"><Value/></Record><Record><Value>`+long+`</Value></Record></ValCurs>`, hasColumn("@Date"))
	if err != nil {
		t.Fatal(err)
	}
	want := []shownSheet{
		{"Record", []string{"@Date", "Value", "$@ID"}, true},
		{"Other", []string{"Value", "$@ID"}, false},
	}
	if diff := cmp.Diff(want, sheetsOf(f)); diff != "" {
		t.Error(diff)
	}
	got, err := scanSheet(f, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	wantRows := []shownRow{{1, []string{"03.03.2026", "1,5", "R01235"}}, {3, []string{"05.03.2026", "", "R01235"}}}
	if diff := cmp.Diff(wantRows, got.rows); diff != "" {
		t.Error(diff)
	}
	wantFaults := []Fault{
		{2, -1, "duplicate_key", "3\t4", "<Value> comes twice", 0},
		{4, -1, "cell_too_long", long[:200], "Value: at most 32767 bytes expected, 32768 found", 0},
	}
	if diff := cmp.Diff(wantFaults, got.faults); diff != "" {
		t.Error(diff)
	}
	if got, err := scanSheet(f, 1, nil); err != nil || len(got.rows) != 1 {
		t.Errorf("second sheet: %v, %v", got, err)
	}
}

func TestXMLWithoutRecords(t *testing.T) {
	f, err := openRates(`<ValCurs ID="R01235" name="x"/>`, hasColumn("Value"))
	if err != nil {
		t.Fatal(err)
	}
	want := []shownSheet{{"", []string{"$@ID", "$@name"}, false}}
	if diff := cmp.Diff(want, sheetsOf(f)); diff != "" {
		t.Error(diff)
	}
	if got, err := scanSheet(f, 0, nil); err != nil || len(got.rows) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}

func TestXMLDamage(t *testing.T) {
	const record = `<Record><Value>1</Value></Record>`
	for _, test := range []struct{ name, text, reason string }{
		{"nothing", "", "EOF"},
		{"prolog only", prolog1251, "EOF"},
		{"unclosed root", "<ValCurs>" + record, "EOF"},
		{"cut in a record", "<ValCurs><Record><Value>1", "EOF"},
		{"crossed tags", "<ValCurs><Record><Value>1</Record></Value></ValCurs>", "closed by"},
		{"text behind the root", "<ValCurs>" + record + "</ValCurs>junk", "after the root"},
		{"second root", "<ValCurs>" + record + "</ValCurs><ValCurs/>", "second root"},
		{"text before the root", "junk<ValCurs/>", "before the root"},
		{"attribute twice", `<ValCurs Date="1" Date="2"/>`, "twice"},
		{"attribute of a record twice", `<ValCurs><Record a="1" a="2"/></ValCurs>`, "twice"},
		{"entity", `<ValCurs><Record><Value>&b;</Value></Record></ValCurs>`, "entity"},
		{"not UTF-8", "<ValCurs><Record><Name>\xcf</Name></Record></ValCurs>", "UTF-8"},
		{"not windows-1251", prolog1251 + "<ValCurs><Record><Name>\x98</Name></Record></ValCurs>", "UTF-8"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, err := openRates(test.text, nothing)
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

// A document of another shape is no table and stops no run, unless a known table begins
// in it: then rows of that would be missing.
func TestXMLOfAnotherShape(t *testing.T) {
	const record = `<Record><Value>1</Value></Record>`
	for _, test := range []struct{ name, text, reason string }{
		{"error instead of records", "<ValCurs>Error in parameters</ValCurs>", "Error in parameters"},
		{"text among children", "<ValCurs><Valute>5<Value>1</Value></Valute></ValCurs>", "between the children"},
		{"price feed", `<yml_catalog date="2024-07-01"><shop><offers><offer id="1"/></offers></shop></yml_catalog>`, "<offer> inside <offers>"},
		{"electronic invoice", windows1251(t, prolog1251+`<Файл><Документ><СвСчФакт НомерСчФ="1"/></Документ></Файл>`), "<СвСчФакт> in <Документ> has attributes"},
		{"cut off behind its shape is told", "<rss><channel><item><title>", "<title> inside <item>"},
		{"attributes of two namespaces", `<a xmlns:x="x"><b id="1" x:id="2"/></a>`, "attributes id of two namespaces"},
		{"DOCTYPE", `<!DOCTYPE a [<!ENTITY b "c">]><ValCurs/>`, "DOCTYPE"},
		{"DOCTYPE inside", `<ValCurs><!DOCTYPE a></ValCurs>`, "DOCTYPE"},
		{"unknown encoding", `<?xml version="1.0" encoding="koi8-r"?><ValCurs/>`, "koi8-r"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, err := openRates(test.text, hasColumn("Value"))
			var refused *RefusedError
			if !errors.As(err, &refused) || !strings.HasPrefix(refused.Reason, "an XML document of another shape than a list of records: ") || !strings.Contains(refused.Reason, test.reason) {
				t.Fatalf("sheets %v and error %v, want a refusal that tells %q", f.Sheets, err, test.reason)
			}
		})
	}
	for _, after := range []string{"text", "<Record><Value><a/></Value></Record>", "<Record>5<Value>1</Value></Record>", `<Record><Value a="1">1</Value></Record>`} {
		f, err := openRates("<ValCurs>"+record+after+"</ValCurs>", hasColumn("Value"))
		var damage *DamageError
		if !errors.As(err, &damage) {
			t.Errorf("%s behind a known record: sheets %v and error %v, want damage", after, f.Sheets, err)
		}
	}
}

func FuzzXML(f *testing.F) {
	f.Add(`<ValCurs Date="1"><Valute ID="R"><Value>1,5</Value></Valute></ValCurs>`)
	f.Add(windows1251(f, prolog1251+`<ValCurs><Valute><Name>Юань</Name></Valute><Valute/></ValCurs>`))
	f.Add(`<a><b/><c><d/></c><b>` + "\n" + `</b></a><!-- c -->`)
	f.Add(`<a><b c="&lt;"><d><![CDATA[x]]></d><d/></b></a>`)
	f.Fuzz(func(t *testing.T, text string) {
		file, err := openRates(text, func([]string) bool { return true })
		if err != nil {
			return
		}
		rows := 0
		for i := range file.Sheets {
			got, err := scanSheet(file, i, nil)
			if err != nil {
				t.Fatalf("opened but not scanned: %v", err)
			}
			rows += len(got.rows) + len(got.faults)
		}
		if want := elementsBelowRoot(t, text); rows != want {
			t.Fatalf("%d records, want %d", rows, want)
		}
	})
}

func elementsBelowRoot(t *testing.T, text string) int {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, input io.Reader) (io.Reader, error) {
		return charmap.Windows1251.NewDecoder().Reader(input), nil
	}
	depth, found := 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			return found
		}
		if err != nil {
			t.Fatalf("accepted, but encoding/xml says %v", err)
		}
		switch token.(type) {
		case xml.StartElement:
			if depth++; depth == 2 {
				found++
			}
		case xml.EndElement:
			depth--
		}
	}
}
