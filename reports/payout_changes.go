package reports

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// payoutChanges shows what an export says otherwise than the one before (9.1).
var payoutChanges = &sheet{
	Key: "payout_changes", Dataset: datasets.PayoutChanges, Frozen: 3,
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.PayoutID},
		{Of: datasets.ChangedColumn, Codes: "payment_column"},
		{Of: datasets.ExportedAt},
		{Of: datasets.ValueBefore, Codes: "payout_status_code"},
		{Of: datasets.ValueAfter, Codes: "payout_status_code"},
		{Of: pipeline.FromFile},
		{Of: pipeline.FromRow},
	},
}
