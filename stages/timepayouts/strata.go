package timepayouts

import (
	"cmp"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
	"ozpayout/stages/internal/vector"
)

// The kinds of strata that are more than the name of a column.
const (
	byTier     = "tier"
	byRoute    = "route"
	byLandmark = "landmark_cause"
)

// A segment says which lines a stratum holds.
type segment struct{ kind, stratum string }

// A stratum is the waits of a segment. Lines of paid-only exports are left out of
// its lifetimes.
type stratum struct {
	segment
	lifetimes stat.Lifetimes
	leftOut   int64
}

// waits are all strata, and the tiers within each route.
type waits struct {
	bySegment    map[segment]*stratum
	tiersByRoute map[string]map[string]stat.Lifetimes
}

// readWaits adds up the partial counts of all partitions.
func readWaits(t *pipeline.Task, typical *policy.TypicalTable, paidOnly map[string]bool) (*waits, error) {
	all := &waits{bySegment: make(map[segment]*stratum), tiersByRoute: make(map[string]map[string]stat.Lifetimes)}
	for batch, err := range t.Read(datasets.WaitCounts) {
		if err != nil {
			return nil, err
		}
		r := newReader(batch)
		for i, day := range r.days {
			l := r.lines(i)
			for _, s := range l.segments(typical) {
				all.stratum(s).add(int(day), r.exits(i), paidOnly[l.seller])
			}
			if l.landmark == "" && !paidOnly[l.seller] {
				all.tierWithin(l.route, l.tier).Add(int(day), r.exits(i))
			}
		}
	}
	return all, nil
}

func (s *stratum) add(day int, e stat.Exits, isLeftOut bool) {
	if isLeftOut {
		s.leftOut += e.Events + e.Competing + e.Censored
		return
	}
	s.lifetimes.Add(day, e)
}

func (w *waits) stratum(s segment) *stratum {
	known := w.bySegment[s]
	if known == nil {
		known = &stratum{segment: s, lifetimes: make(stat.Lifetimes)}
		w.bySegment[s] = known
	}
	return known
}

func (w *waits) tierWithin(route, tier string) stat.Lifetimes {
	tiers := w.tiersByRoute[route]
	if tiers == nil {
		tiers = make(map[string]stat.Lifetimes)
		w.tiersByRoute[route] = tiers
	}
	if tiers[tier] == nil {
		tiers[tier] = make(stat.Lifetimes)
	}
	return tiers[tier]
}

// strata returns the strata by kind and name.
func (w *waits) strata() []*stratum {
	return slices.SortedFunc(maps.Values(w.bySegment), func(a, b *stratum) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.segment.stratum, b.segment.stratum))
	})
}

// lines say what the lines of a row of wait_counts have in common.
type lines struct {
	seller, month, route, currency, tier, scheme, clock string
	landmark                                            string // "" = the wait runs from the clock start
}

// segments returns the strata that the lines belong to.
func (l lines) segments(typical *policy.TypicalTable) []segment {
	if l.landmark != "" {
		return []segment{{byLandmark, l.landmark}}
	}
	return []segment{
		{"all", "ALL"},
		{"seller", l.seller},
		{"month", l.month},
		{byRoute, l.route},
		{"route_currency", l.route + " " + l.currency},
		{"route_class", cmp.Or(typical.Class(l.route, l.currency), unknown)},
		{byTier, l.tier},
		{"scheme", l.scheme},
		{"clock", l.clock},
	}
}

// unknown stands for a code that nobody says.
const unknown = "unknown"

// A reader reads a batch of wait_counts.
type reader struct {
	seller, route, currency, tier, scheme, clock, landmark vector.Codes[string]
	months                                                 []arrow.Date32
	days                                                   []int32
	arrived, censored, returned, entered                   []int64
}

func newReader(batch arrow.Record) *reader {
	return &reader{
		seller: vector.WordsOf(datasets.SellerID.In(batch)), route: vector.WordsOf(datasets.RouteCode.In(batch)),
		currency: vector.WordsOf(datasets.PayoutCurrency.In(batch)), tier: vector.WordsOf(datasets.TierCode.In(batch)),
		scheme: vector.WordsOf(datasets.Scheme.In(batch)), clock: vector.WordsOf(datasets.ClockCode.In(batch)),
		landmark: vector.WordsOf(datasets.LandmarkCode.In(batch)),
		months:   datasets.MonthOn.In(batch).Date32Values(), days: datasets.WaitDays.In(batch).Int32Values(),
		arrived: datasets.WaitsArrived.In(batch).Int64Values(), censored: datasets.WaitsCensored.In(batch).Int64Values(),
		returned: datasets.WaitsReturned.In(batch).Int64Values(), entered: datasets.WaitsEntered.In(batch).Int64Values(),
	}
}

func (r *reader) lines(i int) lines {
	return lines{
		seller: cmp.Or(r.seller.At(i), unknown), month: calendar.Day(r.months[i]).String()[:len("2006-01")],
		route: cmp.Or(r.route.At(i), unknown), currency: cmp.Or(r.currency.At(i), unknown),
		tier: cmp.Or(r.tier.At(i), unknown), scheme: cmp.Or(r.scheme.At(i), unknown), clock: cmp.Or(r.clock.At(i), unknown),
		landmark: r.landmark.At(i),
	}
}

func (r *reader) exits(i int) stat.Exits {
	return stat.Exits{Events: r.arrived[i], Censored: r.censored[i], Competing: r.returned[i], Entered: r.entered[i]}
}
