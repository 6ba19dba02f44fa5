package datasets

import "ozpayout/pipeline"

// Columns of account gaps.
var (
	GapOpenedOn  = &pipeline.Date{Name: "gap_opened_on", Doc: "first day on which a check of the intended provider fails; null = since ever", From: []pipeline.Column{ValidFrom, ChannelCheckedAt, BindingState, BindingMerchantID}}
	GapClearedOn = &pipeline.Date{Name: "gap_cleared_on", Doc: "last day on which one of them fails (D53); null = still open on the as-of date", From: []pipeline.Column{ValidTo, ChannelCheckedAt}}
	GapCheckIDs  = &pipeline.Code{Name: "gap_check_ids", Doc: "checks that fail on at least one day of the gap, in the order of the audit, joined by blanks", From: []pipeline.Column{ValidFrom}}
	GapFile      = &pipeline.Code{Name: "gap_source_file", Doc: "file of the row that opens the gap", From: []pipeline.Column{pipeline.FromFile}}
	GapRow       = &pipeline.Int{Name: "gap_source_row", Doc: "record number in that file", From: []pipeline.Column{pipeline.FromRow}}
)

// AccountGaps are the inferred openings of ACCOUNT_INCOMPLETE (formats.md 9.22).
var AccountGaps = &pipeline.Dataset{
	Name: "account_gaps", Doc: "Periods in which the binding of the intended provider fails a check V1-V3 or S1-S4 by the dated inputs: ACCOUNT_INCOMPLETE, inferred (B03, A05, A10). Periods of a seller do not overlap.",
	Grain: "one row per seller and gap", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, GapOpenedOn, GapClearedOn, GapCheckIDs, GapFile, GapRow},
	Key:     []pipeline.Column{SellerID, GapOpenedOn},
}
