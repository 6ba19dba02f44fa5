package stat_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/stat"
)

// A sample of waits as the oracles give it.
type sample struct {
	Time  []int `json:"time"`
	Event []int `json:"event"` // 1 = event, 0 = censored
	Cause []int `json:"cause"` // 1 = event, 2 = competing, 0 = censored
}

func (s sample) lifetimes() stat.Lifetimes {
	l := make(stat.Lifetimes)
	for i, time := range s.Time {
		outcome := append(s.Event, s.Cause...)[i]
		l.Add(time, [...]stat.Exits{{Censored: 1}, {Events: 1}, {Competing: 1}}[outcome])
	}
	return l
}

func TestOracleKaplanMeier(t *testing.T) {
	for _, name := range []string{"km_6mp", "km_placebo", "km_aml_maintained", "km_aml_non", "km_bewick_t2"} {
		t.Run(name, func(t *testing.T) {
			want := oracle[struct {
				sample
				Curve []struct {
					T          int
					N, D       int64
					S          float64
					SE, Lo, Hi *float64
				}
				Median   *float64
				MedianLo *float64 `json:"median_lo"`
				MedianHi *float64 `json:"median_hi"`
				RMST35   *float64
				RMST20   *float64
			}](t, name)
			got := stat.KaplanMeier(want.lifetimes(), stat.Confidence)
			for _, w := range want.Curve {
				step, ok := got.At(w.T)
				if !ok || step.Time != w.T || step.AtRisk != w.N || step.Events != w.D {
					t.Errorf("day %d: %+v, want %+v", w.T, step, w)
				}
				equal(t, fmt.Sprintf("S(%d)", w.T), step.Survival, &w.S, 1e-12)
				equal(t, fmt.Sprintf("se(%d)", w.T), step.StandardError, w.SE, 1e-12)
				equal(t, fmt.Sprintf("lo(%d)", w.T), step.Low, w.Lo, 1e-12)
				equal(t, fmt.Sprintf("hi(%d)", w.T), step.High, w.Hi, 1e-12)
				equal(t, fmt.Sprintf("P(T <= %d)", w.T), got.Within(w.T).Value, new(1-w.S), 1e-12)
			}
			if want.Median != nil {
				median, bounds := got.Median()
				equal(t, "median", median, want.Median, 0)
				equal(t, "lower bound of the median", bounds.Low, want.MedianLo, 0)
				equal(t, "upper bound of the median", bounds.High, want.MedianHi, 0)
			}
			if want.RMST35 != nil {
				equal(t, "RMST(35)", got.RestrictedMean(35), want.RMST35, 1e-12)
				equal(t, "RMST(20)", got.RestrictedMean(20), want.RMST20, 1e-12)
			}
		})
	}
}

// The medians of R data set aml (Miller 1981): 31 (13, -) and 23 (5, 33).
func TestOracleMedianAML(t *testing.T) {
	for name, want := range map[string][3]float64{"km_aml_maintained": {31, 13, math.NaN()}, "km_aml_non": {23, 5, 33}} {
		median, bounds := stat.KaplanMeier(oracle[sample](t, name).lifetimes(), stat.Confidence).Median()
		if diff := cmp.Diff(fmt.Sprint(want), fmt.Sprint([3]float64{median, bounds.Low, bounds.High})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// A survival of exactly one half gives its left end; R prints the middle.
// The curve falls to 0 at once. All of n arrived together: by the order statistics of the
// binomial distribution 6 are enough for a bound (2 x 0.5^6 = 0.031), 5 are not. Of nine
// that were last seen open before the tenth arrived nobody knows.
func TestMedianOfCurveThatFallsToZero(t *testing.T) {
	for _, test := range []struct {
		name      string
		lifetimes stat.Lifetimes
		want      string
	}{
		{"15 together", stat.Lifetimes{2: {Events: 15}}, "2 {2 2}"},
		{"6 together", stat.Lifetimes{2: {Events: 6}}, "2 {2 2}"},
		{"5 together", stat.Lifetimes{2: {Events: 5}}, "2 {2 NaN}"},
		{"the last of ten", stat.Lifetimes{3: {Censored: 9}, 30: {Events: 1}}, "30 {30 NaN}"},
		{"after half of them", stat.Lifetimes{3: {Events: 5}, 4: {Events: 5}}, "3 {3 4}"},
	} {
		median, bounds := stat.KaplanMeier(test.lifetimes, stat.Confidence).Median()
		if got := fmt.Sprint(median, bounds); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}

func TestMedianAtExactlyOneHalf(t *testing.T) {
	s := sample{Time: []int{1, 1, 4, 5, 6, 9, 9, 22}, Event: []int{1, 1, 1, 1, 0, 1, 0, 1}}
	if median, _ := stat.KaplanMeier(s.lifetimes(), stat.Confidence).Median(); median != 5 {
		t.Errorf("median %v, want 5", median)
	}
}

func TestOracleAalenJohansen(t *testing.T) {
	want := oracle[struct {
		sample
		Curve []struct {
			T   int
			S   float64
			CIF map[string]float64
		}
	}](t, "aalen_johansen")
	got := stat.KaplanMeier(want.lifetimes(), stat.Confidence)
	for _, w := range want.Curve {
		step, _ := got.At(w.T)
		equal(t, fmt.Sprintf("F1(%d)", w.T), step.CumulativeEvents, new(w.CIF["1"]), 1e-12)
		equal(t, fmt.Sprintf("F2(%d)", w.T), step.CumulativeCompeting, new(w.CIF["2"]), 1e-12)
		equal(t, fmt.Sprintf("S(%d)", w.T), 1-step.CumulativeEvents-step.CumulativeCompeting, &w.S, 1e-12)
		if w.T > 3 && !(1-step.Survival > step.CumulativeEvents) {
			t.Errorf("day %d: competing outcomes as censorings must give more than %v, gave %v", w.T, step.CumulativeEvents, 1-step.Survival)
		}
	}
}

// Delayed entry: the risk sets count who is under observation. By hand: lifetimes
// (0, 2], (0, 4], (2, 3], (3, 5+].
func TestDelayedEntry(t *testing.T) {
	l := stat.Lifetimes{2: {Events: 1, Entered: 1}, 3: {Events: 1, Entered: 1}, 4: {Events: 1}, 5: {Censored: 1}}
	got := stat.KaplanMeier(l, stat.Confidence)
	for i, want := range []struct {
		atRisk   int64
		survival float64
	}{{2, 0.5}, {2, 0.25}, {2, 0.125}, {1, 0.125}} {
		if step := got.Steps[i]; step.AtRisk != want.atRisk || !near(step.Survival, want.survival, 1e-12) {
			t.Errorf("day %d: %+v, want %+v", step.Time, step, want)
		}
	}
	if got.Within(4).IsProportion {
		t.Error("a late entry is no plain proportion")
	}
}

func drawSample(t *rapid.T) sample {
	n := rapid.IntRange(1, 30).Draw(t, "n")
	return sample{
		Time:  rapid.SliceOfN(rapid.IntRange(0, 12), n, n).Draw(t, "time"),
		Cause: rapid.SliceOfN(rapid.IntRange(0, 2), n, n).Draw(t, "cause"),
	}
}

// TestKaplanMeierAgreesWithDefinition: risk sets counted one lifetime at a time.
func TestKaplanMeierAgreesWithDefinition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSample(t)
		curve := stat.KaplanMeier(s.lifetimes(), stat.Confidence)
		survival, sum := 1.0, 0.0
		for day := range 13 {
			atRisk, events := 0, 0
			for i, time := range s.Time {
				if time >= day {
					atRisk++
				}
				if time == day && s.Cause[i] == 1 {
					events++
				}
			}
			if events > 0 {
				survival *= 1 - float64(events)/float64(atRisk)
				sum += float64(events) / float64(atRisk*(atRisk-events))
			}
			if got := curve.SurvivalAt(day); !math.IsNaN(got) && !near(got, survival, 1e-12) {
				t.Fatalf("S(%d) = %v, want %v", day, got, survival)
			}
			step, ok := curve.At(day)
			if ok && survival > 0 && !near(step.StandardError, survival*math.Sqrt(sum), 1e-12) {
				t.Fatalf("se(%d) = %v, want %v", day, step.StandardError, survival*math.Sqrt(sum))
			}
			if ok && 1-survival < step.CumulativeEvents-1e-12 {
				t.Fatalf("day %d: competing outcomes as censorings give less than %v", day, step.CumulativeEvents)
			}
		}
	})
}

// TestWithinIsAProportion: without censoring the estimate is x of n, and the mean
// wait is the area under the curve.
func TestWithinIsAProportion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		times := rapid.SliceOfN(rapid.IntRange(0, 12), 1, 30).Draw(t, "times")
		l := make(stat.Lifetimes)
		within, sum := 0, 0
		for _, time := range times {
			l.Add(time, stat.Exits{Events: 1})
			sum += time
			if time <= 3 {
				within++
			}
		}
		curve := stat.KaplanMeier(l, stat.Confidence)
		want := stat.Probability{float64(within) / float64(len(times)), stat.Wilson(within, len(times), stat.Confidence), true}
		if diff := cmp.Diff(want, curve.Within(3)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if got := 1 - curve.SurvivalAt(3); !near(got, want.Value, 1e-12) {
			t.Fatalf("1-S(3) = %v, want %v", got, want.Value)
		}
		if got := curve.RestrictedMean(12); !near(got, float64(sum)/float64(len(times)), 1e-12) {
			t.Fatalf("RMST %v of %v", got, times)
		}
	})
}

// TestLifetimesMerge: a histogram of two samples is the sum of theirs.
func TestLifetimesMerge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawSample(t), drawSample(t)
		merged := a.lifetimes()
		merged.Merge(b.lifetimes())
		together := sample{Time: append(a.Time, b.Time...), Cause: append(a.Cause, b.Cause...)}.lifetimes()
		if diff := cmp.Diff(together, merged); diff != "" {
			t.Fatalf("(-together +merged):\n%s", diff)
		}
	})
}

// TestCurveBeyondItsEnd: beyond the last observation nothing is known, unless
// nobody waits any more.
func TestCurveBeyondItsEnd(t *testing.T) {
	open := stat.KaplanMeier(stat.Lifetimes{2: {Events: 1}, 4: {Censored: 1}}, stat.Confidence)
	if got := open.SurvivalAt(5); !math.IsNaN(got) {
		t.Errorf("S(5) = %v, want none", got)
	}
	if got := open.RestrictedMean(5); !math.IsNaN(got) {
		t.Errorf("RMST(5) = %v, want none", got)
	}
	if got := open.Within(5); !math.IsNaN(got.Value) || !math.IsNaN(got.Low) {
		t.Errorf("P(T <= 5) = %v, want none", got)
	}
	closed := stat.KaplanMeier(stat.Lifetimes{2: {Events: 2}}, stat.Confidence)
	if got := closed.SurvivalAt(5); got != 0 {
		t.Errorf("S(5) = %v, want 0", got)
	}
	if got := closed.RestrictedMean(5); got != 2 {
		t.Errorf("RMST(5) = %v, want 2", got)
	}
	if empty := stat.KaplanMeier(nil, stat.Confidence); !math.IsNaN(empty.SurvivalAt(0)) || !math.IsNaN(empty.Within(3).Value) {
		t.Error("an empty sample has a curve")
	}
}
