package datasets

import "ozpayout/pipeline"

// Columns of cut-off compliance.
var (
	CutOffPeriod    = &pipeline.Code{Name: "period", Doc: "day YYYY-MM-DD in the zone of the cut-off, or month YYYY-MM", From: []pipeline.Column{UploadedOn, CountMonth}}
	AfterCutOff     = &pipeline.Int{Name: "after_cut_off", Doc: "uploads at the cut-off or later, which count for the next day", Unit: "postings", From: []pipeline.Column{Uploads, UploadsInTime}}
	CountedForDay   = &pipeline.Int{Name: "counted_for_day", Doc: "uploads that count for the day: before its cut-off, or after that of the day before; null for months", Unit: "postings", From: []pipeline.Column{Uploads, UploadsInTime, UploadedOn}}
	CutOffRate      = &pipeline.Share{Name: "before_cut_off_rate", Doc: "before_cut_off by uploads; null below the gate", Unit: "share 0..1", From: []pipeline.Column{UploadsInTime, Uploads}}
	CutOffLo        = &pipeline.Share{Name: "before_cut_off_lo", Doc: "lower bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{UploadsInTime, Uploads}}
	CutOffHi        = &pipeline.Share{Name: "before_cut_off_hi", Doc: "upper bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{UploadsInTime, Uploads}}
	CutOffTime      = &pipeline.Code{Name: "cut_off_time", Doc: "cut-off on the first day of the period, as the policy has it", From: []pipeline.Column{PolicyValue}}
	CutOffZone      = &pipeline.Code{Name: "cut_off_zone", Doc: "its time zone", From: []pipeline.Column{PolicyValue}}
	MonthDeliveries = &pipeline.Int{Name: "carrier_deliveries", Doc: "deliveries that carriers recorded in the Moscow month; null for days", Unit: "postings", From: []pipeline.Column{SyncDeliveries}}
	NotSeen         = &pipeline.Int{Name: "deliveries_not_seen", Doc: "of them, not visible in Ozon on the as-of date; null for days", Unit: "postings", From: []pipeline.Column{SyncDeliveries, SyncLagHours}}
	MedianLag       = &pipeline.Share{Name: "sync_lag_hours_median", Doc: "median of the full hours until Ozon saw a delivery, of those that it saw; null for days, and below the gate", Unit: "hours", From: []pipeline.Column{SyncLagHours, SyncDeliveries}}
)

// CutOffCompliance is the mart of uploads and sync lags.
var CutOffCompliance = &pipeline.Dataset{
	Name: "cutoff_compliance", Doc: "Uploads of tracking numbers before and after the daily cut-off, and how long Ozon takes to see deliveries (B15, C08).",
	Grain: "one row per seller, and day or month", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, CutOffPeriod, Uploads, UploadsInTime, AfterCutOff, CountedForDay, CutOffRate, CutOffLo, CutOffHi, ComplianceGate,
		FailedLateCNY, CutOffTime, CutOffZone, MonthDeliveries, NotSeen, MedianLag, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, CutOffPeriod},
}
