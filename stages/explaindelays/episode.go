package explaindelays

import (
	"cmp"
	"slices"

	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
)

// A grade says how a cause is known.
type grade uint8

const (
	observed grade = iota // a row shows it
	inferred              // it follows from rows that show something else
	stated                // the user says so
)

// gradeCodes are the codes of the grades.
var gradeCodes = [...]string{observed: "observed", inferred: "inferred", stated: "stated"}

// A place is the record that shows something; the zero place is none.
type place struct {
	file string
	row  int64
}

func (p place) compare(other place) int {
	return cmp.Or(cmp.Compare(p.file, other.file), cmp.Compare(p.row, other.row))
}

// sinceEver is the first day of an episode without one.
const sinceEver = policy.SinceEver

// An episode is a run of days on which a cause stood, both ends included.
type episode struct {
	cause   cause
	opened  calendar.Day // or sinceEver
	cleared calendar.Day // or attribution.NotCleared
	grade   grade
	at      place
}

// joined joins, in place, those episodes from an index on that follow each other
// without a day between. A dated table begins a new row when any value changes:
// what stands in both went on.
func joined(episodes []episode, first int) []episode {
	slices.SortFunc(episodes[first:], func(a, b episode) int { return cmp.Compare(a.opened, b.opened) })
	whole := episodes[:first]
	for _, e := range episodes[first:] {
		last := len(whole) - 1
		if last >= first && (whole[last].cleared == attribution.NotCleared || e.opened <= whole[last].cleared+1) {
			whole[last].cleared = max(whole[last].cleared, e.cleared)
			continue
		}
		whole = append(whole, e)
	}
	return whole
}

// A blocker is a cause on a line: its episodes as one (D17).
type blocker struct {
	cause     cause
	opened    calendar.Day // of the first episode
	cleared   calendar.Day // of the last one
	grade     grade
	at        place // of the first episode
	intervals []attribution.Interval
}

// block joins the episodes of the line by cause. Episodes that do not touch the
// wait, from the start of the clock to arrival or the as-of date, are no part of
// it; what is observed or stated beats what is inferred (D17). An event after the as-of
// date has not cleared anything yet (D06).
func (x *explainer) block() {
	x.blockers, x.intervals = x.blockers[:0], x.intervals[:0]
	var known [players]bool // without inference
	var stood [players]bool
	x.episodes = slices.DeleteFunc(x.episodes, func(e episode) bool { return !e.touches(&x.line) })
	for i := range x.episodes {
		e := &x.episodes[i]
		if e.cleared > x.asOf && !e.isPlanned() {
			e.cleared = attribution.NotCleared
		}
		stood[e.cause] = true
		known[e.cause] = known[e.cause] || e.grade != inferred
	}
	for which := range players {
		if stood[which] && x.rules.catalogue.admits(which, &x.line) {
			x.blockers = append(x.blockers, x.blocker(which, known[which]))
		}
	}
}

// blocker joins the episodes of a cause, without those that are inferred where some
// are not.
func (x *explainer) blocker(which cause, isKnown bool) (b blocker) {
	first := len(x.intervals)
	for i := range x.episodes {
		if e := &x.episodes[i]; e.cause == which && (e.grade != inferred || !isKnown) {
			b.add(e, len(x.intervals) == first)
			x.intervals = append(x.intervals, attribution.Interval{Opened: e.opened, Cleared: e.cleared})
		}
	}
	b.intervals = x.intervals[first:]
	return b
}

// isPlanned reports whether the last day of the episode is stated ahead, as the end of a
// period is (D53). All others end with an event.
func (e *episode) isPlanned() bool {
	return e.grade == stated || e.cause == manualReview || e.cause == accountIncomplete
}

func (e *episode) touches(l *line) bool {
	return e.opened <= l.end && e.cleared >= l.clockStart && e.opened <= e.cleared
}

func (b *blocker) add(e *episode, isFirst bool) {
	if isFirst || cmp.Or(cmp.Compare(e.opened, b.opened), e.at.compare(b.at)) < 0 {
		b.cause, b.opened, b.grade, b.at = e.cause, e.opened, e.grade, e.at
	}
	if isFirst || e.cleared > b.cleared {
		b.cleared = e.cleared
	}
}

// attribute shares the late days of the line among its blockers (D10, D11).
func (x *explainer) attribute(late []calendar.Day, knockOnDays int) (attribution.Result, error) {
	x.players = x.players[:0]
	for _, b := range x.blockers {
		row := &x.rules.catalogue[b.cause]
		x.players = append(x.players, attribution.Blocker{Rank: row.Precedence, Intervals: b.intervals, HasKnockOn: row.HasKnockOn})
	}
	return x.attributor.Attribute(late, x.players, knockOnDays)
}
