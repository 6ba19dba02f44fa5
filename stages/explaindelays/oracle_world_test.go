package explaindelays_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// A row is the cells of a row as text; a missing cell is null.
type row map[string]string

// A world is the rows of all inputs of the stage.
type world map[*pipeline.Dataset][]row

const (
	firstDay = 19875 // 2024-06-01
	asOf     = firstDay + 40
	never    = 1 << 30
	ever     = -never
)

func date(day int) string {
	return time.Unix(int64(day)*86400, 0).UTC().Format(time.DateOnly)
}

// dayOf reads a date, or the Moscow day of an instant.
func dayOf(text string) int {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		if at, err = time.Parse(time.RFC3339, text); err != nil {
			panic(err)
		}
		year, month, day := at.In(time.FixedZone("Moscow", 3*3600)).Date()
		at = time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	return int(at.Unix() / 86400)
}

func dayOr(text string, otherwise int) int {
	if text == "" {
		return otherwise
	}
	return dayOf(text)
}

// A drawer draws cells.
type drawer struct{ t *rapid.T }

func (d drawer) chance(of10 int) bool { return rapid.IntRange(0, 9).Draw(d.t, "chance") < of10 }

func (d drawer) of(words ...string) string { return rapid.SampledFrom(words).Draw(d.t, "word") }

func (d drawer) day(from, to int) string { return date(rapid.IntRange(from, to).Draw(d.t, "day")) }

func (d drawer) instant(from, to int) string {
	day := rapid.IntRange(from, to).Draw(d.t, "day")
	return date(day) + d.of("T00:00:00Z", "T12:00:00Z", "T20:59:59Z", "T21:00:00Z")
}

// maybe leaves a cell empty now and then.
func (d drawer) maybe(cell string) string {
	if d.chance(3) {
		return ""
	}
	return cell
}

func drawWorld(t *rapid.T) world {
	d := drawer{t}
	w := world{}
	for i, code := range []string{
		"TRACKING_NOT_SYNCED", "CARRIER_NOT_WHITELISTED", "OPEN_RETURN", "OPEN_DISPUTE", "INVOICE_MISSING", "ACCOUNT_INCOMPLETE", "ROUTE_FALLBACK_BANK",
		"MANUAL_REVIEW", "INN_INTERCEPT", "TAX_HOLD", "RISK_FREEZE", "CHANNEL_SUSPENDED", "HOLIDAY", "EXTERNAL_BANK_REVIEW", "UNEXPLAINED",
	} {
		w.add(datasets.CauseCatalog, row{
			"cause_code": code, "precedence": strconv.Itoa(i + 1), "rule_ids": "B09", "is_player": strconv.FormatBool(code != "UNEXPLAINED"),
			"has_knock_on": strconv.FormatBool(code != "HOLIDAY"), "is_fbo_suppressed": strconv.FormatBool(i < 2),
		})
	}
	for name, value := range map[string]string{"knock_on_days": strconv.Itoa(rapid.IntRange(0, 4).Draw(t, "knock-on")), "inn_threshold_usd": "100.00", "rate_max_age_days": "12"} {
		w.add(datasets.PolicyValues, row{"pack": "article-2024", "name": name, "value": value})
	}
	w.add(datasets.Calendar, row{"country": "RU", "date": "2024-01-01", "kind": "holiday"})
	w.add(datasets.Calendar, row{"country": "CN", "date": "2024-01-01", "kind": "holiday"})
	for day := firstDay; day <= asOf; day++ {
		for _, country := range []string{"RU", "CN"} {
			if rapid.IntRange(0, 7).Draw(t, "holiday") == 0 {
				w.add(datasets.Calendar, row{"country": country, "date": date(day), "kind": "holiday"})
			}
		}
	}
	w.add(datasets.Carriers, row{"alias": "CDEK", "is_whitelisted": "true", "valid_to": d.maybe(d.day(firstDay, asOf))})
	for _, currency := range []string{"CNY", "USD"} {
		for day := firstDay; day <= asOf; day++ {
			if currency == "USD" || d.chance(9) {
				w.add(datasets.FXRates, row{"currency": currency, "on": date(day), "value": map[string]string{"CNY": "12.5", "USD": "87.5"}[currency], "nominal": "1", "in_force_from": date(day)})
			}
		}
	}
	d.drawTables(w)
	for range rapid.IntRange(1, 5).Draw(t, "lines") {
		d.drawLine(w)
	}
	for _, rows := range w {
		for i, r := range rows {
			r["source_file"], r["source_row"] = "x.csv", strconv.Itoa(i+2)
		}
	}
	return w
}

func (w world) add(d *pipeline.Dataset, r row) { w[d] = append(w[d], r) }

var (
	postings = []string{"0001-0001-1", "0001-0001-2", "0002-0001-1"}
	orders   = []string{"0001-0001", "0002-0001"}
)

// drawTables draws a few rows of each table that shows causes.
func (d drawer) drawTables(w world) {
	for _, posting := range postings {
		w.add(datasets.PostingEvidence, row{"posting_number": posting, "order_id": posting[:9]})
	}
	some := func(most int, add func()) {
		for range rapid.IntRange(0, most).Draw(d.t, "rows") {
			add()
		}
	}
	seller := func() string { return d.of("1", "1", "2") }
	some(5, func() {
		w.add(datasets.TrackingEvidence, row{
			"seller_id": "1", "posting_number": d.of(postings...), "carrier": d.of("", "cdek ", "Speedy"), "event": d.of("delivered", "accepted"),
			"event_at": d.instant(firstDay, asOf), "synced_at": d.maybe(d.instant(firstDay, asOf+5)), "event_source": d.of("", "carrier", "seller"),
		})
	})
	some(3, func() {
		w.add(datasets.ReturnEvidence, row{
			"posting_number": d.of(postings...), "is_client_return": d.of("true", "false", ""), "is_open": d.of("true", "false", ""),
			"opened_at": d.maybe(d.instant(firstDay, asOf)), "closed_at": d.maybe(d.instant(firstDay, asOf+5)),
		})
	})
	some(3, func() {
		w.add(datasets.DisputeEvidence, row{
			"seller_id": "1", "posting_number": d.of(append(postings, "")...), "order_id": d.of(orders...),
			"opened_at": d.instant(firstDay, asOf), "closed_at": d.maybe(d.instant(firstDay, asOf+5)), "is_from_return": d.of("true", "false"),
		})
	})
	some(3, func() {
		w.add(datasets.InvoiceEvidence, row{
			"seller_id": "1", "posting_number": d.of(append(postings, "")...), "order_id": d.of(orders...), "status": d.of("", "issued", "uploaded", "draft"),
			"issued_on": d.day(firstDay, asOf), "uploaded_at": d.maybe(d.instant(firstDay, asOf+5)),
		})
	})
	for _, of := range []string{"1", "2"} {
		from := firstDay + rapid.IntRange(0, 20).Draw(d.t, "from")
		w.add(datasets.SellerAccounts, row{
			"seller_id": of, "valid_to": date(from - 1), "is_account_data_complete": d.of("true", "false", ""), "inn": d.of("", "1"),
			"is_inn_uploaded": d.of("true", "false", ""), "tax_registration_type": d.of("", "unknown", "resident", "non_resident_entity"),
		})
		w.add(datasets.SellerAccounts, row{
			"seller_id": of, "valid_from": date(from), "is_account_data_complete": d.of("true", "false", ""), "inn": d.of("", "1"),
			"tax_registration_type": d.of("", "resident", "non_resident_entity"),
		})
	}
	some(3, func() {
		w.add(datasets.CategoryStates, row{
			"seller_id": seller(), "category": d.of("Toys", "beauty"), "state": d.of("manual_review", "normal"), "valid_from": d.maybe(d.day(firstDay, asOf)), "valid_to": d.maybe(d.day(firstDay, asOf)),
		})
	})
	w.add(datasets.ProductCategories, row{"seller_id": "1", "sku": "11", "category": "TOYS"})
	w.add(datasets.ProductCategories, row{"seller_id": "2", "sku": "11", "category": "Beauty "})
	some(4, func() {
		w.add(datasets.RiskEvents, row{
			"seller_id": seller(), "event_type": d.of("payouts_frozen", "payouts_unfrozen", "other"), "event_at": d.instant(firstDay, asOf+5),
			"provider": d.of("", "", "pingpong"), "payout_id": d.of("", "", "P1"),
		})
	})
	for _, payout := range []string{"P1", "P2", "P3"} {
		if d.chance(3) {
			w.add(datasets.PayoutFreezes, row{"seller_id": "1", "payout_id": payout, "freeze_from": d.day(firstDay, asOf), "freeze_source_file": "x.csv", "freeze_source_row": "9"})
		}
	}
	some(2, func() {
		w.add(datasets.ChannelSuspensions, row{
			"seller_id": seller(), "provider": d.of("bank", "pingpong"), "suspension_opened_on": d.day(firstDay, asOf), "suspension_cleared_on": d.maybe(d.day(firstDay, asOf)),
			"suspension_source_file": "x.csv", "suspension_source_row": "3",
		})
	})
	some(2, func() {
		from := rapid.IntRange(firstDay, asOf).Draw(d.t, "gap")
		w.add(datasets.AccountGaps, row{
			"seller_id": seller(), "gap_opened_on": date(from), "gap_cleared_on": d.maybe(d.day(from, asOf)), "gap_source_file": "x.csv", "gap_source_row": "4",
		})
	})
	some(2, func() {
		w.add(datasets.ExternalEvents, row{
			"cause_code": d.of("", "EXTERNAL_BANK_REVIEW", "other"), "starts_on": d.day(firstDay, asOf), "ends_on": d.maybe(d.day(firstDay, asOf)),
			"seller_id": d.of("", "1"), "route": d.of("", "bank"), "currency": d.of("", "CNY"),
		})
	})
	for _, table := range []string{"tracking_events", "invoices"} {
		if d.chance(7) {
			w.add(datasets.ObservedTables, row{"table_name": table, "seller_id": "1"})
		}
	}
}

// drawLine draws a line with dates in order; lateness follows from them.
func (d drawer) drawLine(w world) {
	start := rapid.IntRange(firstDay, asOf-12).Draw(d.t, "start")
	settled := start + rapid.IntRange(0, 5).Draw(d.t, "until settled")
	due := start + rapid.IntRange(0, 8).Draw(d.t, "until due")
	end := min(settled+rapid.IntRange(0, 20).Draw(d.t, "until arrived"), asOf)
	n := len(w[datasets.DatedLines]) + 1
	l := row{
		"seller_id": d.of("1", "1", "1", "2"), "payout_id": fmt.Sprintf("P%d", n), "line_id": "1", "scheme": d.of("fbs", "fbs", "fbo"),
		"posting_number": d.of(append(postings, "")...), "order_id": d.maybe(d.of(orders...)), "sku": d.of("11", ""), "first_sku": d.of("11", ""),
		"route_code": d.of("bank", "lianlian", "pingpong"), "intended_route_code": d.of("unknown", "bank", "lianlian", ""),
		"payout_status_code": d.of("", "paid", "held", "processing_bank_transfer"), "hold_reason": d.of("", "", "tax", "inn", "risk", "manual_review"),
		"held_at": d.maybe(d.instant(start, asOf)), "released_at": d.maybe(d.instant(start, asOf+5)),
		"amount": "10.00", "currency": "CNY", "payout_currency": d.of("CNY", "USD"), "payout_amount": d.of("100.00", "100.01", "700.00", "700.01"),
		"clock_start_on": date(start), "settled_on": date(settled), "due_on": date(due), "arrived_on": date(end), "taken_days": strconv.Itoa(rapid.IntRange(0, 8).Draw(d.t, "taken")),
		"settlement_batch_no": d.of("", "B1", "B2"), "tier_code": d.of("premium", "ordinary"),
		"confirmed_on": d.maybe(date(start)), "handed_over_at": d.maybe(d.instant(start-5, start)), "delivered_at": d.maybe(d.instant(start-3, start+3)),
		"carrier": d.of("", "CDEK", "Speedy"), "policy_pack": "article-2024", "rule_ids": "B02",
		"first_source_file": "pay.csv", "first_source_row": strconv.Itoa(n + 1),
	}
	if l["posting_number"] != "" {
		l["order_id"] = l["posting_number"][:9]
	}
	if d.chance(3) {
		l["arrived_on"], l["taken_days"], end = "", "", asOf
	}
	if l["released_at"] < l["held_at"] {
		l["released_at"] = ""
	}
	late := len(w.workingDays("RU", due, end))
	l["days_after_due"], l["is_late"] = strconv.Itoa(late), strconv.FormatBool(late > 0)
	if late == 0 && d.chance(2) { // not judged
		l["days_after_due"], l["is_late"] = "", ""
	}
	w.add(datasets.DatedLines, l)
}

// csv prints the rows of a table in the form of stagetest.
func (w world) csv(d *pipeline.Dataset) string {
	var names []string
	for _, c := range d.Columns {
		names = append(names, c.ColumnName())
	}
	lines := []string{strings.Join(names, ",")}
	for _, r := range w[d] {
		var cells []string
		for _, name := range names {
			cells = append(cells, r[name])
		}
		lines = append(lines, strings.Join(cells, ","))
	}
	return strings.Join(lines, "\n")
}

// workingDays lists the working days of a country in (from, to].
func (w world) workingDays(country string, from, to int) (days []int) {
	for day := from + 1; day <= to; day++ {
		weekday := time.Unix(int64(day)*86400, 0).UTC().Weekday()
		isOff := slices.ContainsFunc(w[datasets.Calendar], func(r row) bool { return r["country"] == country && r["date"] == date(day) })
		if weekday != time.Saturday && weekday != time.Sunday && !isOff {
			days = append(days, day)
		}
	}
	return days
}

var today = arrow.Date32(asOf)
