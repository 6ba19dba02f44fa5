package datasets

import "ozpayout/pipeline"

// Columns of ticket_errors.
var (
	TicketErrorNorm   = &pipeline.Code{Name: "error_code", Doc: "ERR_ and four digits; unknown = none is recognised", From: []pipeline.Column{TicketErrorCode}}
	TicketErrorRaw    = &pipeline.Text{Name: "error_raw", Doc: "as written in the ticket", From: []pipeline.Column{TicketErrorCode}}
	TicketErrorText   = &pipeline.Text{Name: "meaning", Doc: "what the code means; null = not published (C31)", From: []pipeline.Column{ErrorMeaning}}
	IsErrorListed     = &pipeline.Flag{Name: "is_listed", Doc: "the code stands in error_codes, with or without a meaning", From: []pipeline.Column{KnownErrorCode}}
	ErrorTickets      = &pipeline.Int{Name: "tickets_of_seller", Doc: "tickets of the seller with the code", Unit: "tickets", From: []pipeline.Column{TicketErrorCode}}
	ErrorTicketsOfAll = &pipeline.Int{Name: "tickets_of_all", Doc: "tickets of all sellers with the code", Unit: "tickets", From: []pipeline.Column{TicketErrorCode}}
)

// TicketErrors is the mart of error codes in tickets.
var TicketErrors = &pipeline.Dataset{
	Name: "ticket_errors", Doc: "Error codes that tickets quote, with their published meaning, if any (A16, C31).", Grain: "one row per ticket and error code", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{SellerID, TicketID, TicketErrorNorm, TicketErrorRaw, TicketErrorText, IsErrorListed, ErrorTickets, ErrorTicketsOfAll, Provider, PolicyPack, DecidedBy},
	Key:     []pipeline.Column{SellerID, TicketID, TicketErrorNorm},
}
