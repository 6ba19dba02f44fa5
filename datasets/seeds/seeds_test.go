package seeds_test

import (
	"encoding/csv"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ozpayout/datasets/seeds"
)

// keys names the columns that identify a row, per file.
var keys = map[string][]string{
	"binding_rules.csv":        {"pack", "check_id", "valid_from"},
	"calendar.csv":             {"country", "date"},
	"carriers.csv":             {"alias", "valid_from"},
	"cause_catalog.csv":        {"cause_code"},
	"cn_provinces.csv":         {"alias"},
	"code_texts.csv":           {"code_kind", "code"},
	"document_checklists.csv":  {"pack", "provider", "document_code", "valid_from"},
	"due_rules.csv":            {"pack", "due_rule_id"},
	"eligibility_rules.csv":    {"pack", "scope", "provider", "attribute", "valid_from"},
	"error_codes.csv":          {"error_code"},
	"phrases.csv":              {"text_en"},
	"policy_values.csv":        {"pack", "name", "valid_from"},
	"provider_routes.csv":      {"pack", "route_code", "valid_from"},
	"published_claims.csv":     {"claim_id"},
	"published_fees.csv":       {"pack", "provider", "fee_kind", "currency", "tier_basis", "tier_from", "valid_from"},
	"sensitive_categories.csv": {"category", "valid_from"},
	"service_clocks.csv":       {"pack", "clock_code", "valid_from"},
	"ticket_items.csv":         {"pack", "process", "item_code", "valid_from"},
	"tiers.csv":                {"pack", "tier_code", "metric_code", "valid_from"},
	"typical_days.csv":         {"pack", "route_code", "currency", "valid_from"},
}

// A table has one map from column to cell per row.
func table(t *testing.T, name string) (header []string, rows []map[string]string) {
	t.Helper()
	file, err := seeds.Files.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, column := range records[0] {
			row[column] = record[i]
		}
		rows = append(rows, row)
	}
	return records[0], rows
}

func TestEveryFileHasUniqueKeysAndSources(t *testing.T) {
	names, err := fs.Glob(seeds.Files, "*.csv")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) != len(keys) {
		t.Errorf("%d files, %d with a key", len(names), len(keys))
	}
	ruleIDs := regexp.MustCompile(`^[ABCDR]\d\d( [ABCDR]\d\d)*$`)
	for _, name := range names {
		header, rows := table(t, name)
		seen := map[string]bool{}
		for i, row := range rows {
			var key []string
			for _, column := range keys[name] {
				key = append(key, row[column])
			}
			if joined := strings.Join(key, "\x00"); seen[joined] {
				t.Errorf("%s row %d: key %q twice", name, i+2, key)
			} else {
				seen[joined] = true
			}
			if slices.Contains(header, "source") && row["source"] == "" {
				t.Errorf("%s row %d: no source", name, i+2)
			}
			if slices.Contains(header, "rule_ids") && !ruleIDs.MatchString(row["rule_ids"]) {
				t.Errorf("%s row %d: rule ids %q", name, i+2, row["rule_ids"])
			}
			if from, to := row["valid_from"], row["valid_to"]; from != "" && to != "" && from > to {
				t.Errorf("%s row %d: valid from %s to %s", name, i+2, from, to)
			}
		}
	}
}

// The order of precedence has no holes, and the claimed shares of the four
// groups make up 100 % (B09).
func TestCauseCatalog(t *testing.T) {
	_, rows := table(t, "cause_catalog.csv")
	shares := map[string]float64{}
	for i, row := range rows {
		if row["precedence"] != strconv.Itoa(i+1) {
			t.Errorf("%s has precedence %s, want %d", row["cause_code"], row["precedence"], i+1)
		}
		if row["claim_group"] != "" {
			share, err := strconv.ParseFloat(row["claim_share"], 64)
			if err != nil {
				t.Fatal(err)
			}
			if before, ok := shares[row["claim_group"]]; ok && before != share {
				t.Errorf("group %s claims %v and %v", row["claim_group"], before, share)
			}
			shares[row["claim_group"]] = share
		}
	}
	if sum := shares["tracking"] + shares["returns"] + shares["invoice"] + shares["other"]; len(shares) != 4 || sum < 0.9999 || sum > 1.0001 {
		t.Errorf("claimed shares %v", shares)
	}
}

// A published figure is never anything but a claim of one of the two articles
// (A01), and no advertising phone number is carried (A40, B33).
func TestPublishedClaims(t *testing.T) {
	asOf := regexp.MustCompile(`^20\d\d-\d\d-\d\d$`)
	phone := regexp.MustCompile(`\d{11}|400-\d{3}`)
	_, rows := table(t, "published_claims.csv")
	for _, row := range rows {
		id := row["claim_id"]
		if row["status"] != "claim" || !asOf.MatchString(row["as_of"]) || row["value"] == "" || row["document"] == "" {
			t.Errorf("%s: %v", id, row)
		}
		if rule := row["rule_id"]; row["source"] != rule[:1] || !strings.HasPrefix(id, strings.ToLower(rule)+"_") {
			t.Errorf("%s: rule %s, source %s", id, rule, row["source"])
		}
		for column, cell := range row {
			if phone.MatchString(cell) {
				t.Errorf("%s: %s has a phone number", id, column)
			}
		}
	}
}

// TestB01ClaimsAreDated: a figure is of the day that its document names, else of the
// last day of the period that it speaks of, and none is younger than the page.
func TestB01ClaimsAreDated(t *testing.T) {
	const page = "2026-03-05"
	day := regexp.MustCompile(`20\d\d-\d\d-\d\d$`)
	period := regexp.MustCompile(`(20\d\d)(?:-(\d\d)|Q(\d)|H(\d))$`)
	_, rows := table(t, "published_claims.csv")
	dated := 0
	for _, row := range rows {
		asOf, err := time.Parse(time.DateOnly, row["as_of"])
		if err != nil {
			t.Fatal(err)
		}
		if row["as_of"] > page || row["as_of"] != page && asOf.AddDate(0, 0, 1).Day() != 1 {
			t.Errorf("%s is of %s: neither the page date nor the end of a month", row["claim_id"], row["as_of"])
		}
		want := day.FindString(row["document"])
		if m := period.FindStringSubmatch(row["scope"]); m != nil && want == "" {
			year, _ := strconv.Atoi(m[1])
			month, _ := strconv.Atoi(m[2])
			quarter, _ := strconv.Atoi(m[3])
			half, _ := strconv.Atoi(m[4])
			want = time.Date(year, time.Month(month+3*quarter+6*half+1), 0, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		}
		if want == "" {
			continue
		}
		dated++
		if row["as_of"] != want {
			t.Errorf("%s is of %s, its source says %s", row["claim_id"], row["as_of"], want)
		}
	}
	if dated < 10 {
		t.Errorf("only %d figures name their date", dated)
	}
}

// Every due rule has a text to print, and every text three languages.
func TestCodeTexts(t *testing.T) {
	_, texts := table(t, "code_texts.csv")
	due := map[string]bool{}
	for _, row := range texts {
		if row["label_en"] == "" || row["label_zh"] == "" || row["label_ru"] == "" {
			t.Errorf("%s %s lacks a language", row["code_kind"], row["code"])
		}
		if row["code_kind"] == "due_rule_id" {
			due[row["code"]] = true
		}
	}
	_, rules := table(t, "due_rules.csv")
	for _, rule := range rules {
		if !due[rule["due_rule_id"]] {
			t.Errorf("due rule %s has no text", rule["due_rule_id"])
		}
	}
}

// Every next step of the audit, every paper asked for and every reason of
// eligibility has a text to print.
func TestBindingCodesHaveTexts(t *testing.T) {
	_, texts := table(t, "code_texts.csv")
	known := map[string]bool{}
	for _, row := range texts {
		known[row["code_kind"]+" "+row["code"]] = true
	}
	for _, of := range []struct{ file, column, kind string }{
		{"binding_rules.csv", "check_id", "check_id"},
		{"binding_rules.csv", "next_step", "next_step"},
		{"document_checklists.csv", "document_code", "document_code"},
		{"eligibility_rules.csv", "reason_code", "eligibility_reason_code"},
	} {
		_, rows := table(t, of.file)
		for _, row := range rows {
			if code := row[of.column]; code != "" && !known[of.kind+" "+code] {
				t.Errorf("%s: %s %s has no text", of.file, of.kind, code)
			}
		}
	}
}
