package datasets

import "ozpayout/pipeline"

// ticketTimes are the instants that clocks may run between.
var ticketTimes = []pipeline.Column{
	TicketOpenedAt, TicketFirstResponseAt, TicketAssignedAt, TicketDiagnosedAt, TicketWrittenReasonAt, TicketClosedAt,
}

// Columns of sla_clocks.
var (
	SLAClock       = &pipeline.Code{Name: "clock_code", Doc: "assigned, diagnosed, closed, first_response, written_reason, provider_response, or one of yours", From: []pipeline.Column{ClockName}}
	SLAStartedAt   = &pipeline.Instant{Name: "started_at", Doc: "when the clock started; null = not yet", From: ticketTimes}
	SLADueAt       = &pipeline.Instant{Name: "due_at", Doc: "when the limit ends; a working clock stands still from there to the next opening. Null without a limit or a start", From: []pipeline.Column{TicketOpenedAt, TicketAssignedAt, ClockMinutes}}
	SLAEndedAt     = &pipeline.Instant{Name: "ended_at", Doc: "when the step was done; null = not yet", From: ticketTimes}
	SLAMinutesOver = &pipeline.Share{Name: "minutes_over", Doc: "taken_minutes less the limit: negative = time left; breached is above 0. Null without a limit", Unit: "minutes of the clock", From: []pipeline.Column{TicketOpenedAt, TicketClosedAt, ClockMinutes}}
	SLAState       = &pipeline.Code{Name: "state_code", Doc: "met, breached, open, open_breached; not_started; closed_without (closed within the limit, the step not done); ended (no limit); unknown (times out of order, or working hours of a year without a calendar)", From: append([]pipeline.Column{ClockMinutes}, ticketTimes...)}
	SLAProcess     = &pipeline.Code{Name: "process_code", Doc: "process of the ticket: as given, else from its category, else other", From: []pipeline.Column{TicketProcess, TicketCategory}}
	SLAParty       = &pipeline.Code{Name: "party_code", Doc: "who has to act: ozon, or the route code of the provider; unknown = provider not given", From: []pipeline.Column{Provider, ClockResponsible}}
	SLAHours       = &pipeline.Code{Name: "hours_code", Doc: "working (opening hours of support, Moscow) or clock", From: []pipeline.Column{ClockHours}}
	SLALimit       = &pipeline.Int{Name: "limit_minutes", Doc: "limit; null = none is promised", Unit: "minutes of the clock", From: []pipeline.Column{ClockMinutes}}
	SLATaken       = &pipeline.Share{Name: "taken_minutes", Doc: "minutes from start to the step, else to the closing of the ticket, else to the end of the as-of day; exact to the microsecond", Unit: "minutes of the clock", From: ticketTimes}
)

// SLAClocks is the mart of the time limits of tickets.
var SLAClocks = &pipeline.Dataset{
	Name: "sla_clocks", Doc: "Time limits of support tickets: when due, when done, met or breached (A17-A19, A37, B23, C15-C17).",
	Grain: "one row per ticket and clock that applies to it", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, TicketID, SLAClock, SLAStartedAt, SLADueAt, SLAEndedAt, SLAMinutesOver, SLAState,
		SLAProcess, SLAParty, SLAHours, SLALimit, SLATaken, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, TicketID, SLAClock},
}
