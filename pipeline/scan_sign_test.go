package pipeline

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
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
