package datasets

import (
	"slices"

	"ozpayout/pipeline"
)

// Columns of payout changes. Values are written as text: dates and instants as
// ISO 8601, amounts with two decimals.
var (
	ChangedColumn = &pipeline.Code{Name: "column_name", Doc: "column of payment history that holds for a payout, or one of its arrival and status", From: []pipeline.Column{PayoutID}}
	ValueBefore   = &pipeline.Text{Name: "value_before", Doc: "value in the export before; several values of its rows are joined by |; null = empty", From: changeable}
	ValueAfter    = &pipeline.Text{Name: "value_after", Doc: "value in this export, likewise", From: changeable}
)

// changeable are the columns of a payout that may change: all but its key, and the
// arrival and status of its rows.
var changeable = append(slices.Clone(payoutColumns[2:]), ArrivedOn, ArrivedAmount, BankReceiptNo, PayoutStatus)

// IsChangeable reports whether changes of a column of payment history are listed.
func IsChangeable(c pipeline.Column) bool { return slices.Contains(changeable, c) }

// PayoutChangeParts are the changes that one partition knows of: those of payment
// rows that a newer export replaced.
var PayoutChangeParts = &pipeline.Dataset{
	Name: "payout_change_parts", Doc: "Changes of payout columns between two exports of a payment row.",
	Grain: "one row per partition, payout, column, newer export and pair of values", Layer: pipeline.IntermediateLayer,
	Columns:   []pipeline.Column{SellerID, PayoutID, ChangedColumn, ExportedAt, ValueBefore, ValueAfter, pipeline.FromFile, pipeline.FromRow},
	Partition: payoutPartition, Spread: ByPayout,
}

// PayoutChanges is the mart of what changed since the export before.
var PayoutChanges = &pipeline.Dataset{
	Name: "payout_changes", Doc: "What changed in a payout from one export to the next that says otherwise (9.1, D40).",
	Grain: "one row per payout, column and newer export", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{SellerID, PayoutID, ChangedColumn, ExportedAt, ValueBefore, ValueAfter, pipeline.FromFile, pipeline.FromRow},
	Key:     []pipeline.Column{SellerID, PayoutID, ChangedColumn, ExportedAt},
}
