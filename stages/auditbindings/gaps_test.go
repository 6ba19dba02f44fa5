package auditbindings

import (
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/channelstate"
	"ozpayout/stages/internal/checklist"
	"ozpayout/stages/internal/policy"
)

// everyRule knows the checks of gaps, for every provider and day.
func everyRule() *rules {
	r := &rules{values: &policy.ValueTable{}, bindings: policy.BindingRuleTable{}, provinces: &policy.Provinces{}}
	always := policy.Period{From: policy.SinceEver, To: policy.ForEver}
	for _, id := range append(slices.Clone(gapChecks), "V3.account_name") {
		if id != "S4" { // needs thresholds
			r.bindings[id] = []policy.BindingRule{{CheckID: id, Period: always}}
		}
	}
	r.checklists = policy.Checklists{{Provider: "lianlian", Document: "business_licence", Period: always}}
	return r
}

func drawSeller(t *rapid.T) *seller {
	day := rapid.Int32Range(0, 30)
	name := rapid.SampledFrom([]string{"Foo", "Foo", "foo", ""})
	period := func() policy.Period {
		from := calendar.Day(day.Draw(t, "from"))
		return policy.Period{From: from, To: from + calendar.Day(rapid.Int32Range(0, 12).Draw(t, "for"))}
	}
	s := &seller{}
	// Periods of one key do not overlap.
	for _, p := range apart(rapid.SliceOfN(rapid.Custom(func(*rapid.T) policy.Period { return period() }), 0, 3).Draw(t, "accounts")) {
		s.accounts = append(s.accounts, account{
			period: p, name: name.Draw(t, "account"), licenceName: "Foo", isVerified: new(true),
			method: rapid.SampledFrom([]string{"lianlian", "bank", ""}).Draw(t, "method"), intended: rapid.SampledFrom([]string{"lianlian", "lianlian", ""}).Draw(t, "meant"),
		})
	}
	for _, p := range apart(rapid.SliceOfN(rapid.Custom(func(*rapid.T) policy.Period { return period() }), 0, 3).Draw(t, "bindings")) {
		s.bindings = append(s.bindings, &binding{period: p, provider: "lianlian", kyc: "complete", name: pair{name.Draw(t, "ozon"), "Foo"}})
	}
	for range rapid.IntRange(0, 3).Draw(t, "looks") {
		s.channels = append(s.channels, channel{
			provider:  rapid.SampledFrom([]string{"lianlian", "lianlian", "worldfirst"}).Draw(t, "provider"),
			checkedOn: calendar.Day(day.Draw(t, "checked")), state: rapid.SampledFrom([]string{channelstate.Enabled, channelstate.Suspended, channelstate.Unknown}).Draw(t, "state"),
		})
	}
	slices.SortFunc(s.channels, func(a, b channel) int { return int(a.checkedOn - b.checkedOn) })
	if rapid.Bool().Draw(t, "has papers") {
		s.papers = map[string][]checklist.Submission{"lianlian": {{
			Document: "business_licence", Status: rapid.SampledFrom([]string{"approved", "rejected"}).Draw(t, "status"),
			SubmittedOn: new(calendar.Day(day.Draw(t, "submitted"))), ReviewedOn: new(calendar.Day(day.Draw(t, "reviewed"))), ExpiresOn: new(calendar.Day(day.Draw(t, "expires"))),
		}}}
	}
	return s
}

// apart drops periods that overlap one before.
func apart(periods []policy.Period) (kept []policy.Period) {
	slices.SortFunc(periods, func(a, b policy.Period) int { return int(a.From - b.From) })
	for _, p := range periods {
		if len(kept) == 0 || p.From > kept[len(kept)-1].To {
			kept = append(kept, p)
		}
	}
	return kept
}

// naiveGaps asks on every single day.
func naiveGaps(t *rapid.T, r *rules, s *seller, asOf calendar.Day) (gaps []gap) {
	for day := calendar.Day(-1); day <= asOf; day++ {
		failed, at, err := r.failedOn(s, day)
		if err != nil {
			t.Fatal(err)
		}
		if len(failed) == 0 {
			continue
		}
		if n := len(gaps); n == 0 || gaps[n-1].to != day-1 {
			gaps = append(gaps, gap{from: day, at: at})
		}
		last := &gaps[len(gaps)-1]
		last.to = day
		for _, id := range gapChecks {
			if slices.Contains(failed, id) && !slices.Contains(last.checks, id) {
				last.checks = append(last.checks, id)
			}
		}
	}
	for i := range gaps {
		slices.Sort(gaps[i].checks)
		if gaps[i].to == asOf {
			gaps[i].to = policy.ForEver
		}
	}
	return gaps
}

func TestB03GapsAgreeWithDayByDay(t *testing.T) {
	r := everyRule()
	rapid.Check(t, func(t *rapid.T) {
		s := drawSeller(t)
		asOf := calendar.Day(rapid.Int32Range(0, 40).Draw(t, "as of"))
		got, err := r.gapsOf(s, asOf)
		if err != nil {
			t.Fatal(err)
		}
		for i := range got {
			slices.Sort(got[i].checks)
			if i+1 < len(got) && got[i].to >= got[i+1].from {
				t.Fatalf("gaps overlap: %+v", got)
			}
		}
		if diff := gocmp.Diff(naiveGaps(t, r, s, asOf), got, gocmp.AllowUnexported(gap{}, place{})); diff != "" {
			t.Fatalf("(-day by day +got):\n%s", diff)
		}
	})
}

// The AND of several checks: one failure fails it, else one unknown makes it
// unknown; what does not apply has no say (A05).
func TestA05AllOf(t *testing.T) {
	results := rapid.SampledFrom([]result{pass, fail, unknown, notApplicable})
	rapid.Check(t, func(t *rapid.T) {
		drawn := rapid.SliceOf(results).Draw(t, "results")
		want := notApplicable
		switch {
		case slices.Contains(drawn, fail):
			want = fail
		case slices.Contains(drawn, unknown):
			want = unknown
		case slices.Contains(drawn, pass):
			want = pass
		}
		var parts []outcome
		for _, of := range drawn {
			parts = append(parts, outcome{result: of})
		}
		if got := allOf(parts...); got.result != want {
			t.Fatalf("%v: %s, want %s", drawn, got.result, want)
		}
	})
}
