package datasets

import "ozpayout/pipeline"

// Columns that several tables share. The same pointer in two tables means the
// same thing, carried through.
var (
	SellerID          = &pipeline.Code{Name: "seller_id", Doc: "Ozon Seller ID"}
	PayoutID          = &pipeline.Text{Name: "payout_id", Doc: "one payment of Ozon to the seller"}
	SettlementBatchNo = &pipeline.Text{Name: "settlement_batch_no", Doc: "settlement batch, linked in a ticket (B22)"}
	BankReceiptNo     = &pipeline.Text{Name: "bank_receipt_no", Doc: "bank receipt of an arrival (B22)"}
	OrderID           = &pipeline.Text{Name: "order_id", Doc: "order number: the posting number without its last part; text, zeros kept", Begins: PostingNumber}
	PostingNumber     = &pipeline.Text{Name: "posting_number", Doc: "posting number; text, zeros kept"}
	SKU               = &pipeline.Text{Name: "sku", Doc: "Ozon SKU of the goods"}
	Provider          = &pipeline.Code{Name: "provider", Doc: "collection provider or bank, a route code"}
	ValidFrom         = &pipeline.Date{Name: "valid_from", Doc: "first day on which the row holds; null = since ever"}
	ValidTo           = &pipeline.Date{Name: "valid_to", Doc: "last day on which the row holds, inclusive; null = open"}
	ExportedAt        = &pipeline.Instant{Name: "exported_at", Doc: "when the file was exported; decides which of two snapshots is newer"}
)

// Columns that decisions carry: which rules of which pack judged.
var (
	Pack    = &pipeline.Code{Name: "pack", Doc: "policy pack the row belongs to"}
	RuleIDs = &pipeline.Code{Name: "rule_ids", Doc: "rules of the rule book that decided, joined by blanks"}
)
