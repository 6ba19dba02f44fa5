package reports

import (
	"strings"
	"testing"
)

// TestNotArrivedIsWhatIsOnItsWay: what the cover and the summary call not arrived is what the
// worksheet they lead to shows. A line that is carried over comes again with a later payout,
// of another a part has arrived.
func TestNotArrivedIsWhatIsOnItsWay(t *testing.T) {
	f, _ := writeBook(t, "en", map[string]testMart{
		"payout_facts": {
			{"seller_id", "payout_id", "line_id", "amount", "amount_rub", "currency", "is_open", "is_late", "scope_code"},
			{"1", "P1", "1", "100.00", "1200.00", "CNY", "true", "false", "in_scope"},
			{"1", "P2", "1", "7.00", "84.00", "CNY", "true", "", "carried_over"},
		},
		"exposures": {
			{"seller_id", "currency", "open_amount", "open_payouts"},
			{"ALL", "CNY", "60.00", "1"},
			{"1", "CNY", "60.00", "1"},
		},
	}, 3, maxRows)
	text := func(sheet string) string {
		rows, err := f.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, row := range rows {
			lines = append(lines, strings.Join(row, "|"))
		}
		return strings.ReplaceAll(strings.Join(lines, "\n"), "\u00a0", " ")
	}
	for sheet, want := range map[string]string{
		"Cover":           "Not arrived: CNY 60.00|FX, exposure",
		"Summary":         "CNY|100.00|0.00|0.00|60.00|0",
		"Payment history": "LOOK|1|P2|1",
	} {
		if got := text(sheet); !strings.Contains(got, want) {
			t.Errorf("%s has no %q:\n%s", sheet, want, got)
		}
	}
}
