package reports

import "ozpayout/datasets"

// escalations shows the lines to raise a ticket for, with what the ticket links.
// Amounts have no total: a line may stand here for two reasons.
var escalations = &sheet{
	Key: "escalations", Dataset: datasets.Escalations, Frozen: 4,
	Columns: []column{
		{Of: datasets.EscalationReason, Codes: "escalation_reason_code", Wide: true},
		{Of: datasets.SellerID},
		{Of: datasets.PayoutID},
		{Of: datasets.LineNo},
		{Of: datasets.OrderID},
		{Of: datasets.PostingNumber},
		{Of: datasets.SettlementBatchNo},
		{Of: datasets.EscalationReceipt},
		{Of: datasets.DaysOpen},
		{Of: datasets.Amount},
		{Of: datasets.Currency},
		{Of: datasets.CategoryText, Codes: phrases},
		{Of: datasets.IsUrgent},
		{Of: datasets.OpenTicketID},
		{Of: datasets.EvidenceText, Wide: true, Width: 96},
		{Of: datasets.MissingItems, Codes: "payment_column"},
		{Of: datasets.DecidedBy},
	},
}
