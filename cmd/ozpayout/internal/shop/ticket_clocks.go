package shop

// Office hours of support in Moscow (C17).
const (
	officeOpens  = 9 * secondsPerHour
	officeCloses = 18 * secondsPerHour
)

// A ticketClock is a time limit of tickets (A17-A19, B23).
type ticketClock struct {
	code    string
	process string
	limit   int64 // seconds
	office  bool  // counted in office hours
	starts  func(*ticket) instant
	ends    func(*ticket) instant
}

var ticketClocks = []ticketClock{
	{"assigned", bindingFailure, 4 * secondsPerHour, true, (*ticket).start, func(t *ticket) instant { return t.assigned }},
	{"diagnosed", bindingFailure, 2 * secondsPerHour, false, func(t *ticket) instant { return t.assigned }, func(t *ticket) instant { return t.diagnosed }},
	{"closed", bindingFailure, 24 * secondsPerHour, false, (*ticket).start, func(t *ticket) instant { return t.closed }},
	{"first_response", paymentDelay, 2 * secondsPerHour, false, (*ticket).start, func(t *ticket) instant { return t.responded }},
	{"written_reason", paymentDelay, 48 * secondsPerHour, false, (*ticket).start, func(t *ticket) instant { return t.reasoned }},
}

// officeSeconds counts the seconds of office hours between two instants, day by
// day.
func (s *shop) officeSeconds(from, to instant) int64 {
	n := int64(0)
	for d := from.moscow(); d <= to.moscow(); d++ {
		if s.off.working("RU", d) {
			n += max(0, int64(min(to, d.at(officeCloses))-max(from, d.at(officeOpens))))
		}
	}
	return n
}

// seconds returns the time on a clock between two instants.
func (s *shop) seconds(c *ticketClock, from, to instant) int64 {
	if c.office {
		return s.officeSeconds(from, to)
	}
	return int64(to - from)
}

// due walks to the first minute at which the limit is used up. Every clock starts
// at a full minute, or is no office clock.
func (s *shop) due(c *ticketClock, start instant) instant {
	if !c.office {
		return start + instant(c.limit)
	}
	at := start
	for s.officeSeconds(start, at) < c.limit {
		at += 60
	}
	return at
}

var truthTicketColumns = []string{"seller_id", "ticket_id", "clock_code", "due_at", "ended_at", "state_code", "seconds_over", "payout_id", "is_open"}

// writeTruthTickets judges every clock of every ticket that has started, as of the
// end of the as-of date.
func (s *shop) writeTruthTickets() error {
	t, err := s.out.createTable("truth_tickets.csv", canonicalDialect, truthTicketColumns)
	if err != nil {
		return err
	}
	for i := range s.tickets {
		one := &s.tickets[i]
		for k := range ticketClocks {
			c := &ticketClocks[k]
			start, end := c.starts(one), c.ends(one)
			if c.process != one.process || one.toProvider || start == 0 {
				continue
			}
			until, state := end, [...]string{"met", "breached"}
			if end == 0 {
				until, state = (s.asOf + 1).at(0), [...]string{"open", "open_breached"}
			}
			over := s.seconds(c, start, until) - c.limit
			t.text(one.seller.id)
			t.text(one.id)
			t.text(c.code)
			t.instant(s.due(c, start))
			t.instant(end)
			t.text(state[min(max(over, 0), 1)])
			t.number(over)
			t.text(one.payout)
			t.flag(one.closed == 0)
			t.endRow()
		}
	}
	return nil
}
