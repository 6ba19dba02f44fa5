package datasets

import "ozpayout/pipeline"

// Columns of delay_causes.
var (
	LineCause      = &pipeline.Code{Name: "cause_code", Doc: "cause of the delay", From: []pipeline.Column{CauseCode}}
	OpenedOn       = &pipeline.Date{Name: "opened_on", Doc: "first day on which the cause stood; null for UNEXPLAINED", From: []pipeline.Column{TrackingEventAt, TrackingSyncedAt, HandedOverAt, ReturnOpenedAt, DisputeOpenedAt, LineConfirmedAt, ValidFrom, HeldAt, SettledOn, RiskEventAt, ExternalStartsOn, CalendarDate, SuspensionOpenedOn, GapOpenedOn}}
	ClearedOn      = &pipeline.Date{Name: "cleared_on", Doc: "last day on which the cause stood; null = still open", From: []pipeline.Column{TrackingSyncedAt, ReturnClosedAt, DisputeClosedAt, InvoiceUploadedAt, InvoiceIssuedOn, ValidTo, ReleasedAt, ArrivedDay, RiskEventAt, ExternalEndsOn, CalendarDate, SuspensionClearedOn, GapClearedOn}}
	BlockedDays    = &pipeline.Days{Name: "blocked_days", Doc: "late days on which the cause stood (D10)", Unit: "business days", From: []pipeline.Column{OpenedOn, ClearedOn, DueOn, ArrivedDay}}
	KnockOnDays    = &pipeline.Days{Name: "knock_on_days", Doc: "late days after the last clearing that belong to the blockers: k of the line, repeated on each blocker's row (D11, D54)", Unit: "business days", From: []pipeline.Column{OpenedOn, ClearedOn, DueOn, ArrivedDay, PolicyValue}}
	PrecedenceDays = &pipeline.Days{Name: "precedence_days", Doc: "days attributed by precedence", Unit: "business days", From: []pipeline.Column{OpenedOn, ClearedOn, CausePrecedence}}
	BottleneckDays = &pipeline.Share{Name: "bottleneck_days", Doc: "days attributed to the cause that clears last, ties share", Unit: "business days", From: []pipeline.Column{OpenedOn, ClearedOn}}
	ShapleyDays    = &pipeline.Share{Name: "shapley_days", Doc: "exact Shapley value of the coverage game (D10, D11)", Unit: "business days", From: []pipeline.Column{OpenedOn, ClearedOn}}
	EvidenceCode   = &pipeline.Code{Name: "evidence_code", Doc: "observed, inferred or stated (D17)", From: []pipeline.Column{CauseCode}}
	EvidenceFile   = &pipeline.Code{Name: "evidence_source_file", Doc: "file of the row that shows the cause", From: []pipeline.Column{pipeline.FromFile}}
	EvidenceRow    = &pipeline.Int{Name: "evidence_source_row", Doc: "record number in that file", From: []pipeline.Column{pipeline.FromRow}}
	SavedDays      = &pipeline.Days{Name: "saved_days_if_removed", Doc: "late days that would fall away without this cause alone (D14); null for UNEXPLAINED", Unit: "business days", From: []pipeline.Column{OpenedOn, ClearedOn}}
	AmountDays     = &pipeline.Money{Name: "amount_days_saved", Doc: "amount times saved days: money-days", Currency: Currency, From: []pipeline.Column{Amount, SavedDays}}
)

// DelayCauses is the mart of causes.
var DelayCauses = &pipeline.Dataset{
	Name: "delay_causes", Doc: "What blocked each late line, in three attributions that each sum to its late days (B09, D10-D22).",
	Grain: "one row per late payout line and cause", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, PayoutID, LineNo, LineCause, OpenedOn, ClearedOn, BlockedDays, KnockOnDays, PrecedenceDays, BottleneckDays, ShapleyDays, Currency,
		EvidenceCode, EvidenceFile, EvidenceRow, SavedDays, AmountDays, PostingNumber, OrderID, PolicyPack, DecidedBy,
	},
	Key:       []pipeline.Column{SellerID, PayoutID, LineNo, LineCause},
	Partition: paymentPartition,
}
