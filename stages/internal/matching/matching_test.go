package matching_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ozpayout/stages/internal/matching"
)

var limits = matching.Limits{Candidates: 12, Steps: 100_000}

// owed is due at L in CNY from day 1 to day 9.
func owed(id string, amount int64, change ...func(*matching.Owed)) matching.Owed {
	o := matching.Owed{ID: id, Account: "L", Amount: amount, Currency: "CNY", From: 1, To: 9}
	for _, c := range change {
		c(&o)
	}
	return o
}

// received came in at L in CNY on day 5.
func received(id string, amount int64, change ...func(*matching.Received)) matching.Received {
	r := matching.Received{ID: id, Account: "L", Amount: amount, Currency: "CNY", On: 5}
	for _, c := range change {
		c(&r)
	}
	return r
}

func names(payout string) func(*matching.Received) {
	return func(r *matching.Received) { r.Names = payout }
}

func number(number string) func(*matching.Received) {
	return func(r *matching.Received) { r.Number = number }
}

func numbers(numbers ...string) func(*matching.Owed) {
	return func(o *matching.Owed) { o.Numbers = numbers }
}

func batch(batch string) func(*matching.Owed) {
	return func(o *matching.Owed) { o.Batch = batch }
}

// told is a group by the ids of its amounts.
type told struct {
	Owed, Received []string
	Method         matching.Method
	Reason         matching.Reason
}

func tell(groups []matching.Group, owed []matching.Owed, received []matching.Received) []told {
	var all []told
	for _, g := range groups {
		t := told{Method: g.Method, Reason: g.Reason}
		for _, i := range g.Owed {
			t.Owed = append(t.Owed, owed[i].ID)
		}
		for _, i := range g.Received {
			t.Received = append(t.Received, received[i].ID)
		}
		slices.Sort(t.Owed)
		slices.Sort(t.Received)
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b told) int {
		return slices.Compare(append(slices.Clone(a.Owed), a.Received...), append(slices.Clone(b.Owed), b.Received...))
	})
	return all
}

func TestMatch(t *testing.T) {
	type side = []string
	tests := map[string]struct {
		owed     []matching.Owed
		received []matching.Received
		want     []told
	}{
		"one to one by id, whatever the amount, day and account": {
			[]matching.Owed{owed("P1", 100)},
			[]matching.Received{received("R1", 7, names("P1"), func(r *matching.Received) { r.On, r.Account, r.Currency = 99, "W", "USD" })},
			[]told{{side{"P1"}, side{"R1"}, matching.ByID, ""}},
		},
		"several receipts name a payout": {
			[]matching.Owed{owed("P1", 100)},
			[]matching.Received{received("R1", 60, names("P1")), received("R2", 40, names("P1"))},
			[]told{{side{"P1"}, side{"R1", "R2"}, matching.ByID, ""}},
		},
		"one bank receipt of two payouts": {
			[]matching.Owed{owed("P1", 60, numbers("N1")), owed("P2", 40, numbers("N0", "N1"))},
			[]matching.Received{received("R1", 100, number("N1"))},
			[]told{{side{"P1", "P2"}, side{"R1"}, matching.ByID, ""}},
		},
		"a receipt names a batch": {
			[]matching.Owed{owed("P1", 60, batch("B")), owed("P2", 41, batch("B")), owed("P3", 1)},
			[]matching.Received{received("R1", 100, names("B"))},
			[]told{{side{"P1", "P2"}, side{"R1"}, matching.ByID, ""}, {side{"P3"}, nil, "", ""}},
		},
		"a payout named wins over a number": {
			[]matching.Owed{owed("P1", 100), owed("P2", 100, numbers("N"))},
			[]matching.Received{received("R1", 100, names("P1"), number("N"))},
			[]told{{side{"P1"}, side{"R1"}, matching.ByID, ""}, {side{"P2"}, nil, "", ""}},
		},
		"what names something else is nobody's": {
			[]matching.Owed{owed("P1", 100)},
			[]matching.Received{received("R1", 60, names("P9")), received("R2", 40, names("P9")), received("R3", 100, names("P8"))},
			[]told{
				{side{"P1"}, nil, "", ""}, {nil, side{"R1", "R2"}, "", matching.UnknownName}, {nil, side{"R3"}, "", matching.UnknownName},
			},
		},
		"one receipt of a batch": {
			[]matching.Owed{owed("P1", 60, batch("B")), owed("P2", 40, batch("B")), owed("P3", 100)},
			[]matching.Received{received("R1", 100)},
			[]told{{side{"P1", "P2"}, side{"R1"}, matching.ByBatch, ""}, {side{"P3"}, nil, "", ""}},
		},
		"a batch of one payout is no batch": {
			[]matching.Owed{owed("P1", 100, batch("B"))},
			[]matching.Received{received("R1", 100)},
			[]told{{side{"P1"}, side{"R1"}, matching.ByCover, ""}},
		},
		"one receipt, the sum of two batches": {
			[]matching.Owed{owed("P1", 60, batch("B")), owed("P2", 40, batch("B")), owed("P3", 70, batch("C")), owed("P4", 30, batch("C"))},
			[]matching.Received{received("R1", 100)},
			[]told{
				{side{"P1"}, nil, "", matching.SeveralSolutions},
				{side{"P2"}, nil, "", matching.SeveralSolutions},
				{side{"P3"}, nil, "", matching.SeveralSolutions},
				{side{"P4"}, nil, "", matching.SeveralSolutions},
				{nil, side{"R1"}, "", matching.SeveralSolutions},
			},
		},
		"a batch: another sum, account, currency, day": {
			[]matching.Owed{owed("P1", 60, batch("B")), owed("P2", 40, batch("B"))},
			[]matching.Received{
				received("R1", 99), received("R2", 100, func(r *matching.Received) { r.Account = "W" }),
				received("R3", 100, func(r *matching.Received) { r.Currency = "USD" }), received("R4", 100, func(r *matching.Received) { r.On = 10 }),
			},
			[]told{
				{side{"P1"}, nil, "", ""},
				{side{"P2"}, nil, "", ""},
				{nil, side{"R1"}, "", ""},
				{nil, side{"R2"}, "", ""},
				{nil, side{"R3"}, "", ""},
				{nil, side{"R4"}, "", ""},
			},
		},
		"what a batch still misses": {
			[]matching.Owed{owed("P1", 60, batch("B")), owed("P2", 40, batch("B")), owed("P3", 9, batch("B"))},
			[]matching.Received{received("R1", 100), received("R2", 9, names("P3"))},
			[]told{{side{"P1", "P2"}, side{"R1"}, matching.ByBatch, ""}, {side{"P3"}, side{"R2"}, matching.ByID, ""}},
		},
		"two receipts of the sum of a batch": {
			[]matching.Owed{owed("P1", 60, batch("B")), owed("P2", 40, batch("B"))},
			[]matching.Received{received("R1", 100), received("R2", 100)},
			[]told{
				{side{"P1"}, nil, "", matching.SeveralSolutions},
				{side{"P2"}, nil, "", matching.SeveralSolutions},
				{nil, side{"R1"}, "", matching.SeveralSolutions},
				{nil, side{"R2"}, "", matching.SeveralSolutions},
			},
		},
		"covering: one to one, one to many, many to one": {
			[]matching.Owed{owed("P1", 1001), owed("P2", 2003), owed("P3", 400), owed("P4", 5)},
			[]matching.Received{received("R1", 1001), received("R2", 2000), received("R3", 3), received("R4", 405), received("R5", 7)},
			[]told{
				{side{"P1"}, side{"R1"}, matching.ByCover, ""},
				{side{"P2"}, side{"R2", "R3"}, matching.ByCover, ""},
				{side{"P3", "P4"}, side{"R4"}, matching.ByCover, ""},
				{nil, side{"R5"}, "", ""},
			},
		},
		"two payouts of an amount, one receipt": {
			[]matching.Owed{owed("P1", 100), owed("P2", 100)},
			[]matching.Received{received("R1", 100)},
			[]told{
				{side{"P1"}, nil, "", matching.SeveralSolutions},
				{side{"P2"}, nil, "", matching.SeveralSolutions},
				{nil, side{"R1"}, "", matching.SeveralSolutions},
			},
		},
		"a receipt that is one payout or the sum of two": {
			[]matching.Owed{owed("P1", 100), owed("P2", 200), owed("P3", 300)},
			[]matching.Received{received("R1", 300)},
			[]told{
				{side{"P1"}, nil, "", matching.SeveralSolutions},
				{side{"P2"}, nil, "", matching.SeveralSolutions},
				{side{"P3"}, nil, "", matching.SeveralSolutions},
				{nil, side{"R1"}, "", matching.SeveralSolutions},
			},
		},
		"two choices of tangled blocks": {
			[]matching.Owed{owed("P1", 100), owed("P2", 200), owed("P3", 300)},
			[]matching.Received{received("R1", 300), received("R2", 300)},
			[]told{
				{side{"P1"}, nil, "", matching.SeveralSolutions},
				{side{"P2"}, nil, "", matching.SeveralSolutions},
				{side{"P3"}, nil, "", matching.SeveralSolutions},
				{nil, side{"R1"}, "", matching.SeveralSolutions},
				{nil, side{"R2"}, "", matching.SeveralSolutions},
			},
		},
		"the days tell equal amounts apart": {
			[]matching.Owed{owed("P1", 100), owed("P2", 100, func(o *matching.Owed) { o.From, o.To = 20, 29 })},
			[]matching.Received{received("R1", 100), received("R2", 100, func(r *matching.Received) { r.On = 29 })},
			[]told{{side{"P1"}, side{"R1"}, matching.ByCover, ""}, {side{"P2"}, side{"R2"}, matching.ByCover, ""}},
		},
		"one choice of tangled blocks": {
			// R2 comes too late for P3, so R1 is of P3 and R2 of the other two.
			[]matching.Owed{owed("P1", 100), owed("P2", 200), owed("P3", 300, func(o *matching.Owed) { o.To = 5 })},
			[]matching.Received{received("R1", 300), received("R2", 300, func(r *matching.Received) { r.On = 6 })},
			[]told{{side{"P1", "P2"}, side{"R2"}, matching.ByCover, ""}, {side{"P3"}, side{"R1"}, matching.ByCover, ""}},
		},
		"other account, other currency, other day, unknown account": {
			[]matching.Owed{owed("P1", 100), owed("P2", 500, func(o *matching.Owed) { o.Account = "" })},
			[]matching.Received{
				received("R1", 100, func(r *matching.Received) { r.Account = "W" }), received("R2", 100, func(r *matching.Received) { r.Currency = "USD" }),
				received("R3", 100, func(r *matching.Received) { r.On = 10 }), received("R4", 500, func(r *matching.Received) { r.Account = "" }),
			},
			[]told{
				{side{"P1"}, nil, "", ""},
				{side{"P2"}, nil, "", ""},
				{nil, side{"R1"}, "", ""},
				{nil, side{"R2"}, "", ""},
				{nil, side{"R3"}, "", ""},
				{nil, side{"R4"}, "", ""},
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := tell(matching.Match(test.owed, test.received, limits), test.owed, test.received)
			want := slices.Clone(test.want)
			slices.SortFunc(want, func(a, b told) int {
				return slices.Compare(append(slices.Clone(a.Owed), a.Received...), append(slices.Clone(b.Owed), b.Received...))
			})
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Sums of several amounts are tried of at most so many; pairs are always seen.
func TestTooManyCandidates(t *testing.T) {
	claims := []matching.Owed{owed("P1", 100), owed("P2", 20), owed("P3", 30), owed("P4", 47)}
	arrivals := []matching.Received{received("R1", 100), received("R2", 67)}
	for candidates, want := range map[int][]told{
		3: {{[]string{"P1"}, []string{"R1"}, matching.ByCover, ""}, {[]string{"P2", "P4"}, []string{"R2"}, matching.ByCover, ""}, {[]string{"P3"}, nil, "", ""}},
		2: {
			{[]string{"P1"}, []string{"R1"}, matching.ByCover, ""},
			{[]string{"P2"}, nil, "", matching.TooManyCandidates},
			{[]string{"P3"}, nil, "", matching.TooManyCandidates},
			{[]string{"P4"}, nil, "", matching.TooManyCandidates},
			{nil, []string{"R2"}, "", matching.TooManyCandidates},
		},
	} {
		got := tell(matching.Match(claims, arrivals, matching.Limits{Candidates: candidates, Steps: 1000}), claims, arrivals)
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%d candidates (-want +got):\n%s", candidates, diff)
		}
	}
}

// R1 is equal to P2, but may as well be one of the many receipts of P1, whose sums
// are not tried: so nothing is said.
func TestAmountsOfUntriedSumsStayAlone(t *testing.T) {
	claims := []matching.Owed{owed("P1", 100), owed("P2", 20), owed("P3", 200)}
	arrivals := []matching.Received{received("R1", 20), received("R2", 30), received("R3", 50), received("R4", 200)}
	want := []told{
		{[]string{"P1"}, nil, "", matching.TooManyCandidates},
		{[]string{"P2"}, nil, "", matching.TooManyCandidates},
		{[]string{"P3"}, []string{"R4"}, matching.ByCover, ""},
		{nil, []string{"R1"}, "", matching.TooManyCandidates},
		{nil, []string{"R2"}, "", matching.TooManyCandidates},
		{nil, []string{"R3"}, "", matching.TooManyCandidates},
	}
	got := tell(matching.Match(claims, arrivals, matching.Limits{Candidates: 2, Steps: 1000}), claims, arrivals)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A search that runs out of steps says nothing: neither that of sums nor that of a covering.
func TestSearchLimit(t *testing.T) {
	payouts := func(amounts ...int64) (all []matching.Owed) {
		for i, amount := range amounts {
			all = append(all, owed(fmt.Sprint("P", i), amount))
		}
		return all
	}
	receipts := func(amounts ...int64) (all []matching.Received) {
		for i, amount := range amounts {
			all = append(all, received(fmt.Sprint("R", i), amount))
		}
		return all
	}
	for name, test := range map[string]struct {
		owed     []matching.Owed
		received []matching.Received
		steps    int
	}{
		"a receipt of three payouts":            {payouts(20, 30, 50), receipts(100), 3},
		"a payout by three receipts":            {payouts(100), receipts(20, 30, 50), 4},
		"five equal payouts, one receipt short": {payouts(7, 7, 7, 7, 7), receipts(7, 7, 7, 7), 20},
	} {
		groups := matching.Match(test.owed, test.received, matching.Limits{Candidates: 12, Steps: test.steps})
		if len(groups) != len(test.owed)+len(test.received) {
			t.Errorf("%s: %d groups", name, len(groups))
		}
		for _, g := range groups {
			if g.Reason != matching.SearchLimit || g.Method != "" {
				t.Errorf("%s: group %v after %d steps", name, g, test.steps)
			}
		}
	}
}
