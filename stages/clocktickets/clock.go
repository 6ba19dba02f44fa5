package clocktickets

import (
	"slices"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ticket"
	"ozpayout/stages/internal/workhours"
)

// States of a clock.
const (
	notStarted    = "not_started"
	met           = "met"
	breached      = "breached"
	open          = "open"
	openBreached  = "open_breached"
	closedWithout = "closed_without" // closed within the limit, the step not done
	ended         = "ended"          // there is no limit
	unknown       = "unknown"        // times out of order, or working hours of a year without a calendar
)

// A clock times one step of tickets.
type clock struct {
	policy.ServiceClock
	hours workhours.Hours // of a working clock
}

// A reading is what a clock shows for a ticket. Fields that a state does not have
// are nil.
type reading struct {
	clock                  clock
	state                  string
	startedAt, dueAt, done *arrow.Timestamp
	taken                  *time.Duration
	isUncounted            bool // it runs in working hours, in a year without a calendar: unknown
}

// over returns what was taken beyond the limit, negative for time left; nil
// without one.
func (r reading) over() *time.Duration {
	if r.taken == nil || !r.clock.HasLimit {
		return nil
	}
	over := *r.taken - r.clock.Limit
	return &over
}

// read reads the clock at an instant; what happened from then on is not known yet.
// A step that was not done is watched until the ticket was closed: past the limit
// it is breached, before it the limit says nothing. A clock that begins or ends
// with a misplaced time is unknown.
func (c clock) read(t *ticket.Ticket, misplaced []string, now arrow.Timestamp) reading {
	started, isStarted := known(t, c.From, now)
	done, isDone := known(t, c.Until, now)
	r := reading{clock: c}
	if isDone {
		r.done = &done // also where nobody says when the clock started
	}
	if !isStarted {
		r.state = notStarted
		return r
	}
	r.startedAt = &started
	watched, until := now, "" // until when, and by which column
	closed, isClosed := known(t, datasets.TicketClosedAt.Name, now)
	switch {
	case isDone:
		watched, until = done, c.Until
	case isClosed:
		watched, until = closed, datasets.TicketClosedAt.Name
	}
	if watched < started || slices.Contains(misplaced, c.From) || slices.Contains(misplaced, until) {
		r.state = unknown
		return r
	}
	taken, isCounted := c.between(started, watched)
	if !isCounted {
		r.state, r.isUncounted = unknown, true
		return r
	}
	r.taken = &taken
	if !c.HasLimit {
		r.state = stateOf(isDone, isClosed, ended, open, closedWithout)
		return r
	}
	due, isCounted := c.due(started)
	if !isCounted {
		return reading{clock: c, state: unknown, startedAt: &started, done: r.done, isUncounted: true}
	}
	r.dueAt = &due
	if taken <= c.Limit {
		r.state = stateOf(isDone, isClosed, met, open, closedWithout)
	} else {
		r.state = stateOf(isDone, isClosed, breached, openBreached, breached)
	}
	return r
}

// known returns an instant of the ticket that lies before now.
func known(t *ticket.Ticket, column string, now arrow.Timestamp) (at arrow.Timestamp, ok bool) {
	at, ok = t.Time(column)
	return at, ok && at < now
}

func stateOf(isDone, isClosed bool, done, open, closed string) string {
	switch {
	case isDone:
		return done
	case isClosed:
		return closed
	default:
		return open
	}
}

func (c clock) between(from, to arrow.Timestamp) (time.Duration, bool) {
	if c.IsWorking {
		return c.hours.Between(from, to)
	}
	return time.Duration(to-from) * time.Microsecond, true
}

func (c clock) due(start arrow.Timestamp) (arrow.Timestamp, bool) {
	if c.IsWorking {
		return c.hours.Due(start, c.Limit)
	}
	return start + arrow.Timestamp(c.Limit/time.Microsecond), true
}
