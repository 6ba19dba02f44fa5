package datasets

import "ozpayout/pipeline"

// Columns of escalations.
var (
	EscalationReason  = &pipeline.Code{Name: "reason_code", Doc: "OVERDUE_5 (B22) or BANK_FALLBACK (A33)", From: []pipeline.Column{IsEscalated, StatusCode, RouteCode, IntendedRoute}}
	DaysOpen          = &pipeline.Days{Name: "days_open", Doc: "clock start to arrival or as-of date", Unit: "business days", From: []pipeline.Column{ClockStartOn, ArrivedDay}}
	CategoryText      = &pipeline.Code{Name: "category_text", Doc: "category to choose in the ticket", From: []pipeline.Column{EscalationReason}}
	IsUrgent          = &pipeline.Flag{Name: "is_urgent", Doc: "tick Urgent", From: []pipeline.Column{EscalationReason}}
	OpenTicketID      = &pipeline.Text{Name: "already_open_ticket_id", Doc: "open payment_delay ticket of the same payout, batch or order, the first opened (B22); null = none known, or another reason", From: []pipeline.Column{OpenTicket, PayoutID, SettlementBatchNo, OrderID}}
	EvidenceText      = &pipeline.Text{Name: "evidence_text", Doc: "dates, rule and causes to paste into the ticket", From: []pipeline.Column{DueOn, DaysAfterDue, PrecedenceCause}}
	MissingItems      = &pipeline.Code{Name: "missing_items", Doc: "linked ids that are not known, joined by |", From: []pipeline.Column{OrderID, SettlementBatchNo, LastReceiptNo}}
	EscalationReceipt = &pipeline.Text{Name: "bank_receipt_no", Doc: "bank receipt of a partial arrival; may be empty (B22)", From: []pipeline.Column{LastReceiptNo}}
)

// Escalations is the mart of lines to be ticketed.
var Escalations = &pipeline.Dataset{
	Name: "escalations", Doc: "Lines to raise a ticket for, with the ids that the ticket links (B22, A33, D03).",
	Grain: "one row per payout line and reason", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, PayoutID, LineNo, EscalationReason, OrderID, SettlementBatchNo, EscalationReceipt, DaysOpen, Amount, Currency, CategoryText, IsUrgent,
		OpenTicketID, EvidenceText, MissingItems, PostingNumber, PolicyPack, DecidedBy,
	},
	Key:       []pipeline.Column{SellerID, PayoutID, LineNo, EscalationReason},
	Partition: paymentPartition,
}
