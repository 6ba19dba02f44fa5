package clocktickets

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ticket"
	"ozpayout/stages/internal/workhours"
)

// Stage times tickets.
var Stage = &pipeline.Stage{
	Name: "clock_tickets",
	Doc: `Time limits of support tickets: when due, when done, met or breached. The limits are rows of service_clocks.

A17 C17: Ozon assigns a binding failure within 4 working hours; support is open from 09:00 to 18:00 on RU working days, in Moscow.
A18: the provider diagnoses within 2 hours of the assignment; 2:00:00 is met, 2:00:01 is not.
A19: a binding failure is closed within 24 hours.
A37: the first response of a provider is timed without a limit.
B23: Ozon answers a payment delay within 2 hours and gives a written reason within 48.
C15: two processes, each with its own clocks; the process is that given, else that of the category, else other.
C16: only A17 runs in working hours.
C07 D16: a clock that runs in working hours of a year without a RU calendar is unknown, with a finding.
D06: an open clock is judged at the end of the as-of day in Moscow; what happened later is not known yet.
A clock whose start is not known has the row state not_started. Times out of order are findings: a time that lies before an earlier step. A clock that begins or ends with one is unknown, as is one that ends before it begins.
A step not done in a closed ticket is breached when the limit had passed by then; else the limit says nothing (closed_without).
What ends outside opening hours has taken no more than up to the closing time before.`,
	Scope:   datasets.ByTicket,
	Inputs:  []*pipeline.Dataset{datasets.Tickets, datasets.ServiceClocks, datasets.PolicyValues, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.SLAClocks},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	var of *clocks // read for the first ticket
	for batch, err := range ticket.Batches(t) {
		if err != nil {
			return err
		}
		now := ticket.End(t)
		for i := range batch.Later {
			report(t.Reject, &batch.Later[i], nil, now)
		}
		if len(batch.Known) == 0 {
			continue
		}
		if of == nil {
			if of, err = readClocks(t); err != nil {
				return err
			}
		}
		if err := of.time(t, batch.Known, now); err != nil {
			return err
		}
	}
	return nil
}

// time writes the clocks of tickets.
func (c *clocks) time(t *pipeline.Task, tickets []ticket.Ticket, now arrow.Timestamp) error {
	w := nullable.NewWriter(t, datasets.SLAClocks)
	defer w.Release()
	for i := range tickets {
		of := &tickets[i]
		misplaced := misplaced(of, now)
		report(t.Reject, of, misplaced, now)
		readings, err := c.read(of, misplaced, now)
		if err != nil {
			return err
		}
		for _, r := range readings {
			if r.isUncounted {
				t.Reject(of.Finding(r.clock.From, text(*r.startedAt), "no_calendar", pipeline.Warning,
					"The RU calendar does not know a year in which the clock runs: its working hours are not counted."))
			}
			r.write(&w, of, t.Pack)
		}
	}
	return w.Flush()
}

// clocks are those of the pack, with what is needed to run them.
type clocks struct {
	limits []policy.ServiceClock
	values *policy.ValueTable
	days   *calendar.Calendar
}

func readClocks(t *pipeline.Task) (*clocks, error) {
	limits, err := policy.ServiceClocks(t)
	if err != nil {
		return nil, err
	}
	for _, c := range limits {
		if !slices.Contains(ticket.Times(), c.From) || !slices.Contains(ticket.Times(), c.Until) {
			return nil, fmt.Errorf("service clock %s runs from %q to %q: tickets have no such instants", c.Code, c.From, c.Until)
		}
	}
	values, err := policy.Values(t)
	if err != nil {
		return nil, err
	}
	days, err := policy.Calendar(t, "RU")
	return &clocks{limits, values, days}, err
}

// on returns a clock with the opening hours of a day.
func (c *clocks) on(limit policy.ServiceClock, day calendar.Day) (clock, error) {
	if !limit.IsWorking {
		return clock{ServiceClock: limit}, nil
	}
	opens, err := c.values.TimeOfDay("support_opens_at", day)
	if err != nil {
		return clock{}, err
	}
	closes, err := c.values.TimeOfDay("support_closes_at", day)
	if err != nil {
		return clock{}, err
	}
	hours, err := workhours.New(c.days, opens, closes)
	return clock{limit, hours}, err
}

// read reads every clock of a ticket.
func (c *clocks) read(t *ticket.Ticket, misplaced []string, now arrow.Timestamp) (readings []reading, err error) {
	opened := calendar.MoscowDay(t.Opened)
	for _, limit := range policy.HoldingOn(c.limits, opened) {
		if !limit.AppliesTo(t.Process, t.AddressedTo) {
			continue
		}
		clock, err := c.on(limit, opened)
		if err != nil {
			return nil, err
		}
		readings = append(readings, clock.read(t, misplaced, now))
	}
	return readings, nil
}

func (r reading) write(w *nullable.Writer, t *ticket.Ticket, pack string) {
	c := r.clock
	w.Code(datasets.SellerID, t.SellerID)
	w.Text(datasets.TicketID, t.ID)
	w.Code(datasets.SLAClock, c.Code)
	w.Instant(datasets.SLAStartedAt, r.startedAt)
	w.Instant(datasets.SLADueAt, r.dueAt)
	w.Instant(datasets.SLAEndedAt, r.done)
	w.Share(datasets.SLAMinutesOver, minutes(r.over()))
	w.Code(datasets.SLAState, r.state)
	w.Code(datasets.SLAProcess, t.Process)
	w.Code(datasets.SLAParty, party(c, t))
	w.Code(datasets.SLAHours, hoursCode(c))
	w.IntOrNull(datasets.SLALimit, limitMinutes(c))
	w.Share(datasets.SLATaken, minutes(r.taken))
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, c.RuleIDs)
}

// party says who has to act.
func party(c clock, t *ticket.Ticket) string {
	if c.IsProviders {
		return cmp.Or(t.Provider, "unknown")
	}
	return "ozon"
}

func hoursCode(c clock) string {
	if c.IsWorking {
		return "working"
	}
	return "clock"
}

func limitMinutes(c clock) *int64 {
	if !c.HasLimit {
		return nil
	}
	n := int64(c.Limit / time.Minute)
	return &n
}

// minutes returns a duration in minutes, NaN for nil.
func minutes(d *time.Duration) float64 {
	if d == nil {
		return math.NaN()
	}
	return d.Minutes()
}
