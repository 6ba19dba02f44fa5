package datepayouts_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/datasets"
	"ozpayout/datasets/seeds"
	"ozpayout/pipeline"
	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/datepayouts"
)

// The oracle knows the rules of pack article-2024 by heart, walks the days one by
// one and looks through whole tables for each line.

type table map[string]string // a row: column to cell

// oracleColumns are the columns that the oracle decides.
var oracleColumns = []pipeline.Column{
	datasets.LineNo, datasets.Scheme, datasets.TierCode, datasets.ScopeCode, datasets.LineConfirmedAt, datasets.ConfirmedOn, datasets.EligibleOn,
	datasets.ClockCode, datasets.ClockStartOn, datasets.DueOn, datasets.LineDueRule,
	datasets.WaitEligible, datasets.WaitSettle, datasets.WaitArrive, datasets.TakenDays, datasets.TakenCalendar,
	datasets.DaysAfterDue, datasets.IsOpen, datasets.IsLate, datasets.IsEscalated, datasets.AgeingCode, datasets.ReportAgrees,
	datasets.IntendedRoute, datasets.ConfirmedGrade,
}

const asOf = "2024-07-10"

type shop struct{ lines, postings, disputes, accounts, gaps []table }

func (s shop) expected() []string {
	out := []string{}
	for _, line := range s.lines {
		row := s.date(line)
		cells := make([]string, len(oracleColumns))
		for i, c := range oracleColumns {
			cells[i] = row[c.ColumnName()]
		}
		out = append(out, strings.Join(cells, ","))
	}
	slices.Sort(out)
	return out
}

func (s shop) date(line table) table {
	posting := s.postingOf(line)
	out := table{"line_id": line["line_id"], "scheme": or(posting["scheme"], "unknown"), "clock_code": "settlement", "clock_start_on": line["settled_on"]}
	if at := or(line["confirmed_at"], posting["delivered_at"]); at != "" {
		out["confirmed_at"], out["confirmed_on"] = at, moscow(at)
		out["confirmed_evidence_code"] = "inferred"
		if line["confirmed_at"] != "" {
			out["confirmed_evidence_code"] = "observed"
		}
		out["clock_code"], out["clock_start_on"] = "confirmation", moscow(at)
	}
	start, settled, arrived := out["clock_start_on"], line["settled_on"], line["arrived_on"]
	account := s.accountOn(line["seller_id"], start)
	out["tier_code"] = or(account["tier"], "unknown")
	out["intended_route_code"] = or(account["intended_route"], account["payout_method"], account["default_payout_method"], "unknown")
	out["eligible_on"] = s.eligible(line, posting, out["confirmed_on"])
	if eligible := out["eligible_on"]; eligible != "" {
		out["wait_eligible_days"], out["wait_settle_days"] = walk(start, eligible), walk(eligible, settled)
	}
	if arrived != "" {
		out["wait_arrive_days"], out["taken_days"] = walk(settled, arrived), walk(start, arrived)
		out["taken_calendar_days"] = strconv.Itoa(apart(start, arrived))
	}
	if reported := line["reported_delay_days"]; reported != "" && arrived != "" {
		byCalendar, byWork := reported == strconv.Itoa(apart(settled, arrived)), reported == walk(settled, arrived)
		out["report_agrees"] = map[[2]bool]string{{true, true}: "both", {true, false}: "calendar_days", {false, true}: "working_days", {false, false}: "no"}[[2]bool{byCalendar, byWork}]
	}
	out["is_open"] = strconv.FormatBool(arrived == "" && line["arrival_code"] != "unknown")
	out["scope_code"] = s.scope(line, posting)
	if out["scope_code"] == "in_scope" {
		judgeLine(out, arrived)
	}
	return out
}

func judgeLine(out table, arrived string) {
	start := out["clock_start_on"]
	switch {
	case start < "2024-06-01":
		out["due_rule_id"], out["due_on"] = "CAL7", plus(start, 7)
	case out["scheme"] == "fbo":
		out["due_rule_id"], out["due_on"] = "T3_FBO", nth(start, 3)
	case out["tier_code"] == "premium":
		out["due_rule_id"], out["due_on"] = "T3_PREMIUM", nth(start, 3)
	default:
		out["due_rule_id"], out["due_on"] = "T5", nth(start, 5)
	}
	end := or(arrived, asOf)
	days, _ := strconv.Atoi(walk(out["due_on"], end))
	since, _ := strconv.Atoi(walk(start, end))
	out["days_after_due"] = strconv.Itoa(days)
	out["is_late"] = strconv.FormatBool(days >= 1)
	out["is_escalated"] = strconv.FormatBool(days >= 1 && since > 5)
	out["ageing_code"] = "arrived"
	if arrived == "" {
		for _, class := range []struct {
			from int
			code string
		}{{-1000, "not_due"}, {1, "d1_2"}, {3, "d3_5"}, {6, "d6_10"}, {11, "d11_30"}, {31, "d31_plus"}} {
			if days >= class.from {
				out["ageing_code"] = class.code
			}
		}
	}
}

func (s shop) postingOf(line table) table {
	var ofOrder []table
	for _, p := range s.postings {
		if line["posting_number"] != "" && p["posting_number"] == line["posting_number"] {
			return p
		}
		if p["order_id"] == line["order_id"] {
			ofOrder = append(ofOrder, p)
		}
	}
	if line["posting_number"] == "" && line["order_id"] != "" && len(ofOrder) == 1 {
		return ofOrder[0]
	}
	return table{}
}

func (s shop) accountOn(seller, day string) table {
	for _, a := range s.accounts {
		if a["seller_id"] == seller && (a["valid_from"] == "" || a["valid_from"] <= day) && (a["valid_to"] == "" || a["valid_to"] >= day) {
			return a
		}
	}
	return table{}
}

func (s shop) eligible(line, posting table, confirmed string) string {
	if confirmed == "" {
		return ""
	}
	eligible := confirmed
	number := or(line["posting_number"], posting["posting_number"])
	order := line["order_id"]
	if order == "" && number != "" {
		order = number[:strings.LastIndex(number, "-")]
	}
	for _, d := range s.disputes {
		isOurs := d["posting_number"] != "" && d["posting_number"] == number || d["posting_number"] == "" && d["order_id"] != "" && d["order_id"] == order
		if !isOurs || moscow(d["opened_at"]) > line["settled_on"] {
			continue
		}
		if d["closed_at"] == "" || moscow(d["closed_at"]) > asOf {
			return ""
		}
		eligible = max(eligible, moscow(d["closed_at"]))
	}
	isStated := false // that data are incomplete, since the day of confirmation
	for day := confirmed; ; day = plus(day, 1) {
		if day > asOf {
			return ""
		}
		switch a := s.accountOn(line["seller_id"], day); {
		case a["is_account_data_complete"] == "true" && (!isStated || a["valid_from"] == day):
			return max(eligible, day)
		case a["is_account_data_complete"] == "false":
			isStated = true
		case a["is_account_data_complete"] == "" && !isStated && !s.isInGap(line["seller_id"], day):
			return max(eligible, day)
		}
	}
}

func (s shop) isInGap(seller, day string) bool {
	return slices.ContainsFunc(s.gaps, func(g table) bool {
		return g["seller_id"] == seller && g["gap_opened_on"] <= day && (g["gap_cleared_on"] == "" || day <= g["gap_cleared_on"])
	})
}

func (s shop) scope(line, posting table) string {
	account := s.accountOn(line["seller_id"], line["settled_on"])
	isTest, kyc, country := account["is_test"] == "true", account["kyc_state"], account["registration_country"]
	for _, c := range []struct {
		fits bool
		code string
	}{
		{line["line_type"] != "sale" && line["line_type"] != "payout", "not_a_sale"},
		{line["is_test_transfer"] == "true", "test_transfer"},
		{isTest && account["site"] == "ozon_global", "test_site"},
		{isTest && kyc != "" && kyc != "complete", "trial_without_kyc"},
		{country != "" && country != "CN", "not_cn_registered"},
		{line["payout_status_code"] == "returned", "returned"},
		{line["payout_status_code"] == "cancelled" || posting["status"] == "cancelled", "cancelled"},
		{line["payout_status_code"] == "carried_over" || line["hold_reason"] == "below_minimum", "carried_over"},
		{line["arrival_code"] == "unknown", "unknown_arrival"},
	} {
		if c.fits {
			return c.code
		}
	}
	return "in_scope"
}

// Working days of May to July 2024, written down: 1 and 9 May (with the bridge of
// the 10th) and 12 June are days off.
func works(day string) bool {
	at := date(day)
	return at.Weekday() != time.Saturday && at.Weekday() != time.Sunday && !slices.Contains([]string{"2024-05-01", "2024-05-09", "2024-05-10", "2024-06-12"}, day)
}

// walk counts the working days after from up to to, backwards with a minus.
func walk(from, to string) string {
	n := 0
	for day := from; day < to; {
		day = plus(day, 1)
		if works(day) {
			n++
		}
	}
	for day := from; day > to; day = plus(day, -1) {
		if works(day) {
			n--
		}
	}
	return strconv.Itoa(n)
}

func nth(day string, n int) string {
	for n > 0 {
		if day = plus(day, 1); works(day) {
			n--
		}
	}
	return day
}

func date(day string) time.Time {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		panic(err)
	}
	return at
}

func plus(day string, n int) string { return date(day).AddDate(0, 0, n).Format(time.DateOnly) }

func apart(from, to string) int { return int(date(to).Sub(date(from)).Hours() / 24) }

func moscow(instant string) string {
	at, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		panic(err)
	}
	return at.In(time.FixedZone("MSK", 3*60*60)).Format(time.DateOnly)
}

func or(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// TestStageAgreesWithOracle compares the stage with the oracle on random shops.
func TestStageAgreesWithOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawShop(t)
		mem := memory.NewCheckedAllocator(memory.NewGoAllocator())
		inputs := map[*pipeline.Dataset][]arrow.Record{
			datasets.ConvertedLines: batches(mem, datasets.ConvertedLines, s.lines, rapid.IntRange(1, 4).Draw(t, "rows a batch")),
			datasets.Postings:       batches(mem, datasets.Postings, s.postings, 2),
			datasets.Disputes:       batches(mem, datasets.Disputes, s.disputes, 2),
			datasets.SellerAccounts: batches(mem, datasets.SellerAccounts, s.accounts, 2),
			datasets.AccountGaps:    batches(mem, datasets.AccountGaps, s.gaps, 2),
		}
		for _, d := range []*pipeline.Dataset{datasets.DueRules, datasets.PolicyValues, datasets.Calendar, datasets.TypicalDays} {
			inputs[d] = []arrow.Record{stagetest.Rows(mem, d, seed(d))}
		}
		done, err := stagetest.Exec(datepayouts.Stage, inputs, arrow.Date32(date(asOf).Unix()/86400), "article-2024", mem)
		if err != nil {
			t.Fatal(err)
		}
		got := stagetest.Lines(datasets.DatedLines, done.Outputs[datasets.DatedLines], oracleColumns...)
		if diff := cmp.Diff(s.expected(), got); diff != "" {
			t.Fatalf("lines (-oracle +stage):\n%s\n%v", diff, s)
		}
		done.Release()
		for _, recs := range inputs {
			for _, rec := range recs {
				rec.Release()
			}
		}
		mem.AssertSize(t, 0)
	})
}

func seed(d *pipeline.Dataset) string {
	text, err := seeds.Files.ReadFile(d.Input.Seed)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// batches makes record batches of rows, with all columns that a row may name.
func batches(mem memory.Allocator, d *pipeline.Dataset, rows []table, size int) (out []arrow.Record) {
	for chunk := range slices.Chunk(rows, size) {
		var names []string
		for _, row := range chunk {
			for name := range row {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
		}
		var text strings.Builder
		text.WriteString(strings.Join(names, ",") + "\n")
		for _, row := range chunk {
			cells := make([]string, len(names))
			for i, name := range names {
				cells[i] = row[name]
			}
			text.WriteString(strings.Join(cells, ",") + "\n")
		}
		out = append(out, stagetest.Rows(mem, d, text.String()))
	}
	return out
}

func drawShop(t *rapid.T) (s shop) {
	pick := func(words ...string) string { return rapid.SampledFrom(words).Draw(t, "word") }
	day := func(from string) string { return plus(from, rapid.IntRange(0, 35).Draw(t, "day")) }
	instant := func(from string) string { return day(from) + pick("T09:00:00Z", "T20:59:59Z", "T21:00:00Z") }
	maybe := func(text string) string {
		if rapid.IntRange(0, 3).Draw(t, "absent") == 0 {
			return ""
		}
		return text
	}
	numbers := []string{"1-1-1", "1-1-2", "1-2-1", "1-3-1"}
	for _, number := range numbers[:rapid.IntRange(0, 4).Draw(t, "postings")] {
		s.postings = append(s.postings, table{
			"posting_number": number, "order_id": number[:3], "scheme": pick("fbo", "fbs", "unknown", ""), "status": pick("delivered", "delivered", "cancelled", ""),
			"delivered_at": maybe(instant("2024-05-20")),
		})
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "disputes") {
		number := pick(numbers...)
		d := table{"dispute_id": fmt.Sprint(i), "order_id": number[:3], "opened_at": instant("2024-05-20"), "closed_at": maybe(instant("2024-06-10"))}
		if rapid.Bool().Draw(t, "names the posting") {
			d["posting_number"] = number
		}
		s.disputes = append(s.disputes, d)
	}
	for _, seller := range []string{"s1", "s2"} {
		for _, period := range [][2]string{{"", "2024-06-03"}, {"2024-06-04", "2024-06-10"}, {"2024-06-12", ""}} {
			if rapid.IntRange(0, 4).Draw(t, "gap") == 0 {
				continue
			}
			s.accounts = append(s.accounts, table{
				"seller_id": seller, "valid_from": period[0], "valid_to": period[1], "tier": pick("premium", "ordinary", ""),
				"registration_country": pick("CN", "CN", "CN", "", "HK"), "site": pick("ozon_ru", "ozon_global", ""), "is_test": pick("true", "false", "false", ""),
				"kyc_state": pick("complete", "pending", ""), "is_account_data_complete": pick("true", "true", "false", ""),
				"intended_route": maybe(pick("lianlian")), "payout_method": maybe(pick("bank")), "default_payout_method": maybe(pick("pingpong")),
			})
		}
	}
	for from := range rapid.IntRange(0, 3).Draw(t, "gaps") {
		opened := plus("2024-05-20", 12*from+rapid.IntRange(0, 8).Draw(t, "opened"))
		s.gaps = append(s.gaps, table{
			"seller_id": pick("s1", "s2", "s3"), "gap_opened_on": opened, "gap_cleared_on": plus(opened, rapid.IntRange(0, 3).Draw(t, "gap days")),
			"gap_source_file": "bindings.csv",
		})
	}
	if rapid.IntRange(0, 3).Draw(t, "open gap") == 0 {
		s.gaps = append(s.gaps, table{"seller_id": pick("s1", "s3"), "gap_opened_on": "2024-06-26"})
	}
	for i := range rapid.IntRange(1, 8).Draw(t, "lines") {
		number := pick(numbers...)
		line := table{
			"seller_id": pick("s1", "s2", "s3"), "payout_id": "P", "line_id": fmt.Sprint(i), "line_type": pick("sale", "sale", "sale", "payout", "refund"),
			"payout_status_code": pick("paid", "paid", "paid", "paid", "", "returned", "cancelled", "carried_over"), "hold_reason": pick("", "", "", "risk", "below_minimum"),
			"arrival_code": pick("arrived", "arrived", "arrived", "unknown"), "is_test_transfer": pick("", "", "", "false", "true"),
			"settled_on": day("2024-05-27"), "confirmed_at": maybe(instant("2024-05-20")), "reported_delay_days": maybe(fmt.Sprint(rapid.IntRange(0, 9).Draw(t, "reported"))),
		}
		if line["arrival_code"] == "arrived" {
			line["arrived_on"] = maybe(plus(line["settled_on"], rapid.IntRange(0, 9).Draw(t, "arrival")))
		}
		switch rapid.IntRange(0, 3).Draw(t, "keys") {
		case 0:
			line["order_id"] = number[:3]
		case 1:
			line["posting_number"] = number
		case 2:
			line["order_id"], line["posting_number"] = number[:3], number
		}
		s.lines = append(s.lines, line)
	}
	return s
}
