package rateservice

import (
	"math"
	"slices"
	"strings"

	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
)

// A level is a row of the mart. Statistics that the sample does not give are NaN.
type level struct {
	key
	n, undecided, done      int64
	met, breached           *int64           // nil where no limit is promised
	within                  stat.Probability // of being done within the limit
	method                  string           // of it; "" = none
	median                  float64
	mean                    stat.Resampled
	claimed, claimedMinutes float64
	gate                    string
	ruleIDs                 string
}

// seed is that of the bootstrap.
const seed = 20240531

// What a row without statistics has.
var (
	none          = math.NaN()
	noProbability = stat.Probability{Value: none, Interval: stat.UnknownInterval}
)

// levelOf decides the row of a sample.
func levelOf(k key, s *sample, published policy.ClaimList, limits gate.Gate) level {
	l := level{
		key: k, n: s.n(), undecided: int64(len(s.undecided)), done: int64(len(s.minutes)),
		within: noProbability, median: none, mean: stat.Unknown,
		claimed: claimedRate(published, k), claimedMinutes: claimedMinutes(published, k),
		ruleIDs: strings.Join(append(slices.Clone(s.ruleIDs), "D31", "D32"), " "),
	}
	l.gate = limits.Code(l.n)
	if s.limit > 0 {
		l.met, l.breached = new(int64(len(s.met))), new(s.breached)
	}
	if s.limit > 0 && limits.HasShare(l.n) {
		l.within = s.within()
		l.method = methodOf(l.within)
	}
	if limits.HasShare(l.done) {
		slices.Sort(s.minutes)
		l.median = stat.Quantile(s.minutes, 0.5)
		l.mean = stat.MeanInterval(s.minutes, stat.Replicates, stat.Confidence, seedOf(k))
	}
	return l
}

// within returns the probability of being done within the limit. Clocks that are
// past it were all watched up to it; those that are undecided only for as long as
// they ran (A19).
func (s *sample) within() stat.Probability {
	lifetimes := stat.Lifetimes{s.limit: {Censored: s.breached}}
	for _, micros := range s.met {
		lifetimes.Add(micros, stat.Exits{Events: 1})
	}
	for _, micros := range s.undecided {
		lifetimes.Add(micros, stat.Exits{Censored: 1})
	}
	return stat.KaplanMeier(lifetimes, stat.Confidence).Within(s.limit)
}

func methodOf(p stat.Probability) string {
	switch {
	case math.IsNaN(p.Value):
		return ""
	case p.IsProportion:
		return "wilson"
	default:
		return "kaplan_meier"
	}
}

func seedOf(k key) uint64 {
	return stat.SeedOf(seed, strings.Join([]string{k.seller, k.party, k.clock, k.period}, "|"))
}

// The two providers that an article compares (A37). Its heading takes one of them
// for a third (C03).
const compared, comparedWith = "lianlian", "worldfirst"

// providerResponse is the clock of what they are compared by.
const providerResponse = "provider_response"

// differenceOf returns the row of the first less the second, in minutes; ok is
// false if one of them has no clock in the group.
func differenceOf(k key, levels map[key]level, samples map[key]*sample, limits gate.Gate) (difference level, ok bool) {
	first, second := k, k
	first.party, second.party = compared, comparedWith
	one, hasOne := levels[first]
	other, hasOther := levels[second]
	if k.clock != providerResponse || !hasOne || !hasOther {
		return level{}, false
	}
	k.party = compared + "-" + comparedWith
	difference = level{
		key: k, n: one.n + other.n, undecided: one.undecided + other.undecided, done: one.done + other.done,
		within: noProbability, median: one.median - other.median, mean: stat.Unknown,
		claimed: none, claimedMinutes: one.claimedMinutes - other.claimedMinutes,
		gate: limits.Code(min(one.n, other.n)), ruleIDs: one.ruleIDs,
	}
	if limits.HasShare(min(one.done, other.done)) {
		difference.mean = stat.MeanDifference(samples[first].minutes, samples[second].minutes, stat.Replicates, stat.Confidence, seedOf(k))
	}
	return difference, true
}

// claimedRate returns the published share of what is done within the limit.
func claimedRate(published policy.ClaimList, k key) float64 {
	if k.clock != "closed" {
		return none
	}
	return published.Share("a19_closed_within_24h", "percent")
}

// claimedMinutes returns the published mean.
func claimedMinutes(published policy.ClaimList, k key) float64 {
	if claim, ok := published.Number("a37_" + k.party + "_first_response"); ok && k.clock == providerResponse && claim.Unit == "minute" {
		return claim.Figure()
	}
	return none
}
