package datepayouts_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

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
