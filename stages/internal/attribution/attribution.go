// Package attribution shares the late working days of one payout line among the
// things that blocked it, by three methods that each give away every day once.
//
// Day by day (decision D10): a blocker is active on a late day from the day it
// opened to the day it cleared, both included. Precedence gives the day to the
// first active blocker in the order of the cause table (D12), bottleneck to the
// active blocker that clears last (D51; ties share), Shapley to all active ones
// equally. The last is the exact Shapley value of the game v(S) = late days on
// which a blocker of S is active (Shapley 1953); where all blockers stand since
// before due it is the airport game of Littlechild & Owen 1973.
//
// Knock-on (D11, D54): of the late days after the last clearing on which nothing
// is active, the first few are what Ozon still needs to pay. They go to the
// first blocker by precedence, to the last to clear by bottleneck, and to all
// equally by Shapley, holidays excepted. What is left is unexplained (D13).
package attribution

import (
	"fmt"
	"math"
	"math/bits"

	"ozpayout/stages/internal/calendar"
)

// MaxBlockers is the largest number of blockers of one line: the causes that
// can be players.
const MaxBlockers = 14

// NotCleared is the clearing day of what is still open. It is later than any
// other day.
const NotCleared calendar.Day = math.MaxInt32

// An Interval is a period in which a blocker stands, both days included.
type Interval struct {
	Opened  calendar.Day
	Cleared calendar.Day // or NotCleared
}

// A Blocker is one cause on one line.
type Blocker struct {
	Rank      int        // precedence: lower comes first; equal ranks keep their order
	Intervals []Interval // instances of the cause; their union counts (D17)

	// HasKnockOn is false for holidays, which take their own days but neither
	// cause nor share knock-on (D54).
	HasKnockOn bool
}

// cleared returns the last clearing day of the blocker.
func (b *Blocker) cleared() calendar.Day {
	last := calendar.Day(math.MinInt32)
	for _, interval := range b.Intervals {
		last = max(last, interval.Cleared)
	}
	return last
}

func (b *Blocker) isActive(on calendar.Day) bool {
	for _, interval := range b.Intervals {
		if interval.Opened <= on && on <= interval.Cleared {
			return true
		}
	}
	return false
}

// A Share is what one blocker takes of the late days. The unit is the working
// day. The three attributed numbers include knock-on.
type Share struct {
	Blocker        int // index in the argument of Attribute
	BlockedDays    int // late days on which it is active
	PrecedenceDays int
	Bottleneck     Fraction
	Shapley        Fraction
	SavedDays      int // late days less if it had not been there (D14)
}

// A Result explains all late days of a line: by each method the shares and
// UnexplainedDays add up to them.
type Result struct {
	Shares          []Share // blockers with an active late day, the first by precedence first
	KnockOnDays     int     // part of the shares
	UnexplainedDays int
	Bottleneck      int // index in Shares of the last to clear, of ties the first; -1 without shares
	BottleneckTies  int // how many shares clear on that last day
}

// An Attributor explains one line after another. The zero value is ready for use.
type Attributor struct {
	line  line
	taken []Share // room for those of the result
}

// Attribute explains the late days of one line. late holds the working days
// after due up to arrival or the as-of date (D02), in order and without
// repetition; knockOnDays is the largest number of knock-on days. More than
// [MaxBlockers] blockers are an error. The result is good until the next line.
func (a *Attributor) Attribute(late []calendar.Day, blockers []Blocker, knockOnDays int) (Result, error) {
	if len(blockers) > MaxBlockers {
		return Result{}, fmt.Errorf("attribute delay: %d blockers, at most %d are possible", len(blockers), MaxBlockers)
	}
	l := &a.line
	l.begin(blockers)
	for _, day := range late {
		l.share(l.activeOn(day))
	}
	idle := l.idleDays(late)
	knockOn := min(knockOnDays, idle.afterClearing)
	l.shareKnockOn(knockOn)

	result := Result{
		KnockOnDays:     knockOn,
		UnexplainedDays: idle.total - knockOn,
		Bottleneck:      -1,
	}
	result.Shares = a.taken[:0]
	var lastCleared calendar.Day
	for p := range l.count {
		if l.shares[p].BlockedDays == 0 {
			continue
		}
		at := len(result.Shares)
		result.Shares = append(result.Shares, l.shares[p])
		switch cleared := l.cleared[p]; {
		case at == 0 || cleared > lastCleared:
			lastCleared, result.Bottleneck, result.BottleneckTies = cleared, at, 1
		case cleared == lastCleared:
			result.BottleneckTies++
		}
	}
	a.taken = result.Shares
	return result, nil
}

// A line is the working state of one call, in the room of the one before. Players are the blockers in order of
// precedence; a set of them is a bit mask with the first in the lowest bit.
type line struct {
	count   int // of the players
	players [MaxBlockers]*Blocker
	cleared [MaxBlockers]calendar.Day
	shares  [MaxBlockers]Share
}

type playerSet uint16

// begin puts the blockers in order.
func (l *line) begin(blockers []Blocker) {
	l.count = len(blockers)
	clear(l.shares[:l.count])
	for i := range blockers {
		// After the players so far that do not come later.
		p := i
		for ; p > 0 && l.players[p-1].Rank > blockers[i].Rank; p-- {
			l.players[p], l.shares[p].Blocker = l.players[p-1], l.shares[p-1].Blocker
		}
		l.players[p], l.shares[p].Blocker = &blockers[i], i
	}
	for p, player := range l.players[:l.count] {
		l.cleared[p] = player.cleared()
	}
}

func (l *line) activeOn(day calendar.Day) (active playerSet) {
	for p, player := range l.players[:l.count] {
		if player.isActive(day) {
			active |= 1 << p
		}
	}
	return active
}

// share gives away one late day on which these players are active.
func (l *line) share(active playerSet) {
	if active == 0 {
		return
	}
	for p := range l.count {
		if active&(1<<p) != 0 {
			l.shares[p].BlockedDays++
		}
	}
	l.give(1, active)
}

// give shares a number of days among the players of a set by each method.
func (l *line) give(days int, among playerSet) {
	first := bits.TrailingZeros16(uint16(among))
	last := l.lastToClear(among)
	parts := Denominator * Fraction(days)
	toEach := parts / Fraction(among.size())
	toLast := parts / Fraction(last.size())
	for p := range l.count {
		share := &l.shares[p]
		if among&(1<<p) != 0 {
			share.Shapley += toEach
		}
		if last&(1<<p) != 0 {
			share.Bottleneck += toLast
		}
	}
	l.shares[first].PrecedenceDays += days
	if among.size() == 1 {
		l.shares[first].SavedDays += days
	}
}

func (l *line) lastToClear(among playerSet) (last playerSet) {
	var latest calendar.Day
	for p := range l.count {
		if among&(1<<p) == 0 {
			continue
		}
		switch cleared := l.cleared[p]; {
		case last == 0 || cleared > latest:
			last, latest = 1<<p, cleared
		case cleared == latest:
			last |= 1 << p
		}
	}
	return last
}

// idle counts the late days on which nothing is active.
type idle struct {
	total         int
	afterClearing int // of them, those after the last clearing of a blocker with knock-on
}

func (l *line) idleDays(late []calendar.Day) (days idle) {
	cleared := NotCleared
	if players := l.withKnockOn(); players != 0 {
		last := l.lastToClear(players)
		cleared = l.cleared[bits.TrailingZeros16(uint16(last))]
	}
	for _, day := range late {
		if l.activeOn(day) != 0 {
			continue
		}
		days.total++
		if day > cleared {
			days.afterClearing++
		}
	}
	return days
}

// withKnockOn returns the players that share knock-on: those with an active
// late day, holidays excepted.
func (l *line) withKnockOn() (players playerSet) {
	for p, player := range l.players[:l.count] {
		if player.HasKnockOn && l.shares[p].BlockedDays > 0 {
			players |= 1 << p
		}
	}
	return players
}

func (l *line) shareKnockOn(days int) {
	if days > 0 {
		l.give(days, l.withKnockOn())
	}
}

func (s playerSet) size() int { return bits.OnesCount16(uint16(s)) }
