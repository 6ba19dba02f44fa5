package main

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// packDifferences are the columns in which the two packs answer differently for the
// same shop, by table; "rows" where a table has other rows. Every other cell of
// every table is the same, but for the pack and the rules it names.
var packDifferences = map[string]string{
	// Due by halves of a month; below the minimum carried over; no typical days (R01, R02).
	"payout_facts":           "ageing_code bottleneck_cause_code bottleneck_tie_count cause_count days_after_due due_on due_rule_id is_escalated is_late precedence_cause_code scope_code typical_days unexplained_days",
	"delay_causes":           "rows",
	"cause_shares":           "rows",
	"escalations":            "rows",
	"on_time_rates":          "batches design_effect known_3 known_5 lines on_time rate rate_hi rate_hi_cluster rate_lo rate_lo_cluster within_3_rate within_5_rate",
	"tier_comparison":        "chi_square difference difference_hi difference_lo odds_ratio odds_ratio_hi odds_ratio_lo ordinary_lines ordinary_on_time ordinary_rate p_value premium_lines premium_on_time premium_rate routes_lines verdict_code",
	"time_to_payout":         "rows",
	"time_to_payout_summary": "rows",
	"risk_flags":             "rows", // a freeze follows a late payout
	"carrier_compliance":     "late_amount_cny",
	"invoice_coverage": "auto_invoices coverage_hi coverage_lo coverage_rate eligible_orders invoiced_by_due late_amount_cny late_invoice_days_max late_invoice_days_mean " +
		"late_invoices missing_invoices with_invoice with_language_pair without_invoice",
	"claims": "hi lo n own_value verdict_code",
	// What is carried over is not on its way (R02).
	"arrivals_forecast":     "rows",
	"forecast_backtest":     "bias_amount brier payouts",
	"exposures":             "rows",
	"payout_reconciliation": "rows",
	// The pages know no Merchant ID, no checklist, no cut-off and no tier (R04, R07).
	"binding_checks":     "rows",
	"binding_benchmarks": "rows",
	"document_checks":    "rows",
	"cutoff_compliance":  "rows",
	"seller_tiers":       "rows",
	// LianLian in CNY and USD only, Hong Kong allowed (R04, R08).
	"route_capabilities": "capability_code claim_rule_ids is_rmb_direct nspk_direct_code warning_code",
	"channel_states":     "is_before_channel_start",
	"findings":           "rows",
	// The rate of the day of the order (R03).
	"rate_audits":        "is_configured_basis",
	"rate_basis_summary": "is_configured_basis",
}

// TestPacksDifferWhereTheyShould: another pack judges the same facts by other rules
// and changes nothing else (R01-R10).
func TestPacksDifferWhereTheyShould(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the batch twice")
	}
	in, asOf := makeShop(t, 1500, 31)
	tables := map[string]marts{}
	for _, pack := range policyPacks() {
		folder := t.TempDir()
		runProgram(t, folder, nil, "run", "--in", in, "--out", "out", "--as-of", asOf, "--policy", pack, "--lang", "none", "--quarantine-limit", "1", "--quiet")
		m, manifest, err := currentRun(filepath.Join(folder, "out"))
		if err != nil {
			t.Fatal(err)
		}
		if manifest.Pack != pack {
			t.Errorf("the manifest names pack %s, want %s", manifest.Pack, pack)
		}
		tables[pack] = m
	}
	got := map[string]string{}
	for _, d := range batch().Marts() {
		if differing := differingColumns(t, d, tables["article-2024"], tables["ozon-help-2023"]); differing != "" {
			got[d.Name] = differing
		}
	}
	if diff := cmp.Diff(packDifferences, got); diff != "" {
		t.Errorf("columns that differ (-want +got)\n%s", diff)
	}
}

// differingColumns returns the columns in which rows of the same key differ, or
// "rows".
func differingColumns(t *testing.T, d *pipeline.Dataset, a, b marts) string {
	t.Helper()
	left, right := rowsByKey(t, d, a), rowsByKey(t, d, b)
	if len(left) != len(right) {
		return "rows"
	}
	var columns []string
	for key, cells := range left {
		others, ok := right[key]
		if !ok {
			return "rows"
		}
		for i, c := range d.Columns {
			if cells[i] != others[i] && !slices.Contains(columns, c.ColumnName()) {
				columns = append(columns, c.ColumnName())
			}
		}
	}
	slices.Sort(columns)
	return strings.Join(columns, " ")
}

// rowsByKey returns the cells of a table as text, by its key; the pack and the
// rules are left out.
func rowsByKey(t *testing.T, d *pipeline.Dataset, m marts) map[string][]string {
	t.Helper()
	rows := map[string][]string{}
	eachRow(t, m, d, func(r row) {
		cells := make([]string, len(d.Columns))
		for i, c := range d.Columns {
			if c != pipeline.Column(datasets.PolicyPack) && c != pipeline.Column(datasets.DecidedBy) {
				cells[i] = r.text(c)
			}
		}
		key := cells
		if d.Key != nil {
			key = nil
			for _, c := range d.Key {
				key = append(key, r.text(c))
			}
		}
		rows[strings.Join(key, "\x00")] = cells
	})
	return rows
}
