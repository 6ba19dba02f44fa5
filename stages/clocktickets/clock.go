package clocktickets

import (
	"fmt"
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
	unknown       = "unknown"        // times out of order
)

// A clock times one step of tickets.
type clock struct {
	policy.ServiceClock
	hours workhours.Hours // of a working clock
}

// A reading is what a clock shows for a ticket. Fields that a state does not have
// are nil.
type reading struct {
	state                  string
	startedAt, dueAt, done *arrow.Timestamp
	taken                  *time.Duration
}

// over returns what was taken beyond the limit, negative for time left; nil
// without one.
func (r reading) over(c clock) *time.Duration {
	if r.taken == nil || !c.HasLimit {
		return nil
	}
	over := *r.taken - c.Limit
	return &over
}

// read reads the clock at an instant; what happened from then on is not known yet.
// A step that was not done is watched until the ticket was closed: past the limit
// it is breached, before it the limit says nothing. A clock that begins or ends
// with a misplaced time is unknown.
func (c clock) read(t *ticket.Ticket, misplaced []string, now arrow.Timestamp) (reading, error) {
	started, isStarted := known(t, c.From, now)
	if !isStarted {
		return reading{state: notStarted}, nil
	}
	r := reading{startedAt: &started}
	watched := now
	done, isDone := known(t, c.Until, now)
	closed, isClosed := known(t, datasets.TicketClosedAt.Name, now)
	switch {
	case isDone:
		r.done, watched = &done, done
	case isClosed:
		watched = closed
	}
	if watched < started || slices.Contains(misplaced, c.From) || isDone && slices.Contains(misplaced, c.Until) {
		r.state = unknown
		return r, nil
	}
	taken, ok := c.between(started, watched)
	if !ok {
		return reading{}, c.noCalendar(t)
	}
	r.taken = &taken
	if !c.HasLimit {
		r.state = stateOf(isDone, isClosed, ended, open, closedWithout)
		return r, nil
	}
	due, ok := c.due(started)
	if !ok {
		return reading{}, c.noCalendar(t)
	}
	r.dueAt = &due
	if taken <= c.Limit {
		r.state = stateOf(isDone, isClosed, met, open, closedWithout)
	} else {
		r.state = stateOf(isDone, isClosed, breached, openBreached, breached)
	}
	return r, nil
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

func (c clock) noCalendar(t *ticket.Ticket) error {
	return fmt.Errorf("ticket %s, clock %s: no RU calendar of a year that it runs in", t.ID, c.Code)
}
