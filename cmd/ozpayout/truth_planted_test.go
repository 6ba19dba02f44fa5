package main

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// compareBindings compares, for each current binding, the checks that fail, and of
// the first of them the difference.
func compareBindings(t *testing.T, truth []map[string]string, m marts) {
	t.Helper()
	type binding struct{ seller, provider string }
	type difference struct{ Class, Index, SameDivision string }
	failing := map[binding][]string{}
	differences := map[binding]map[string]difference{}
	eachRow(t, m, datasets.BindingChecks, func(r row) {
		if !r.flag(datasets.IsCurrentBinding) || r.text(datasets.CheckResult) != "fail" {
			return
		}
		of := binding{r.text(datasets.SellerID), r.text(datasets.Provider)}
		check := r.text(datasets.CheckID)
		failing[of] = append(failing[of], check)
		if differences[of] == nil {
			differences[of] = map[string]difference{}
		}
		differences[of][check] = difference{r.text(datasets.DifferenceClass), r.text(datasets.FirstDifferenceIndex), spelled("", r.text(datasets.SameDivision))}
	})
	for _, planted := range truth {
		of := binding{planted["seller_id"], planted["provider"]}
		var want []string
		if planted["failing_checks"] != "" {
			want = strings.Split(planted["failing_checks"], "|")
		}
		if diff := cmp.Diff(slices.Sorted(slices.Values(want)), slices.Sorted(slices.Values(failing[of]))); diff != "" {
			t.Errorf("%s: failing checks (-truth +batch)\n%s", planted["planted"], diff)
		}
		delete(failing, of)
		if len(want) == 0 {
			continue
		}
		got := differences[of][want[0]]
		expected := difference{planted["difference_class"], planted["first_difference_index"], spelled("", planted["same_division"])}
		if expected.Class == "" { // not told
			expected.Class, expected.Index = got.Class, got.Index
		}
		if expected.SameDivision == "" {
			expected.SameDivision = got.SameDivision
		}
		if diff := cmp.Diff(expected, got); diff != "" {
			t.Errorf("%s (-truth +batch)\n%s", planted["planted"], diff)
		}
	}
	if len(failing) > 0 {
		t.Errorf("failing checks where no binding was made: %v", failing)
	}
}

// compareEligibility compares who may use LianLian's channel (A22, A23).
func compareEligibility(t *testing.T, truth []map[string]string, m marts) {
	t.Helper()
	got := map[string]string{}
	eachRow(t, m, datasets.Eligibility, func(r row) {
		if r.text(datasets.EligibilityPolicy) == "article-2024" {
			got[r.text(datasets.SellerID)] = r.text(datasets.ChannelEligible)
		}
	})
	for _, planted := range truth {
		want := spelled("", planted["is_eligible"])
		if seller := planted["seller_id"]; want != "" && got[seller] != want {
			t.Errorf("%s, %s: eligible %q, want %q", seller, planted["planted"], got[seller], want)
		}
	}
}

// compareRisk compares why payouts were held or expected to be. Of a payout that
// has not arrived the interception for want of an INN is a warning.
func compareRisk(t *testing.T, truth []map[string]string, m marts) {
	t.Helper()
	type flag struct{ seller, payout, code string }
	type days struct{ Since, Until string }
	want, got := map[flag]days{}, map[flag]days{}
	for _, r := range truth {
		want[flag{r["seller_id"], r["payout_id"], r["flag_code"]}] = days{r["since_on"], r["until_on"]}
	}
	eachRow(t, m, datasets.RiskFlags, func(r row) {
		switch code := r.text(datasets.FlagCode); code {
		case "FREEZE_NEXT_3", "INN_INTERCEPT", "TAX_HOLD", "HOLD":
			got[flag{r.text(datasets.SellerID), r.text(datasets.FlagPayoutID), code}] = days{r.text(datasets.FlagSinceOn), r.text(datasets.FlagUntilOn)}
		}
	})
	if diff := cmp.Diff(want, got); diff != "" || len(want) < 10 {
		t.Errorf("%d flags planted (-truth +batch)\n%s", len(want), diff)
	}
}

// compareCosts adds up what withdrawals cost, to the cent.
func compareCosts(t *testing.T, truth []map[string]string, m marts) {
	t.Helper()
	columns := map[string]pipeline.Column{
		"ideal_amount": datasets.CostIdeal, "timing_cost": datasets.CostTiming, "spread_cost": datasets.CostSpread,
		"fee_cost": datasets.CostFee, "fixed_cost": datasets.CostFixed, "net_amount": datasets.CostNet,
	}
	sums := map[[2]string]map[string]int64{}
	eachRow(t, m, datasets.WithdrawalCosts, func(r row) {
		key := [2]string{r.text(datasets.Provider), r.text(datasets.CostSource)}
		if sums[key] == nil {
			sums[key] = map[string]int64{}
		}
		for name, column := range columns {
			sums[key][name] += r.number(column)
		}
		sums[key]["withdrawals"]++
	})
	for _, planted := range truth {
		key := [2]string{planted["provider"], planted["currency"]}
		got := sums[key]
		if got == nil || number(t, planted["withdrawals"]) != got["withdrawals"] {
			t.Errorf("%v: %d withdrawals, want %s", key, got["withdrawals"], planted["withdrawals"])
			continue
		}
		// Roubles are planted without a fraction; elsewhere a part may be rounded apart.
		most := int64(0)
		if planted["currency"] != "RUB" {
			most = got["withdrawals"]
		}
		for name := range columns {
			want := number(t, strings.Replace(planted[name], ".", "", 1))
			if off := want - got[name]; off < -most || off > most {
				t.Errorf("%v: %s is %d, want %d", key, name, got[name], want)
			}
		}
	}
}

// comparePairs compares how much dearer one route is than another.
func comparePairs(t *testing.T, truth []map[string]string, m marts) {
	t.Helper()
	for _, planted := range truth {
		found := 0
		eachRow(t, m, datasets.RoutePairs, func(r row) {
			if r.text(datasets.RouteA) != planted["route_a"] || r.text(datasets.RouteB) != planted["route_b"] {
				return
			}
			found++
			if got := datasets.DifferenceBP.In(r.rec).Value(r.at); math.Abs(got-35) > 1e-9 {
				t.Errorf("%s: %v basis points, want %s", r.text(datasets.PairDesign), got, planted["difference_bp"])
			}
		})
		if found != 2 {
			t.Errorf("%v: %d designs, want all and same_day", planted, found)
		}
	}
}

// compareItems compares what tickets lack.
func compareItems(t *testing.T, truth []map[string]string, m marts) {
	t.Helper()
	want, got := map[[2]string]bool{}, map[[2]string]bool{}
	for _, r := range truth {
		want[[2]string{r["ticket_id"], r["missing_item"]}] = true
	}
	eachRow(t, m, datasets.TicketCompleteness, func(r row) {
		if r.text(datasets.ItemState) != "present" {
			got[[2]string{r.text(datasets.TicketID), r.text(datasets.TicketItem)}] = true
		}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-truth +batch)\n%s", diff)
	}
}

// compareOpenTickets looks for the planted open tickets beside the lines to
// escalate.
func compareOpenTickets(t *testing.T, truth []map[string]string, m marts) {
	t.Helper()
	open := map[string]string{}
	for _, r := range truth {
		if r["payout_id"] != "" && r["is_open"] == "true" {
			open[r["payout_id"]] = r["ticket_id"]
		}
	}
	found := 0
	eachRow(t, m, datasets.Escalations, func(r row) {
		if r.text(datasets.EscalationReason) != "OVERDUE_5" {
			return
		}
		ticket := open[r.text(datasets.PayoutID)]
		if got := r.text(datasets.OpenTicketID); got != ticket {
			t.Errorf("%s: open ticket %q, want %q", r.text(datasets.PayoutID), got, ticket)
		}
		if ticket != "" {
			found++
		}
	})
	if found == 0 {
		t.Error("no line to escalate has an open ticket")
	}
}
