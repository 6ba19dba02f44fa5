package main

import (
	"cmp"
	"encoding/csv"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// A naiveTable says of a table what the reading rules need (formats.md 9.1). It
// is written down here again, so that a wrong declaration shows.
type naiveTable struct {
	name     string
	required []string // a row without a good value is no row (D42)
	present  []string // a bad value spoils the row, an empty one does not
	cells    map[string]func(string) (value string, ok bool)
	snapshot string // column that says which export is newer; "" = the file name
	beside   []string
	key      func(row naiveRow) []string
	amount   func(row naiveRow) (currency, amount string)
}

// A naiveRow is a data row: its values as they compare, by column, bad ones
// left out.
type naiveRow struct {
	values map[string]string
	file   string
	stamp  string
	class  string
}

func (r *naiveRow) list(columns ...string) []string {
	var out []string
	for _, c := range columns {
		out = append(out, r.values[c])
	}
	return out
}

func anyText(s string) (string, bool) { return strings.TrimSpace(s), true }

var naiveMoney = regexp.MustCompile(`^-?[0-9]+(\.[0-9]{1,2})?$`)

func moneyCell(s string) (string, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), " ", "")
	if !naiveMoney.MatchString(s) {
		return "", false
	}
	amount, _ := new(big.Rat).SetString(s)
	return amount.FloatString(2), true
}

func timeCell(layout string) func(string) (string, bool) {
	return func(s string) (string, bool) {
		at, err := time.Parse(layout, strings.TrimSpace(s))
		return at.UTC().Format(time.RFC3339), err == nil
	}
}

func wordCell(words map[string]string) func(string) (string, bool) {
	return func(s string) (string, bool) {
		code, ok := words[strings.TrimSpace(s)]
		return code, ok
	}
}

var (
	currencyCell = wordCell(map[string]string{"CNY": "CNY", "人民币": "CNY", "RUB": "RUB", "USD": "USD"})

	naivePayments = &naiveTable{
		name:     "raw_payment_history",
		required: []string{"seller_id", "payout_id", "settled_on", "payout_amount", "payout_currency"},
		present:  []string{"arrived_on", "line_currency", "arrived_amount"}, // an empty one means something
		cells: map[string]func(string) (string, bool){
			"seller_id": anyText, "payout_id": anyText, "posting_number": anyText, "order_id": anyText, "sku": anyText, "line_id": anyText,
			"settled_on": timeCell(time.DateOnly), "arrived_on": timeCell(time.DateOnly), "exported_at": timeCell(time.RFC3339),
			"payout_amount": moneyCell, "line_amount": moneyCell, "arrived_amount": moneyCell, "payout_currency": currencyCell, "line_currency": currencyCell,
			"line_type": wordCell(map[string]string{"Sale": "sale", "Возврат": "return"}),
		},
		snapshot: "exported_at",
		beside:   []string{"arrived_on", "arrived_amount"},
		key: func(r naiveRow) []string {
			switch {
			case r.values["order_id"] == "" && r.values["posting_number"] == "" && r.values["line_amount"] == "":
				return append(r.list("seller_id", "payout_id"), "the payout")
			case r.values["line_id"] != "":
				return append(r.list("seller_id", "payout_id", "line_id"), naiveOrder(r))
			}
			return append(r.list("seller_id", "payout_id", "posting_number", "sku", "line_type", "line_amount", "order_id"), "no id")
		},
		amount: func(r naiveRow) (currency, amount string) {
			switch {
			case r.values["line_amount"] != "" && r.values["line_currency"] != "":
				return r.values["line_currency"], r.values["line_amount"]
			case r.values["line_amount"] != "":
				return r.values["payout_currency"], r.values["line_amount"]
			case r.values["order_id"] == "" && r.values["posting_number"] == "" && r.values["payout_amount"] != "":
				return r.values["payout_currency"], r.values["payout_amount"]
			}
			return "", ""
		},
	}

	naiveOrders = &naiveTable{
		name:     "raw_orders",
		required: []string{"Номер отправления", "Сумма отправления", "OZON id"},
		present:  []string{"Номер заказа", "Дата отгрузки"},
		cells: map[string]func(string) (string, bool){
			"Номер заказа": anyText, "Номер отправления": anyText, "OZON id": anyText, "Статус": anyText, "Дата отгрузки": timeCell(time.DateTime),
			"Сумма отправления": moneyCell, "Код валюты отправления": currencyCell,
		},
		key: func(r naiveRow) []string { return r.list("Номер отправления", "OZON id") },
		amount: func(r naiveRow) (currency, amount string) {
			if r.values["Сумма отправления"] == "" {
				return "", ""
			}
			return r.values["Код валюты отправления"], r.values["Сумма отправления"]
		},
	}

	naiveTracking = &naiveTable{
		name:     "raw_tracking_events",
		required: []string{"seller_id", "posting_number", "event", "event_at"},
		present:  []string{"tracking_number", "carrier", "synced_at"},
		cells: map[string]func(string) (string, bool){
			"seller_id": anyText, "posting_number": anyText, "tracking_number": anyText, "carrier": anyText,
			"event": wordCell(map[string]string{"Delivered": "delivered", "已揽收": "accepted"}), "event_at": timeCell(time.RFC3339), "synced_at": timeCell(time.RFC3339),
		},
		key: func(r naiveRow) []string {
			return r.list("seller_id", "posting_number", "tracking_number", "event", "event_at")
		},
		amount: func(naiveRow) (currency, amount string) { return "", "" },
	}
)

// A naiveTotal is a row of control_totals: rows by class, amounts by class.
type naiveTotal struct {
	rows      map[string]int64
	amounts   map[string]*big.Rat
	published *big.Rat
}

type totalKey struct{ file, table, currency string }

// naiveTotals reads every file line by line and applies the rules row by row.
func naiveTotals(t testing.TB, files []drawnFile) map[totalKey]*naiveTotal {
	totals := map[totalKey]*naiveTotal{}
	add := func(key totalKey, class, amount string) *naiveTotal {
		total := totals[key]
		if total == nil {
			total = &naiveTotal{rows: map[string]int64{}, amounts: map[string]*big.Rat{}}
			totals[key] = total
		}
		total.rows[class]++
		if total.amounts[class] == nil {
			total.amounts[class] = new(big.Rat)
		}
		if amount != "" {
			value, _ := new(big.Rat).SetString(amount)
			total.amounts[class].Add(total.amounts[class], value)
		}
		return total
	}
	rows := map[*naiveTable][]*naiveRow{}
	for _, f := range files {
		read, spoilt := f.naiveRows(t, func(class string) { add(totalKey{f.name, f.table.name, ""}, class, "") })
		rows[f.table] = append(rows[f.table], read...)
		for _, row := range spoilt {
			currency, amount := f.table.amount(*row)
			add(totalKey{f.name, f.table.name, currency}, "quarantined", amount)
		}
	}
	for table, rows := range rows {
		table.resolve(rows)
		if table == naivePayments {
			rejectTornPayouts(rows)
		}
		for _, row := range rows {
			currency, amount := table.amount(*row)
			total := add(totalKey{row.file, table.name, currency}, row.class, amount)
			if table == naivePayments && row.class == "loaded" && amount != "" {
				if total.published == nil {
					total.published = new(big.Rat)
				}
				value, _ := new(big.Rat).SetString(amount)
				total.published.Add(total.published, value)
			}
		}
	}
	return totals
}

// naiveRows reads the data rows of a file; what is none or has the wrong number
// of cells goes to settled, rows with a bad cell to spoilt.
func (f drawnFile) naiveRows(t testing.TB, settled func(class string)) (rows, spoilt []*naiveRow) {
	var header []string
	text := strings.ReplaceAll(strings.TrimPrefix(f.text, "\ufeff"), "\r\n", "\n")
	for line := range strings.Lines(text) {
		r := csv.NewReader(strings.NewReader(line))
		r.Comma = f.delimiter
		r.LazyQuotes = header == nil // preambles are no CSV
		cells, _ := r.Read()         // nothing in a blank line
		blank := !slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" })
		switch {
		case blank || header == nil && !slices.Contains(cells, f.table.required[0]):
			settled("not data")
		case header == nil:
			header = cells
			settled("not data")
		case len(cells) != len(header):
			settled("quarantined")
		default:
			row, good := f.table.read(header, cells)
			row.file, row.stamp = f.name, f.stamp
			if good {
				rows = append(rows, row)
			} else {
				spoilt = append(spoilt, row)
			}
		}
	}
	if header == nil {
		t.Errorf("%s has no header", f.name)
	}
	return rows, spoilt
}

func (n *naiveTable) read(header, cells []string) (row *naiveRow, good bool) {
	row, good = &naiveRow{values: map[string]string{}}, true
	for i, column := range header {
		if n.cells[column] == nil || strings.TrimSpace(cells[i]) == "" {
			continue
		}
		value, ok := n.cells[column](cells[i])
		switch {
		case ok:
			row.values[column] = value
		case column == "line_type":
			row.values[column] = "unknown"
		default:
			good = good && !slices.Contains(n.present, column)
		}
	}
	for _, column := range n.required {
		good = good && row.values[column] != ""
	}
	return row, good
}

// resolve gives each row its class by the key rules of formats.md 9.1.
func (n *naiveTable) resolve(rows []*naiveRow) {
	byKey := map[string][]*naiveRow{}
	for _, row := range rows {
		key := strings.Join(n.key(*row), "\x00")
		byKey[key] = append(byKey[key], row)
	}
	for _, same := range byKey {
		n.resolveKey(same)
	}
}

// resolveKey resolves the rows of one key, in the order of files and rows.
func (n *naiveTable) resolveKey(rows []*naiveRow) {
	says := map[string][]string{} // by file: the distinct contents, sorted
	stamps := map[string]string{}
	var files []string
	for _, row := range rows {
		content := n.content(row, true)
		if !slices.Contains(files, row.file) {
			files = append(files, row.file)
		}
		if !slices.Contains(says[row.file], content) {
			says[row.file] = append(says[row.file], content)
			slices.Sort(says[row.file])
		}
		stamps[row.file] = row.stamp
	}
	mark := func(file, class string) {
		for _, row := range rows {
			if row.file == file {
				row.class = class
			}
		}
	}
	files = slices.DeleteFunc(files, func(file string) bool {
		cores := map[string]bool{}
		for _, row := range rows {
			if row.file == file {
				cores[n.content(row, false)] = true
			}
		}
		if len(cores) > 1 {
			mark(file, "quarantined")
		}
		return len(cores) > 1
	})
	if len(files) == 0 {
		return
	}
	newest := files[0]
	for _, file := range files {
		if stamps[file] > stamps[newest] {
			newest = file
		}
	}
	for _, file := range files {
		if !slices.Equal(says[file], says[newest]) && (stamps[file] == stamps[newest] || stamps[file] == "") {
			for _, file := range files {
				mark(file, "quarantined")
			}
			return
		}
	}
	loaded := false
	for _, file := range files {
		class := "duplicate"
		if !slices.Equal(says[file], says[newest]) {
			class = "superseded"
		}
		mark(file, class)
		if class == "duplicate" && !loaded {
			loaded = true
			at := slices.IndexFunc(rows, func(row *naiveRow) bool { return row.file == file })
			rows[at].class = "loaded"
		}
	}
}

// content is what a row says, as opposed to when it was exported.
func (n *naiveTable) content(row *naiveRow, all bool) string {
	var out []string
	for column, value := range row.values {
		if column != n.snapshot && (all || !slices.Contains(n.beside, column)) {
			out = append(out, column+"="+value)
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\x00")
}

// naiveOrder is the order of a payment row: it belongs to every key.
func naiveOrder(r naiveRow) string {
	if parts := strings.Split(r.values["posting_number"], "-"); len(parts) > 2 {
		return strings.Join(parts[:len(parts)-1], "-")
	}
	return cmp.Or(r.values["posting_number"], r.values["order_id"], r.values["payout_id"])
}

// isHead tells a row that stands for a whole payout.
func isHead(row *naiveRow) bool {
	return row.values["order_id"] == "" && row.values["posting_number"] == "" && row.values["line_amount"] == ""
}

// rejectTornPayouts rejects payouts whose rows disagree on what holds for the
// whole payout (formats.md 9.2).
func rejectTornPayouts(rows []*naiveRow) {
	heads := map[string]map[string]bool{}
	payout := func(row *naiveRow) string { return strings.Join(row.list("seller_id", "payout_id"), "\x00") }
	for _, row := range rows {
		if row.class != "loaded" {
			continue
		}
		if heads[payout(row)] == nil {
			heads[payout(row)] = map[string]bool{}
		}
		heads[payout(row)][strings.Join(row.list("settled_on", "payout_amount", "payout_currency"), "\x00")] = true
	}
	detailed := map[string]bool{}
	for _, row := range rows {
		if row.class == "loaded" && !isHead(row) {
			detailed[payout(row)] = true
		}
	}
	for _, row := range rows {
		switch {
		case row.class != "loaded":
		case isHead(row) && detailed[payout(row)]:
			row.class = "duplicate" // its lines say the same money in detail
		case len(heads[payout(row)]) > 1:
			row.class = "quarantined"
		}
	}
}
