package datasets

import "ozpayout/pipeline"

// IsFromReturn marks a dispute that no row of the disputes table tells of.
var IsFromReturn = &pipeline.Flag{Name: "is_from_return", Doc: "only the status of a return shows the dispute, which stood from some day of the return on (9.5)", From: []pipeline.Column{ReturnStatus}}

// DisputedReturns are the returns in a status of a dispute.
var DisputedReturns = &pipeline.Dataset{
	Name: "disputed_returns", Doc: "Returns whose status is one of a dispute (9.5).",
	Grain: "one row per return", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{
		SellerID, ReturnID, PostingNumber, OrderID, ReturnStatus, ReturnOpenedAt, ReturnClosedAt, pipeline.FromFile, pipeline.FromRow,
	},
	Partition: Returns.Partition,
}

// Disputes are disputes as all sources together know them: the canonical table and
// the returns.
var Disputes = &pipeline.Dataset{
	Name: "disputes", Doc: "Disputes between buyer and seller, also those that only a return shows (B03, B08, B11, C27).",
	Grain: "one row per dispute", Layer: pipeline.StagingLayer,
	Columns: []pipeline.Column{
		SellerID, DisputeID, OrderID, PostingNumber, DisputeOpenedAt, DisputeClosedAt, IsFromReturn, ExportedAt, pipeline.FromFile, pipeline.FromRow,
	},
	Key:       RawDisputes.Key,
	Partition: RawDisputes.Partition,
}
