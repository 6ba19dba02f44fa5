package explaindelays

import (
	"cmp"
	"math"
	"slices"

	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
)

// A grade says how a cause is known.
type grade uint8

const (
	observed grade = iota // a row shows it
	inferred              // it follows from rows that show something else
	stated                // the user says so
)

func (g grade) String() string { return [...]string{"observed", "inferred", "stated"}[g] }

// A place is the record that shows something; the zero place is none.
type place struct {
	file string
	row  int64
}

func (p place) compare(other place) int {
	return cmp.Or(cmp.Compare(p.file, other.file), cmp.Compare(p.row, other.row))
}

// sinceEver is the first day of an episode without one.
const sinceEver calendar.Day = math.MinInt32

// An episode is a run of days on which a cause stood, both ends included.
type episode struct {
	cause   cause
	opened  calendar.Day // or sinceEver
	cleared calendar.Day // or attribution.NotCleared
	grade   grade
	at      place
}

// joined joins episodes that follow each other without a day between. A dated table
// begins a new row when any value changes: what stands in both went on.
func joined(episodes []episode) (whole []episode) {
	slices.SortFunc(episodes, func(a, b episode) int { return cmp.Compare(a.opened, b.opened) })
	for _, e := range episodes {
		last := len(whole) - 1
		if last >= 0 && (whole[last].cleared == attribution.NotCleared || e.opened <= whole[last].cleared+1) {
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

// blockersOf joins the episodes of a line by cause. Episodes that do not touch the
// wait, from the start of the clock to arrival or the as-of date, are no part of
// it; what is observed or stated beats what is inferred (D17).
func blockersOf(l *line, episodes []episode, known *catalogue) (blockers []blocker) {
	for which := range players {
		best := inferred
		for _, e := range episodes {
			if e.cause == which && e.touches(l) && e.grade != inferred {
				best = e.grade
			}
		}
		var b blocker
		for _, e := range episodes {
			if e.cause == which && e.touches(l) && e.grade == best && known.admits(which, l) {
				b.add(e)
			}
		}
		if b.intervals != nil {
			blockers = append(blockers, b)
		}
	}
	return blockers
}

func (e episode) touches(l *line) bool {
	return e.opened <= l.end && e.cleared >= l.clockStart && e.opened <= e.cleared
}

func (b *blocker) add(e episode) {
	first := b.intervals == nil
	if first || cmp.Or(cmp.Compare(e.opened, b.opened), e.at.compare(b.at)) < 0 {
		b.cause, b.opened, b.grade, b.at = e.cause, e.opened, e.grade, e.at
	}
	if first || e.cleared > b.cleared {
		b.cleared = e.cleared
	}
	b.intervals = append(b.intervals, attribution.Interval{Opened: e.opened, Cleared: e.cleared})
}

// attribute shares the late days of a line among its blockers (D10, D11).
func attribute(late []calendar.Day, blockers []blocker, known *catalogue, knockOnDays int) (attribution.Result, error) {
	all := make([]attribution.Blocker, len(blockers))
	for i, b := range blockers {
		all[i] = attribution.Blocker{
			Rank: known[b.cause].Precedence, Intervals: b.intervals, HasKnockOn: known[b.cause].HasKnockOn,
		}
	}
	return attribution.Attribute(late, all, knockOnDays)
}
