package reports

import "ozpayout/datasets"

// latePayouts shows what blocked each late line. The three attributions each add
// up to the late days of the line; days saved do not add up over causes.
var latePayouts = &sheet{
	Key: "late_payouts", Dataset: datasets.DelayCauses, Frozen: 3,
	Columns: []column{
		{Of: datasets.SellerID},
		{Of: datasets.PayoutID},
		{Of: datasets.LineNo},
		{Of: datasets.PostingNumber},
		{Of: datasets.LineCause, Codes: "cause_code"},
		{Of: datasets.OpenedOn},
		{Of: datasets.ClearedOn},
		{Of: datasets.BlockedDays},
		{Of: datasets.KnockOnDays},
		{Of: datasets.PrecedenceDays, Sum: true},
		{Of: datasets.BottleneckDays, Sum: true},
		{Of: datasets.ShapleyDays, Sum: true},
		{Of: datasets.SavedDays},
		{Of: datasets.AmountDays},
		{Of: datasets.Currency},
		{Of: datasets.EvidenceCode, Codes: "evidence_code"},
		{Of: datasets.EvidenceFile},
		{Of: datasets.EvidenceRow},
		{Of: datasets.DecidedBy},
	},
}
