package shop

import (
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ozpayout/datasets"
	"ozpayout/datasets/seeds"
	"ozpayout/pipeline"
)

// Every header of the new tables is the name of a column of the loader's, or an
// alias of the same column in each language, in one order.
func TestHeadersAreKnownToTheLoader(t *testing.T) {
	for _, test := range []struct {
		table   *pipeline.Dataset
		headers [languages][]string
	}{
		{datasets.RawBindings, bindingHeaders},
		{datasets.RawProviderChannels, channelHeaders},
		{datasets.RawDocuments, paperHeaders},
		{datasets.RawWithdrawals, withdrawalHeaders},
		{datasets.RawTickets, ticketHeaders},
		{datasets.RawTierMetrics, [languages][]string{metricColumns, metricColumns, metricColumns}},
		{datasets.RawProviderFees, [languages][]string{feeColumns, feeColumns, feeColumns}},
	} {
		aliases := map[string]string{}
		for _, field := range test.table.Input.Fields {
			name := field.Column.ColumnName()
			aliases[name] = name
			for _, alias := range field.Headers {
				aliases[alias] = name
			}
		}
		for in, header := range test.headers {
			var names []string
			for _, cell := range header {
				names = append(names, aliases[cell])
			}
			if diff := cmp.Diff(test.headers[english], names); diff != "" {
				t.Errorf("%s, language %d:\n%s", test.table.Name, in, diff)
			}
		}
	}
}

// readSide reads a table of the side accounts.
func readSide(t *testing.T, dir, name string, columns []string) []map[string]string {
	t.Helper()
	return readTable(t, filepath.Join(dir, "in", name+".csv"), columns)
}

func readTruth(t *testing.T, dir, name string, columns []string) []map[string]string {
	t.Helper()
	return readTable(t, filepath.Join(dir, name+".csv"), columns)
}

// A08, A27: the texts differ where the truth says, and only there.
func TestPlantedDifferences(t *testing.T) {
	dir, _ := mustWrite(t, quarter(300))
	bindings := map[string]map[string]string{}
	for _, row := range readSide(t, dir, "bindings", bindingHeaders[english]) {
		bindings[row["seller_id"]] = row
	}
	classes := map[string]bool{}
	for _, truth := range readTruth(t, dir, "truth_bindings", truthBindingColumns) {
		row, ok := bindings[truth["seller_id"]]
		if !ok {
			continue // a seller of the shop
		}
		names := strings.Contains(truth["failing_checks"], "V3.account_name")
		if differ := row["ozon_account_name"] != row["provider_account_name"]; differ != names {
			t.Errorf("%s: names differ %v, truth %v", truth["planted"], differ, names)
		}
		index := -1
		switch {
		case names:
			index = firstDifference(row["ozon_account_name"], row["provider_account_name"])
		case truth["failing_checks"] == "merchant_id":
			index = strings.IndexFunc(row["merchant_id"], func(r rune) bool { return r >= utf8.RuneSelf })
		case utf8.RuneCountInString(row["merchant_id"]) != 24 && truth["difference_class"] != "login":
			t.Errorf("%s: merchant id %q", truth["planted"], row["merchant_id"])
		}
		if index >= 0 && string(appendPadded(nil, int64(index), 1)) != truth["first_difference_index"] {
			t.Errorf("%s: first difference at %d, truth %s", truth["planted"], index, truth["first_difference_index"])
		}
		classes[truth["difference_class"]] = true
	}
	for _, class := range []string{"homoglyph", "case", "space", "normalisation", "invisible", "width", "login"} {
		if !classes[class] {
			t.Errorf("no difference of class %s", class)
		}
	}
}

func firstDifference(a, b string) int {
	left, right := []rune(a), []rune(b)
	for i := range min(len(left), len(right)) {
		if left[i] != right[i] {
			return i
		}
	}
	return min(len(left), len(right))
}

// A35: by the files alone, roubles cost exactly 35 basis points more at Payoneer.
func TestPlantedGapOfRoutes(t *testing.T) {
	dir, _ := mustWrite(t, quarter(300))
	rates := readRates(t, dir, cny)
	middle, net := map[string]*big.Rat{}, map[string]int64{}
	for _, row := range readSide(t, dir, "withdrawals", withdrawalHeaders[english]) {
		if row["txn_type"] != "withdrawal" || row["currency"] != "RUB" {
			continue
		}
		on := parseDate(t, row["created_at"][:10])
		for rates[on] == 0 {
			on--
		}
		at := row["provider"]
		if middle[at] == nil {
			middle[at] = new(big.Rat)
		}
		gross := parseScaled(t, row["amount"], 2)
		middle[at].Add(middle[at], big.NewRat(gross*rateScale, rates[on]))
		credited := parseScaled(t, row["payout_amount"], 2)
		net[at] += credited
		// What is credited follows from rate and fee to the fen.
		off := new(big.Rat).Mul(big.NewRat(gross, 1), big.NewRat(parseScaled(t, row["executed_rate"], rateDigits), rateUnit))
		off.Sub(off, big.NewRat(parseScaled(t, row["fee_amount"], 2)+credited, 1))
		if off.Abs(off).Cmp(big.NewRat(1, 100)) > 0 {
			t.Errorf("%s: amounts are off by %s", row["txn_id"], off.FloatString(4))
		}
	}
	share := func(at string) *big.Rat {
		cost := new(big.Rat).Sub(middle[at], big.NewRat(net[at], 1))
		return cost.Quo(cost, middle[at])
	}
	gap := new(big.Rat).Sub(share("Payoneer"), share("LianLian Pay"))
	if gap.Cmp(big.NewRat(35, 10_000)) != 0 {
		t.Errorf("Payoneer is dearer by %s", gap.FloatString(12))
	}
}

// What came in at providers and banks ties out but for the planted gaps.
func TestReceipts(t *testing.T) {
	dir, _ := mustWrite(t, quarter(8_000))
	byPayout, byNumber := map[string]int64{}, map[string]int64{}
	paths := append(sellerFile(t, dir, "withdrawals.csv"), filepath.Join(dir, "in", "withdrawals.csv"))
	for _, path := range paths {
		for _, row := range readTable(t, path, withdrawalHeaders[english]) {
			if row["executed_rate"] != "" {
				continue
			}
			amount := parseScaled(t, row["amount"], 2)
			if row["payout_id"] != "" {
				byPayout[row["payout_id"]] += amount
			} else {
				byNumber[row["bank_receipt_no"]] += amount
			}
		}
	}
	receipts, payouts := map[string]string{}, map[string]map[string]string{}
	owed := map[string]int64{} // by bank receipt
	paths = append(sellerFile(t, dir, "payment_history.csv"), filepath.Join(dir, "in", "payment_history.csv"))
	for _, path := range paths {
		for _, row := range readTable(t, path, paymentColumns) {
			if payouts[row["payout_id"]] == nil && row["bank_receipt_no"] != "" {
				owed[row["bank_receipt_no"]] += parseScaled(t, row["payout_amount"], 2)
			}
			payouts[row["payout_id"]] = row
			receipts[row["payout_id"]] = row["bank_receipt_no"]
		}
	}
	states, batches := map[string]int{}, 0
	for _, truth := range readTruth(t, dir, "truth_receipts", truthReceiptColumns) {
		states[truth["against"]+" "+truth["state_code"]]++
		id := truth["payout_id"]
		amount := parseScaled(t, truth["payout_amount"], 2)
		got, ok := byPayout[id]
		if !ok {
			number := receipts[id]
			got, ok = byNumber[number]
			if ok && got == owed[number] && got != amount {
				batches++
				got = amount
			}
		}
		if ok != (truth["state_code"] != "missing_there") {
			t.Errorf("%s: %s, but a receipt is there: %v", id, truth["state_code"], ok)
		}
		if ok && got != parseScaled(t, truth["other_amount"], 2) {
			t.Errorf("%s: received %d, truth %s", id, got, truth["other_amount"])
		}
	}
	want := map[string]int{"provider missing_there": 1, "provider unreconciled": 1, "provider timing": 1, "bank missing_there": 1}
	for state, n := range want {
		if states[state] != n {
			t.Errorf("%s: %d payouts, want %d", state, states[state], n)
		}
	}
	if batches != 4 {
		t.Errorf("%d payouts share a receipt, want 4", batches)
	}
}

// B24: the next three payouts after the change, by settlement and number.
func TestFrozenSeries(t *testing.T) {
	dir, _ := mustWrite(t, quarter(3_000))
	var frozen []string
	seller, since := "", day(0)
	for _, row := range readTruth(t, dir, "truth_risk", truthRiskColumns) {
		if row["flag_code"] == "FREEZE_NEXT_3" {
			frozen = append(frozen, row["payout_id"])
			seller, since = row["seller_id"], parseDate(t, row["since_on"])
		}
	}
	var later []string
	for _, row := range readTable(t, filepath.Join(dir, "in", seller, "payment_history.csv"), paymentColumns) {
		if parseDate(t, row["settled_on"]) > since && row["is_test_transfer"] == "" {
			later = append(later, row["settled_on"]+" "+row["payout_id"])
		}
	}
	slices.Sort(later)
	later = slices.Compact(later)
	var want []string
	for _, one := range later[:frozenPayouts] {
		want = append(want, strings.Fields(one)[1])
	}
	if diff := cmp.Diff(want, frozen); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// truth_changes.csv lists the cells that differ between both exports, and no other.
func TestOlderExport(t *testing.T) {
	dir, _ := mustWrite(t, quarter(3_000))
	cells := map[string]map[string]string{}
	for _, row := range readTable(t, filepath.Join(dir, "in", "104233", "payment_history.csv"), paymentColumns) {
		cells[row["payout_id"]+"/"+row["line_id"]] = row
	}
	paths, err := filepath.Glob(filepath.Join(dir, "in", "104233", "payment_history_2024*.csv"))
	if err != nil || len(paths) != 1 {
		t.Fatalf("older exports: %v, %v", paths, err)
	}
	different := map[[2]string]bool{}
	for _, row := range readTable(t, paths[0], paymentColumns) {
		for _, column := range paymentColumns {
			if column != "exported_at" && row[column] != cells[row["payout_id"]+"/"+row["line_id"]][column] {
				different[[2]string{row["payout_id"], column}] = true
			}
		}
	}
	listed := map[[2]string]bool{}
	for _, row := range readTruth(t, dir, "truth_changes", truthChangeColumns) {
		listed[[2]string{row["payout_id"], row["column_name"]}] = true
	}
	if diff := cmp.Diff(different, listed); diff != "" || len(listed) < 10 {
		t.Errorf("%d cells listed (-files +truth)\n%s", len(listed), diff)
	}
}

// A17: four working hours from a Friday afternoon end on Monday (a Sunday and a
// Saturday between them), and the office counts no night.
func TestOfficeHours(t *testing.T) {
	off, err := readDaysOff(seeds.Files)
	if err != nil {
		t.Fatal(err)
	}
	s := &shop{off: off}
	at := func(dom, hour, minute int) instant {
		return dayOf(time.Date(2024, 6, dom, 0, 0, 0, 0, time.UTC)).at(int64(hour*secondsPerHour + minute*60))
	}
	assigned := &ticketClocks[0]
	for name, test := range map[string]struct{ opened, due instant }{
		"over the weekend": {at(7, 16, 30), at(10, 11, 30)},
		"at night":         {at(6, 20, 0), at(7, 13, 0)},
		"before a holiday": {at(11, 17, 0), at(13, 12, 0)},
	} {
		if due := s.due(assigned, test.opened); due != test.due {
			t.Errorf("%s: due %d, want %d", name, due, test.due)
		}
	}
	if n := s.officeSeconds(at(10, 9, 0), at(11, 9, 0)); n != 9*secondsPerHour {
		t.Errorf("a working day has %d seconds", n)
	}
}

// A shop of many orders has no receipts per payout, so that these tables stay small.
func TestManyOrdersHaveNoReceipts(t *testing.T) {
	dir, _ := mustWrite(t, quarter(copiesUpTo+1))
	if paths, err := filepath.Glob(filepath.Join(dir, "in", "*", "withdrawals.csv")); err != nil || len(paths) > 0 {
		t.Errorf("receipts in %v, %v", paths, err)
	}
	for _, name := range []string{"withdrawals.csv", "tickets.csv", "payment_history.csv", "bindings.csv"} {
		info, err := os.Stat(filepath.Join(dir, "in", name))
		if err != nil || info.Size() > 256<<10 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

// Every case of the channels, papers and tickets is planted, so that a comparison
// with the truth means something.
func TestEveryCaseIsPlanted(t *testing.T) {
	dir, _ := mustWrite(t, quarter(3_000))
	for _, test := range []struct {
		file, column string
		columns      []string
		want         []string
	}{
		{"truth_channels", "state_code", truthChannelColumns, channelStateCodes[:]},
		{"truth_channels", "is_stale", truthChannelColumns, []string{"true", "false"}},
		{"truth_channels", "balance_ok", truthChannelColumns, []string{"true", "false"}},
		{"truth_channels", "threshold_ok", truthChannelColumns, []string{"true", "false"}},
		{"truth_channels", "predicted_suspension", truthChannelColumns, []string{"true", "false"}},
		{"truth_documents", "is_present", truthPaperColumns, []string{"true", "false"}},
		{"truth_documents", "review_days", truthPaperColumns, []string{"", "1", "2"}},
		{"truth_tickets", "state_code", truthTicketColumns, []string{"met", "breached", "open", "open_breached"}},
		{"truth_tickets", "is_open", truthTicketColumns, []string{"true", "false"}},
		{"truth_ticket_items", "missing_item", []string{"seller_id", "ticket_id", "missing_item"}, append(slices.Clone(allAttachments), "english_message")},
		{"truth_tiers", "passes_all", truthTierColumns, []string{"true", "false"}},
		{"truth_risk", "flag_code", truthRiskColumns, []string{"FREEZE_NEXT_3", "TAX_HOLD", "INN_INTERCEPT", "HOLD"}},
		{"truth_bindings", "same_division", truthBindingColumns, []string{"true", "false"}},
		{"truth_bindings", "is_eligible", truthBindingColumns, []string{"true", "false"}},
	} {
		planted := map[string]bool{}
		for _, row := range readTruth(t, dir, test.file, test.columns) {
			planted[row[test.column]] = true
		}
		for _, value := range test.want {
			if !planted[value] {
				t.Errorf("%s: no row with %s %q", test.file, test.column, value)
			}
		}
	}
}

// A part of one category takes the bank, 20 to 40 percent of its lines in every
// month; of the others hardly any (A33).
func TestReroutedCategory(t *testing.T) {
	dir, _ := mustWrite(t, quarter(20_000))
	type lane struct{ seller, month, category string }
	lines, byBank := map[lane]int64{}, map[lane]int64{}
	for _, row := range readTruth(t, dir, "truth_routes", truthRouteColumns) {
		key := lane{row["seller_id"], row["month"], row["category"]}
		n := parseScaled(t, row["lines"]+".", 0)
		lines[key] += n
		if row["actual_route"] == "bank" {
			byBank[key] += n
		}
	}
	for key, n := range lines {
		low, high := 0.0, 0.05
		if key.seller == "208817" && key.category == "玩具" {
			low, high = 0.2, 0.4
		}
		if share := float64(byBank[key]) / float64(n); n > 20 && (share < low || share > high) {
			t.Errorf("%v: %.2f of %d lines over the bank", key, share, n)
		}
	}
}
