package datasets

import "ozpayout/pipeline"

// Columns of ticket_completeness.
var (
	TicketItem       = &pipeline.Code{Name: "item_code", Doc: "what the ticket must have: seller_id, merchant_id, screenshot, screenshot_url, screenshot_time, english_message", From: []pipeline.Column{ItemCode}}
	ItemState        = &pipeline.Code{Name: "state_code", Doc: "present, missing, unknown", From: []pipeline.Column{TicketAttachments, TicketLanguage, TicketBodyScript}}
	ItemReason       = &pipeline.Code{Name: "reason_code", Doc: "why not present: not_attached, not_recorded (the file lists no attachments), attachments_unknown (a word of the list is), language_ru, script_cyrillic and the like, language_unknown, script_mixed, nothing_known; null = present", From: []pipeline.Column{TicketAttachments, TicketLanguage, TicketBodyScript}}
	IsTicketComplete = &pipeline.Flag{Name: "is_complete", Doc: "all items of the ticket are present; null = none is missing, but not all are known", From: []pipeline.Column{TicketAttachments, TicketLanguage, TicketBodyScript}}
)

// TicketCompleteness is the mart of what tickets must have.
var TicketCompleteness = &pipeline.Dataset{
	Name: "ticket_completeness", Doc: "Items that a ticket must have, none of which may be missing (A20).", Grain: "one row per ticket and item that its process needs", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{SellerID, TicketID, TicketItem, ItemState, ItemReason, IsTicketComplete, PolicyPack, DecidedBy},
	Key:     []pipeline.Column{SellerID, TicketID, TicketItem},
}
