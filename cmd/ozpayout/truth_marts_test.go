package main

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ozpayout/cmd/ozpayout/internal/shop"
	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// TestPlantedTruth compares the marts of one made-up shop with what the generator
// planted in bindings, channels, papers, tiers, payouts, routes and tickets.
func TestPlantedTruth(t *testing.T) {
	dir := t.TempDir()
	summary, err := shop.Write(t.Context(), dir, shop.Options{Orders: 6000, Seed: 7, From: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Days: 90})
	if err != nil {
		t.Fatal(err)
	}
	m := runShop(t, dir, summary)
	truth := func(name string) []map[string]string { return readCSV(t, filepath.Join(dir, "truth_"+name+".csv")) }
	t.Run("A08 bindings", func(t *testing.T) { compareBindings(t, truth("bindings"), m) })
	t.Run("A22 eligibility", func(t *testing.T) { compareEligibility(t, truth("bindings"), m) })
	for _, c := range comparisons {
		t.Run(c.rules+" "+c.mart.Name, func(t *testing.T) { c.compare(t, truth(c.file), m) })
	}
	t.Run("B24 B29 B31 risk_flags", func(t *testing.T) { compareRisk(t, truth("risk"), m) })
	t.Run("A35 withdrawal_costs", func(t *testing.T) { compareCosts(t, truth("costs"), m) })
	t.Run("A35 route_pairs", func(t *testing.T) { comparePairs(t, truth("pairs"), m) })
	t.Run("A20 ticket_completeness", func(t *testing.T) { compareItems(t, truth("ticket_items"), m) })
	t.Run("B22 escalations", func(t *testing.T) { compareOpenTickets(t, truth("tickets"), m) })
}

// A comparison joins a truth file with a mart: every row of the truth must have
// one row there, equal in the compared cells.
type comparison struct {
	rules, file string
	mart        *pipeline.Dataset
	keep        func(row) bool // rows of the mart that are compared; nil: all
	key         map[string]pipeline.Column
	cells       map[string]pipeline.Column
	whole       bool // the mart may have no other rows
}

var comparisons = []comparison{
	{
		rules: "A14 A24 A26 A38", file: "channels", mart: datasets.ChannelStates, whole: true,
		key: map[string]pipeline.Column{"seller_id": datasets.SellerID, "provider": datasets.Provider, "checked_on": datasets.ChannelCheckedAt},
		cells: map[string]pipeline.Column{
			"state_code": datasets.ChannelStateCode, "last_sync_at": datasets.ChannelSyncedAt, "is_stale": datasets.ChannelIsStale,
			"balance_ok": datasets.BalanceOK, "threshold_ok": datasets.ThresholdOK, "predicted_suspension": datasets.PredictedSuspension,
		},
	},
	{
		rules: "R09 D49", file: "receipts", mart: datasets.PayoutReconciliation,
		key: map[string]pipeline.Column{"seller_id": datasets.SellerID, "payout_id": datasets.PayoutID, "against": datasets.Against},
		cells: map[string]pipeline.Column{
			"payout_amount": datasets.PayoutSide, "other_amount": datasets.OtherAmount, "currency": datasets.TieCurrency, "state_code": datasets.TieState,
		},
	},
	{
		rules: "A07 B25 B26", file: "documents", mart: datasets.DocumentChecks,
		key:   map[string]pipeline.Column{"seller_id": datasets.SellerID, "provider": datasets.Provider, "document_code": datasets.CheckedDocument},
		cells: map[string]pipeline.Column{"is_present": datasets.DocumentPresent, "review_days": datasets.ReviewDays},
	},
	{
		rules: "B11", file: "tiers", mart: datasets.SellerTiers,
		key: map[string]pipeline.Column{"seller_id": datasets.SellerID, "month": datasets.SellerMonth},
		cells: map[string]pipeline.Column{
			"gmv_passes": datasets.GMVPassed, "rating_passes": datasets.PositivePassed, "disputes_pass": datasets.DisputePassed,
			"passes_all": datasets.PassesAll, "months_in_a_row": datasets.MonthsInARow,
		},
	},
	{
		rules: "B28 C21", file: "rates", mart: datasets.RateBasisSummary, keep: func(r row) bool { return r.flag(datasets.FitsBest) },
		key:   map[string]pipeline.Column{"seller_id": datasets.SellerID},
		cells: map[string]pipeline.Column{"candidate_code": datasets.CandidateCode},
	},
	{
		rules: "9.1", file: "changes", mart: datasets.PayoutChanges, whole: true,
		key:   map[string]pipeline.Column{"seller_id": datasets.SellerID, "payout_id": datasets.PayoutID, "column_name": datasets.ChangedColumn},
		cells: map[string]pipeline.Column{"before": datasets.ValueBefore, "after": datasets.ValueAfter},
	},
	{
		rules: "A33", file: "routes", mart: datasets.Reroutes,
		key: map[string]pipeline.Column{
			"seller_id": datasets.SellerID, "month": datasets.RerouteMonth, "category": datasets.RerouteCategory,
			"intended_route": datasets.RerouteIntended, "actual_route": datasets.RerouteActual,
		},
		cells: map[string]pipeline.Column{"lines": datasets.RerouteLines},
	},
	{
		rules: "A17 A18 A19 B23", file: "tickets", mart: datasets.SLAClocks,
		key:   map[string]pipeline.Column{"seller_id": datasets.SellerID, "ticket_id": datasets.TicketID, "clock_code": datasets.SLAClock},
		cells: map[string]pipeline.Column{"due_at": datasets.SLADueAt, "ended_at": datasets.SLAEndedAt, "state_code": datasets.SLAState},
	},
	{
		rules: "A37", file: "answers", mart: datasets.ServiceLevels,
		keep: func(r row) bool {
			return r.text(datasets.SellerID) == "ALL" && r.text(datasets.ServicePeriod) == "ALL" && r.text(datasets.SLAClock) == "provider_response"
		},
		key:   map[string]pipeline.Column{"provider": datasets.ServiceParty},
		cells: map[string]pipeline.Column{"tickets": datasets.ServiceN, "mean_minutes": datasets.MeanMinutes, "median_minutes": datasets.MedianMinutes},
	},
}

func (c comparison) compare(t *testing.T, truth []map[string]string, m marts) {
	t.Helper()
	want, got := map[string]map[string]string{}, map[string]map[string]string{}
	for _, r := range truth {
		cells := map[string]string{}
		for name := range c.cells {
			cells[name] = spelled(name, r[name])
		}
		want[joinedKey(c.key, func(name string) string { return spelled(name, r[name]) })] = cells
	}
	eachRow(t, m, c.mart, func(r row) {
		if c.keep != nil && !c.keep(r) {
			return
		}
		key := joinedKey(c.key, func(name string) string { return spelled(name, r.text(c.key[name])) })
		if want[key] == nil && !c.whole {
			return
		}
		cells := map[string]string{}
		for name, column := range c.cells {
			cells[name] = spelled(name, r.text(column))
			if name == "predicted_suspension" && want[key][name] == "" {
				cells[name] = "" // the truth does not tell
			}
		}
		got[key] = cells
	})
	if len(want) == 0 {
		t.Error("nothing is planted")
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-truth +batch)\n%s", diff)
	}
}

func joinedKey(key map[string]pipeline.Column, cell func(name string) string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(key)) {
		parts = append(parts, name+"="+cell(name))
	}
	return strings.Join(parts, " ")
}

// spelled brings the cells of truth files and marts to one spelling: yes and no,
// instants in UTC, days in Moscow where the name says day, words without case.
func spelled(name, cell string) string {
	if at, err := time.Parse(time.RFC3339, cell); err == nil {
		if strings.HasSuffix(name, "_at") {
			return at.UTC().Format(time.RFC3339)
		}
		return at.Add(3 * time.Hour).UTC().Format(time.DateOnly)
	}
	switch cell {
	case "true":
		return "yes"
	case "false":
		return "no"
	}
	return strings.ToLower(cell)
}
