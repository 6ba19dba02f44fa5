package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/pipeline/cell"
)

// The decimal sign of a column is taken from its first rows. Where those have no
// decimals, or another sign than the rows that follow, no amount changes by it: what
// can be read in one way is read, and what cannot is quarantined.
func TestDecimalSignOfLaterRows(t *testing.T) {
	const plain = 100_000 // rows: several chunks
	for _, test := range []struct {
		first, later string
		want         int64 // minor units of the later row
		code         string
	}{
		{first: "100", later: "12,50", want: 12_50},
		{first: "100", later: "12.50", want: 12_50},
		{first: "100", later: "1.234,50", want: 1_234_50},
		{first: "100", later: "1,234", code: "ambiguous_money"},
		{first: "100", later: "1.230", code: "ambiguous_money"},
		{first: "0,50", later: "1.234", want: 1_234_00},
		{first: "0,50", later: "1,230", want: 1_23},
		{first: "0,50", later: "12.50", code: "mixed_separators"},
		{first: "0.50", later: "12,50", code: "mixed_separators"},
	} {
		t.Run(test.first+" "+test.later, func(t *testing.T) {
			var text strings.Builder
			text.WriteString("shop_id;parcel_number;sent_on;value\n")
			for i := range plain {
				fmt.Fprintf(&text, "1;A-%d;2024-06-07;%s\n", i, test.first)
			}
			fmt.Fprintf(&text, "1;B;2024-06-07;%s\n", test.later)
			for _, splitBytes := range []int64{1 << 30, 1 << 20} {
				_, got := scanFile(t, "parcels.csv", []byte(text.String()), splitBytes)
				last := got.Rows[len(got.Rows)-1]
				if test.code == "" {
					if want := fmt.Sprintf("1 B 2024-06-07 (null) %d ", test.want); !strings.HasPrefix(last, want) || len(got.Findings) > 0 {
						t.Errorf("row %q, want %q; findings %q", last, want, got.Findings)
					}
					continue
				}
				want := []string{fmt.Sprintf("%d value %s fault", plain+2, test.code)}
				if diff := cmp.Diff(want, got.Findings); diff != "" {
					t.Errorf("findings (-want +got):\n%s", diff)
				}
				if len(got.Rows) != plain {
					t.Errorf("%d rows, want %d", len(got.Rows), plain)
				}
			}
		})
	}
}

// An amount that is too large for a cell is refused whatever stands above it: where amounts
// change from row to row they are typed by another loop than where they repeat.
func TestAmountThatIsTooLargeForACell(t *testing.T) {
	for _, above := range []string{"7.50", "%d.50", "%d"} {
		for _, large := range []string{"10000000000000", "1000000000000000", "-10000000000000"} {
			var text strings.Builder
			text.WriteString("shop_id;parcel_number;sent_on;value\n")
			for i := range 20 {
				value := above
				if strings.Contains(above, "%") {
					value = fmt.Sprintf(above, i)
				}
				fmt.Fprintf(&text, "1;A-%d;2024-06-07;%s\n", i, value)
			}
			fmt.Fprintf(&text, "1;B;2024-06-07;%s\n1;C;2024-06-07;9999999999999.99\n", large)
			_, got := scanFile(t, "parcels.csv", []byte(text.String()), 1<<30)
			if diff := cmp.Diff([]string{"22 value out_of_range fault"}, got.Findings); diff != "" || len(got.Rows) != 21 {
				t.Errorf("%s below %s: %d rows, findings (-want +got):\n%s", large, above, len(got.Rows), diff)
			}
		}
	}
}

// TestSignIsFoundWhileTyping: a table that is typed while its decimal signs are found gives
// the rows, findings and entries of one whose signs were found before.
func TestSignIsFoundWhileTyping(t *testing.T) {
	folder := t.TempDir()
	recogniser := NewRecogniser([]*Dataset{rawBoxes}, nil, nil)
	amounts := []string{"", " ", "7", "-100", "12.50", "12,50", "-0.50", "1.234", "1,234", "1 234,50", "1-34", ".50", "x", "10000000000000", "9999999999999.99"}
	rapid.Check(t, func(t *rapid.T) {
		usual := rapid.SampledFrom([][]string{{"12.50", "7", ""}, {"12,50", "-7"}, {"7", "7", "8"}, amounts}).Draw(t, "usual")
		var text strings.Builder
		text.WriteString("shop_id;parcel_number;sent_on;value;currency\n")
		for i := range rapid.IntRange(1, 30).Draw(t, "rows") {
			amount := rapid.SampledFrom(usual).Draw(t, "amount")
			if rapid.IntRange(0, 9).Draw(t, "odd") == 0 {
				amount = rapid.SampledFrom(amounts).Draw(t, "odd amount")
			}
			fmt.Fprintf(&text, "1;A-%d;2024-06-07;%s;RUB\n", i, amount)
		}
		path := filepath.Join(folder, "parcels.csv")
		if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		found, _, err := recogniser.Recognise(path, "parcels.csv")
		if err != nil || len(found) != 1 || !found[0].isUnsampled {
			t.Fatal(found, err)
		}
		split := found[0].File.Splits(0, 1<<20)[0]
		var guess cell.Separator // of the table before
		typed := func() (rows, findings []string) {
			s := scanner{
				mem:    memory.DefaultAllocator,
				settle: func(e Entry) { findings = append(findings, fmt.Sprintf("%s %d %d", e.Class, e.Rows, e.Amount)) },
				reject: func(f Finding) {
					findings = append(findings, fmt.Sprintf("%d %s %s %s", f.Row, f.Column, f.Code, f.Severity))
				},
			}
			typer := newTyper(&s, found[0], func(rec arrow.Record) error {
				for row := range int(rec.NumRows()) {
					rows = append(rows, parcelNumber.In(rec).Value(row)+" "+parcelValue.In(rec).ValueStr(row))
				}
				return nil
			})
			defer typer.release()
			for _, cr := range typer.columns {
				if cr.kind == MoneyType {
					cr.separate(guess)
				}
			}
			if _, err := typer.scan(t.Context(), found[0], split); err != nil {
				t.Fatal(err)
			}
			for _, cr := range typer.columns {
				if cr.kind == MoneyType {
					findings = append(findings, fmt.Sprintf("sign %q", cr.separator))
				}
			}
			if err := typer.flush(); err != nil {
				t.Fatal(err)
			}
			return rows, findings
		}
		guess = rapid.SampledFrom([]cell.Separator{0, '.', ','}).Draw(t, "guess")
		rows, findings := typed()
		found[0].isUnsampled = false
		if err := found[0].sampleSeparators([]string{"value"}, split); err != nil {
			t.Fatal(err)
		}
		wantRows, wantFindings := typed()
		if diff := cmp.Diff(wantRows, rows) + cmp.Diff(wantFindings, findings); diff != "" {
			t.Fatalf("-found before +found while typing:\n%s\nof\n%s", diff, text.String())
		}
	})
}
