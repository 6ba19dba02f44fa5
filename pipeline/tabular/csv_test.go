package tabular

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"
)

func TestDialects(t *testing.T) {
	for _, test := range []struct {
		name, content string
		delimiter     byte
		headerRow     int64
		known         bool
		header        []string
		repairs       []string
		rows          []int64
	}{
		{"comma", "order_id,name,amount\n1,2,3\n", ',', 1, true, []string{"order_id", "name", "amount"}, nil, []int64{2}},
		{"TAB", "order_id\tname\tamount\n1\t2\t3\n", '\t', 1, true, []string{"order_id", "name", "amount"}, []string{"delimiter TAB"}, []int64{2}},
		{"CRLF", "order_id;name;amount\r\n1;2;3\r\n", ';', 1, true, []string{"order_id", "name", "amount"}, []string{"CRLF line ends", "delimiter ;"}, []int64{2}},
		{"CR", "order_id,name,amount\r1,2,3\r4,5,6", ',', 1, true, []string{"order_id", "name", "amount"}, []string{"CR line ends"}, []int64{2, 3}},
		{"header only", "order_id,name,amount", ',', 1, true, []string{"order_id", "name", "amount"}, nil, nil},
		{"preamble", "Report;;\n\norder_id,name,amount\n1,2,3\n", ',', 3, true, []string{"order_id", "name", "amount"}, []string{"2 preamble rows"}, []int64{4}},
		{"preamble with odd quotes", "5\" report\norder_id,name,amount\n1,2,3\n", ',', 2, true, []string{"order_id", "name", "amount"}, []string{"1 preamble row"}, []int64{3}},
		{"ten rows before", strings.Repeat("x\n", 10) + "order_id,name,amount\n1,2,3\n", ',', 11, true, []string{"order_id", "name", "amount"}, []string{"10 preamble rows"}, []int64{12}},
		{"eleven rows before", strings.Repeat("x\n", 11) + "order_id,name,amount\n1,2,3\n", ',', 0, false, []string{"order_id", "name", "amount"}, nil, []int64{13}},
		{"semicolons in an unknown comma file", "a,b,c\n1;2,3,4\n5,6,7\n", ',', 0, false, []string{"a", "b", "c"}, nil, []int64{2, 3}},
		{"one column", "a\nb\n", ';', 0, false, []string{"a"}, nil, []int64{2}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := mustOpen(t, test.content, knownHeaders, blockBytes)
			sheet := f.Sheets[0]
			if f.Delimiter != test.delimiter || sheet.HeaderRow != test.headerRow || sheet.Known != test.known {
				t.Errorf("delimiter %q, header row %d, known %t", f.Delimiter, sheet.HeaderRow, sheet.Known)
			}
			if diff := cmp.Diff(test.header, sheet.Header); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.repairs, f.Repairs); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.rows, scanAll(t, f, f.Splits(0, 0), nil).Rows); diff != "" {
				t.Error(diff)
			}
			if len(sheet.Head) == 0 {
				t.Error("no head")
			}
		})
	}
}

// TestRoundTrip writes random tables in every dialect and encoding.
func TestRoundTrip(t *testing.T) {
	encodings := map[string]encoding.Encoding{
		"utf-8": encoding.Nop, "utf-8-bom": unicode.UTF8BOM, "utf-16le": utf16LE, "utf-16be": utf16BE,
		"windows-1251": charmap.Windows1251, "gb18030": simplifiedchinese.GB18030,
	}
	names := []string{"utf-8", "utf-8-bom", "utf-16le", "utf-16be", "windows-1251", "gb18030"}
	path := filepath.Join(t.TempDir(), "table")
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom(names).Draw(rt, "encoding")
		header, words := []string{"Номер заказа", "Название", "Сумма"}, []string{"", "Чехол", "ёж", "№", `"`, "a\nb", "; , \t", "«x»", " y "}
		if name != "windows-1251" && rapid.Bool().Draw(rt, "chinese") {
			header, words = []string{"订单号", "商品名称", "数量"}, []string{"", "手机壳", "充电器", "😀", `""`, "，", "a\nb", ",;\t"}
		}
		delimiter := rapid.SampledFrom([]string{";", ",", "\t"}).Draw(rt, "delimiter")
		eol := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(rt, "eol")
		cell := rapid.SampledFrom(words)
		var b strings.Builder
		preamble := rapid.IntRange(0, 10).Draw(rt, "preamble")
		for r := range preamble {
			fmt.Fprintf(&b, "row %d%s", r, eol)
		}
		b.WriteString(strings.Join(header, delimiter) + eol)
		var want [][]string
		for r := range rapid.IntRange(0, 30).Draw(rt, "rows") {
			record := []string{fmt.Sprint(r), cell.Draw(rt, "cell"), cell.Draw(rt, "cell")}
			want = append(want, record)
			for i, text := range record {
				if i > 0 {
					b.WriteString(delimiter)
				}
				if strings.ContainsAny(text, "\";,\t\n") || rapid.Bool().Draw(rt, "quoted") {
					text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
				}
				b.WriteString(text)
			}
			b.WriteString(eol)
		}
		if err := os.WriteFile(path, encode(t, encodings[name], b.String()), 0o600); err != nil {
			rt.Fatal(err)
		}
		f, err := openCutting(path, knownHeaders, DefaultLimits, rapid.IntRange(1, 100).Draw(rt, "block"))
		if err != nil {
			rt.Fatal(err)
		}
		if f.Encoding != name || string(f.Delimiter) != delimiter || f.Sheets[0].HeaderRow != int64(preamble)+1 {
			rt.Fatalf("%+v", f)
		}
		got := scanAll(t, f, f.Splits(0, rapid.Int64Range(0, 300).Draw(rt, "size")), nil)
		if diff := cmp.Diff(want, got.Cells); diff != "" {
			rt.Fatal(diff)
		}
		for i, row := range got.Rows {
			if row != int64(preamble+2+i) {
				rt.Fatalf("record %d has row %d after %d preamble rows", i, row, preamble)
			}
		}
	})
}
