package reports

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// TestRowsLeftOut: a table that shows some rows of its mart says on the cover and
// below itself how many it leaves out, and none is lost.
func TestRowsLeftOut(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	for _, limit := range []int{maxRows, 50} {
		f, _ := writeBook(t, "en", marts, 3, limit)
		words := labelsOf(t, "en")
		cover, err := f.GetRows("Cover")
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sheets {
			if s.Keep == nil {
				continue
			}
			name := words.text("sheet." + s.Key)
			shown, leftOut, noted := 0, 0, 0
			for _, row := range cover {
				if len(row) < 3 || row[0] != name && !strings.HasPrefix(row[0], name+" (") {
					continue
				}
				shown += number(t, row[2])
				if len(row) > 3 {
					leftOut += number(t, row[3])
				}
				rows, err := f.GetRows(row[0])
				if err != nil {
					t.Fatal(err)
				}
				if text, count, ok := strings.Cut(rows[len(rows)-1][0], ": "); ok && text == words.text("text.left_out")+" "+s.Dataset.Name {
					noted += number(t, count)
				}
			}
			if want := len(marts[s.Dataset.Name]) - 1; shown+leftOut != want || noted != leftOut {
				t.Errorf("limit %d: %s shows %d rows, leaves out %d and notes %d; the mart has %d", limit, name, shown, leftOut, noted, want)
			}
		}
	}
}

func number(t *testing.T, text string) int {
	t.Helper()
	if text == "" {
		return 0
	}
	var n int
	if _, err := fmt.Sscan(text, &n); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return n
}

// TestExceptions: the rows of the large marts that a person must see, in their
// order, and those of them that are red.
func TestExceptions(t *testing.T) {
	f, _ := writeBook(t, "en", readMarts(t, "marts.txtar"), 2, maxRows)
	for key, test := range map[string]struct {
		columns []string
		rows    []string
		red     []int
	}{
		// W-1 costs what its route costs; W-2 is dear and has no schedule, W-3 does
		// not add up, of W-4 the cost is not known, the rate of W-5 was turned round.
		"withdrawal_costs": {[]string{"txn_id", "parts_difference", "state"}, []string{"W-2|0.00|OK", "W-3|0.05|CHECK", "W-4||", "W-5|0.00|OK"}, []int{3}},
		// P-1001 fits the expected basis. P-1002 fits another one better, P-2003 none.
		"rate_audits": {[]string{"mark", "payout_id", "candidate_code"}, []string{
			"OK|P-1002|In force on the day before settlement", "OK|P-1002|Set on the day before settlement", "CHECK|P-2003|In force on the day before settlement",
		}, []int{4}},
		"binding_checks":     {[]string{"mark", "seller_id", "check_id"}, []string{"FAIL|700002|Bound: all three verifications", "FAIL|700002|Form of the Merchant ID", "LOOK|700001|Provider KYC and papers complete"}, []int{2, 3}},
		"sla_clocks":         {[]string{"mark", "ticket_id", "minutes_over"}, []string{"LATE|T-1|30.50", "LATE|T-3|3,780.00"}, []int{2, 3}},
		"incomplete_tickets": {[]string{"mark", "item_code"}, []string{"LOOK|Message in English", "CHECK|Time on the screenshot"}, []int{3}},
		"cutoff_compliance":  {[]string{"period", "before_cut_off_rate"}, []string{"2026-02|75.00%"}, nil},
		"volatility":         {[]string{"period", "value", "claimed_value"}, []string{"2026-H1|3.98%|", "All|4.12%|4.20%"}, nil},
		"reroutes":           {[]string{"category", "actual_route", "rerouted"}, []string{"e-cigarettes and vapes|Bank transfer|6", "All|All|6"}, nil},
		"channel_states":     {[]string{"mark", "seller_id", "action_code"}, []string{"CHECK|700002|Last month's settlement was abnormal: contact the account manager"}, []int{2}},
		// A side that cannot be compared is no difference.
		"untied_payouts":    {[]string{"payout_id", "against", "difference"}, []string{"P-1002|The other copy (JSON)|0.00", "P-1002|Its lines|10.00", "P-2003|The other copy (JSON)|"}, nil},
		"threshold_replays": {[]string{"threshold", "is_optimum"}, []string{"0.00|yes", "5,000.00|no", "10,000.00|no"}, nil},
		"tiers":             {[]string{"mark", "gmv_gap_usd", "what_if_text"}, []string{"OK|1,000.00|Disputes allowed for these orders: 8", "CHECK|-0.01|Dollars missing from the GMV: 0.01; Delivered orders needed for these disputes: 1,000", "||"}, []int{3}},
		"claims":            {[]string{"claim_id", "status", "own_less_published", "mark"}, []string{"b12_ordinary_on_time|published claim, not verified|-2.35|OK", "b12_premium_on_time|published claim, not verified|-2.77|CHECK", "b22_escalate_after|published claim, not verified||"}, []int{3}},
	} {
		t.Run(key, func(t *testing.T) {
			i := slices.IndexFunc(sheets, func(s *sheet) bool { return s.Key == key })
			if i < 0 {
				t.Fatal("no such sheet")
			}
			s, name := sheets[i], labelsOf(t, "en").text("sheet."+key)
			shown := number(t, textAt(t, f, "Cover", 3, coverRow(t, f, name)))
			var got []string
			for row := range shown {
				var cells []string
				for _, c := range test.columns {
					cells = append(cells, textAt(t, f, name, s.position(c), 2+row))
				}
				got = append(got, strings.Join(cells, "|"))
			}
			if diff := cmp.Diff(test.rows, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if slices.ContainsFunc(s.Columns, func(c column) bool { return c.Alert != "" }) {
				if diff := cmp.Diff(test.red, redRows(t, f, name)); diff != "" {
					t.Errorf("red rows (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// coverRow returns the row of the cover that lists a worksheet.
func coverRow(t *testing.T, f *excelize.File, name string) int {
	t.Helper()
	rows, err := f.GetRows("Cover")
	if err != nil {
		t.Fatal(err)
	}
	return 1 + slices.IndexFunc(rows, func(row []string) bool { return len(row) > 2 && row[0] == name })
}

// position returns the number of a column, from 1.
func (s *sheet) position(key string) int {
	return 1 + slices.IndexFunc(s.Columns, func(c column) bool { return c.key() == key })
}

// TestNothingToShow: a table without rows says so, and that the inputs may not be
// loaded.
func TestNothingToShow(t *testing.T) {
	for _, lang := range Languages {
		f, _ := writeBook(t, lang, nil, 1, maxRows)
		words := labelsOf(t, lang)
		for _, s := range sheets {
			name := words.text("sheet." + s.Key)
			if s.Page == nil && s.Rows == nil || s == waitingCurves {
				if !hasText(t, f, name, words.text("text.not_observable")) {
					t.Errorf("%s: %s does not say that it has no rows", lang, name)
				}
			}
		}
	}
}

func hasText(t *testing.T, f *excelize.File, sheet, text string) bool {
	t.Helper()
	cells, err := f.SearchSheet(sheet, text)
	if err != nil {
		t.Fatal(err)
	}
	return len(cells) > 0
}

// TestClaimsAreLabelled: wherever a published figure stands, its heading says that
// it was not verified (A01, C36).
func TestClaimsAreLabelled(t *testing.T) {
	for lang, label := range map[string]string{"en": "not verified", "zh": "未核实", "ru": "не проверено"} {
		words, headings := labelsOf(t, lang), 0
		for _, s := range append([]*sheet{summaryCauses, summaryTiers}, sheets...) {
			for i := range s.Columns {
				c := &s.Columns[i]
				if key := c.key(); strings.HasPrefix(key, "claimed") {
					headings++
					if heading := words.heading(s, c); !strings.Contains(heading, label) && !strings.Contains(heading, "не проверена") {
						t.Errorf("%s: %s.%s has the heading %q", lang, s.Key, key, heading)
					}
				}
			}
		}
		if headings < 10 {
			t.Errorf("only %d headings of claims", headings)
		}
	}
}

// TestWaitingCurves: days without an event keep the share of the day before, and a
// curve ends with its last event.
func TestWaitingCurves(t *testing.T) {
	f, data := writeBook(t, "en", readMarts(t, "marts.txtar"), 2, maxRows)
	const sheet = "Time, curves"
	header := 0
	for row := 1; header == 0 && row < 60; row++ {
		if textAt(t, f, sheet, 2, row) == "LianLian" {
			header = row
		}
	}
	var got []string
	for day := range 8 {
		var cells []string
		for column := 1; column <= 4; column++ {
			cells = append(cells, textAt(t, f, sheet, column, header+1+day))
		}
		got = append(got, strings.Join(cells, "|"))
	}
	want := []string{
		"0|100.00%|100.00%|", "1|95.00%|100.00%|", "2|95.00%|80.00%|", "3|40.00%|80.00%|", "4|10.00%|80.00%|", "5||80.00%|", "6||20.00%|", "|||",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	series := 0
	for name, part := range parts(t, data) {
		if strings.HasPrefix(name, "xl/charts/chart") && strings.Contains(part, "Time, curves") {
			series += strings.Count(part, "<ser>")
			if symbols := strings.Count(part, `<symbol val="circle"`) + strings.Count(part, `<symbol val="diamond"`); symbols != 2 {
				t.Errorf("%d symbols tell the lines apart, want 2", symbols)
			}
		}
	}
	if series != 2 {
		t.Errorf("the chart has %d lines, want 2", series)
	}
}

func labelsOf(t *testing.T, lang string) *labels {
	t.Helper()
	l, err := labelsIn(lang)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestNoLateLines: a shop without late lines says so where the causes would stand, on the
// cover and in the place of their chart.
func TestNoLateLines(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	delete(marts, "delay_causes")
	delete(marts, "cause_shares")
	lines := marts["payout_facts"]
	isLate := slices.Index(lines[0], "is_late")
	for _, line := range lines[1:] {
		if line[isLate] != "" {
			line[isLate] = "false"
		}
	}
	for _, lang := range Languages {
		f, _ := writeBook(t, lang, marts, 3, maxRows)
		words := labelsOf(t, lang)
		for _, s := range []*sheet{cover, summary} {
			if !hasText(t, f, words.text("sheet."+s.Key), words.text("text.no_causes")) {
				t.Errorf("%s: the %s does not say that no line is late", lang, s.Key)
			}
		}
	}
}

// TestTicketTexts: a text for a ticket, a few sentences, takes no more than four lines.
func TestTicketTexts(t *testing.T) {
	marts := readMarts(t, "marts.txtar")
	rows := marts["escalations"]
	evidence := slices.Index(rows[0], "evidence_text")
	rows[1][evidence] = "Sent by the backup channel (Bank Transfer) although the intended route is lianlian, arrived on 2024-08-07; due on 2024-08-05 by rule T3_FBO, " +
		"2 working days after due; clock started at buyer_confirmed on 2024-07-29, 7 working days to arrival; causes: TRACKING_NOT_SYNCED (5 working days), " +
		"INVOICE_MISSING (1 working day); please calibrate the routing of the category."
	f, _ := writeBook(t, "en", marts, 3, maxRows)
	for row := range len(rows) - 1 {
		height, err := f.GetRowHeight("Escalations", row+2)
		if err != nil {
			t.Fatal(err)
		}
		if height > linePoints(4) {
			t.Errorf("row %d is %v points high", row+2, height)
		}
	}
}
