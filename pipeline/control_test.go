package pipeline

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A control amount is found in the cells of a file and again in the batches that are made of
// them. Both find the same: what a scan reads is what it passes on and what it quarantines.
func TestControlAmountsAgreeWithTheScan(t *testing.T) {
	var (
		line      = &Text{Name: "line", Doc: "line"}
		soldOn    = &Date{Name: "sold_on", Doc: "day"}
		partCode  = &Code{Name: "part_currency", Doc: "its currency"}
		part      = &Money{Name: "part", Doc: "amount of a part", Currency: partCode}
		back      = &Money{Name: "back", Doc: "taken back of it", Currency: partCode}
		whole     = &Money{Name: "whole", Doc: "amount of the whole", Unit: "RUB"}
		wholeCode = &Code{Name: "whole_currency", Doc: "its currency"}
		d         = &Dataset{
			Name: "raw_lines", Doc: "Lines.", Grain: "one row per line", Layer: SourceLayer,
			Columns: []Column{line, soldOn, part, back, partCode, whole, wholeCode, FromFile, FromSheet, FromRow},
			Control: []Control{
				{Amount: part, Less: back, Currencies: []*Code{partCode, wholeCode}},
				{Amount: whole, Currencies: []*Code{wholeCode}, Unless: []Column{line}},
			},
			Input: &Input{
				Report: "lines", Zone: "Europe/Moscow",
				Fields: []Field{
					{Column: line},
					{Column: soldOn, Need: Required},
					{Column: part},
					{Column: back},
					{Column: partCode, Form: CurrencyForm},
					{Column: whole},
					{Column: wholeCode, Form: CurrencyForm},
				},
			},
		}
		recogniser = NewRecogniser([]*Dataset{d}, nil, nil)
		path       = filepath.Join(t.TempDir(), "lines.csv")
	)
	amount := rapid.SampledFrom([]string{"", "", "1.00", "-2.50", "0.00", "x"})
	currency := rapid.SampledFrom([]string{"", "RUB", "CNY", "?"})
	row := rapid.Custom(func(t *rapid.T) string {
		return strings.Join([]string{
			rapid.SampledFrom([]string{"", "7"}).Draw(t, "line"), rapid.SampledFrom([]string{"2024-06-07", "soon"}).Draw(t, "sold on"),
			amount.Draw(t, "part"), amount.Draw(t, "back"), currency.Draw(t, "part currency"), amount.Draw(t, "whole"), currency.Draw(t, "whole currency"),
		}, ",")
	})
	rapid.Check(t, func(t *rapid.T) {
		content := "line,sold_on,part,back,part_currency,whole,whole_currency\n" + strings.Join(rapid.SliceOfN(row, 1, 40).Draw(t, "rows"), "\n") + "\n"
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		found, _, err := recogniser.Recognise(path, "lines.csv")
		if err != nil || len(found) != 1 {
			t.Fatal(err, found)
		}
		ended := map[string]int64{} // by currency
		s := scanner{
			mem: memory.DefaultAllocator, reject: func(Finding) {},
			settle: func(e Entry) { ended[e.Currency] += e.Amount },
		}
		read, err := s.scan(context.Background(), found[0], found[0].File.Splits(0, 1<<20)[0], func(rec arrow.Record) error {
			for sum := range controlSums(d, rec, nil, nil) {
				ended[sum.currency] += sum.amount
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		isZero := func(_ string, amount int64) bool { return amount == 0 }
		maps.DeleteFunc(ended, isZero)
		maps.DeleteFunc(read.amounts, isZero)
		if diff := cmp.Diff(read.amounts, ended); diff != "" {
			t.Fatalf("read, and what became of it:\n%s\nof\n%s", diff, content)
		}
	})
}
