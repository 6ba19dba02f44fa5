package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
)

// serviceLevels shows how often and how fast Ozon and the providers act on tickets
// (A17-A19, A37, B23).
var serviceLevels = &sheet{
	Key: "service_levels", Dataset: datasets.ServiceLevels, Frozen: 4,
	Columns: []column{
		{Of: datasets.SellerID, Codes: "whole"},
		{Of: datasets.ServiceParty, Codes: "party_code route_code"},
		{Of: datasets.SLAClock, Codes: "service_clock_code"},
		{Of: datasets.ServicePeriod, Codes: "whole"},
		{Of: datasets.ServiceN},
		{Of: datasets.ClocksMet},
		{Of: datasets.ClocksBreached},
		{Of: datasets.ClocksUndecided},
		{Of: datasets.MetRate},
		{Of: datasets.MetLo},
		{Of: datasets.MetHi},
		{Of: datasets.MetMethod, Codes: "interval_method"},
		{Of: datasets.ClaimedMetRate},
		{Of: datasets.ClocksDone},
		{Of: datasets.MedianMinutes},
		{Of: datasets.MeanMinutes},
		{Of: datasets.MeanLo},
		{Of: datasets.MeanHi},
		{Of: datasets.ClaimedMinutes},
		{Of: datasets.ServiceGate, Codes: "gate_code"},
		{Of: datasets.DecidedBy},
	},
}

// slaClocks shows the limits that were broken, of closed and of open tickets (A17-A19,
// B23).
var slaClocks = &sheet{
	Key: "sla_clocks", Dataset: datasets.SLAClocks, Frozen: 4, Keep: keepCodes(datasets.SLAState, "breached", "open_breached"),
	Columns: []column{
		markOf(datasets.SLAState, markLate, map[string]word{"breached": markLate, "open_breached": markLate}, "LATE: past the limit, done or not"),
		{Of: datasets.SellerID},
		{Of: datasets.TicketID},
		{Of: datasets.SLAClock, Codes: "service_clock_code"},
		{Of: datasets.SLAState, Codes: "sla_state_code"},
		{Of: datasets.SLAParty, Codes: "party_code route_code"},
		{Of: datasets.SLAProcess, Codes: "process_code"},
		{Of: datasets.SLAHours, Codes: "hours_code"},
		{Of: datasets.SLAStartedAt},
		{Of: datasets.SLADueAt},
		{Of: datasets.SLAEndedAt},
		{Of: datasets.SLALimit},
		{Of: datasets.SLATaken},
		{Of: datasets.SLAMinutesOver, Formula: less("taken_minutes", "limit_minutes")},
		{Of: datasets.DecidedBy},
	},
}

// incompleteTickets shows what tickets lack, or may lack (A20).
var incompleteTickets = &sheet{
	Key: "incomplete_tickets", Dataset: datasets.TicketCompleteness, Frozen: 4, Keep: keepIncomplete,
	Columns: []column{
		markOf(datasets.ItemState, wordCheck, map[string]word{"missing": wordCheck, "unknown": markCheck}, "CHECK: missing; LOOK: not known"),
		{Of: datasets.SellerID},
		{Of: datasets.TicketID},
		{Of: datasets.TicketItem, Codes: "ticket_item_code"},
		{Of: datasets.ItemState, Codes: "ticket_item_state"},
		{Of: datasets.ItemReason, Codes: "ticket_item_reason"},
		{Of: datasets.DecidedBy},
	},
}

func keepIncomplete(rec arrow.Record, f *facts) func(row int) bool {
	present := keepCodes(datasets.ItemState, "present")(rec, f)
	return func(row int) bool { return !present(row) }
}

// ticketShares shows what tickets are about, beside the published shares (A03, A21).
var ticketShares = &sheet{
	Key: "ticket_shares", Dataset: datasets.TicketShares, Frozen: 3,
	Columns: []column{
		{Of: datasets.SellerID, Codes: "whole"},
		{Of: datasets.TicketPeriod, Codes: "whole"},
		{Of: datasets.TicketShareCode, Codes: "ticket_share_code", Wide: true},
		{Of: datasets.TicketShareOf},
		{Of: datasets.TicketShareN},
		{Of: datasets.TicketShare},
		{Of: datasets.TicketShareLo},
		{Of: datasets.TicketShareHi},
		{Of: datasets.TicketShareClaim},
		{Of: datasets.IsShareDerived},
		{Of: datasets.TicketShareUnsaid},
		{Of: datasets.TicketShareGate, Codes: "gate_code"},
		{Of: datasets.DecidedBy},
	},
}

// ticketErrors shows the error codes that tickets quote (A16, C31).
var ticketErrors = &sheet{
	Key: "ticket_errors", Dataset: datasets.TicketErrors, Frozen: 3,
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.TicketID},
		{Of: datasets.TicketErrorNorm, Codes: "whole"},
		{Of: datasets.TicketErrorRaw},
		{Of: datasets.TicketErrorText, Wide: true},
		{Of: datasets.IsErrorListed},
		{Of: datasets.ErrorTickets},
		{Of: datasets.ErrorTicketsOfAll},
		{Of: datasets.Provider, Codes: "route_code"},
		{Of: datasets.DecidedBy},
	},
}
