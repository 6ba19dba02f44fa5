package datasets

import "ozpayout/pipeline"

// Columns of returns.
var (
	ReturnIsClient = &pipeline.Flag{Name: "is_client_return", Doc: "a client return, which blocks a payout; null = the source carries no type (9.22: inferred from the delivery date)", From: []pipeline.Column{ReturnType}}
	ReturnIsOpen   = &pipeline.Flag{Name: "is_open", Doc: "open by its status; null = unknown status, which is neither open nor closed", From: []pipeline.Column{ReturnStatus}}
)

// Returns are returns as all sources together know them: export, API and
// canonical table.
var Returns = &pipeline.Dataset{
	Name: "returns", Doc: "Returns with status as system name, opening and closing moment (D19, B09).",
	Grain: "one row per return", Layer: pipeline.StagingLayer,
	Columns: []pipeline.Column{
		SellerID, ReturnID, PostingNumber, OrderID, ReturnType, ReturnStatus, ReturnIsClient, ReturnIsOpen, ReturnOpenedAt, ReturnClosedAt,
		pipeline.FromFile, pipeline.FromRow,
	},
	Key:       []pipeline.Column{SellerID, ReturnID, PostingNumber},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}, {Column: OrderID}},
}

// The statuses of a return as system names (formats.md section 3). What is in
// neither of the first two lists is unknown: neither open nor closed.
var (
	OpenReturnStatuses = []string{
		"DisputeOpened", "DisputeYouOpened", "DisputeOpening", "OnSellerApproval", "OnSellerClarification",
		"OnSellerClarificationAfterPartialCompensation", "OfferedPartialCompensation", "ReturnMoneyApproved", "PartialCompensationInProcess",
		"Approved", "ApprovedByOzon", "ArrivedAtReturnPlace", "MovingToSeller", "ReturningToSellerByCourier", "MovingToOzon", "WaitingShipment",
		"Utilizing", "CompensationOffered", "WaitingCompensation", "SendingError", "Searching",
		"New", "Delivering", "Checkout", "Arbitration", // groups of rFBS requests
	}
	ClosedReturnStatuses = []string{
		"PartialCompensationReturned", "CancelledDisputeNotOpen", "Rejected", "CrmRejected", "Cancelled", "ReceivedBySeller", "ReturnCompensated",
		"Utilized", "MoneyReturned", "MoneyReturnedBySystem", "CompensationRejected", "CompensationRejectedBySla", "CompensationRejectedBySeller", "ReturnedToOzon",
	}
	DisputedReturnStatuses = []string{"DisputeOpened", "DisputeYouOpened", "DisputeOpening", "Arbitration"}
)
