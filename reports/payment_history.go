package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
)

// The marks of payment history.
const (
	markLate  word = "late"
	markOpen  word = "open"
	markCheck word = "look"
)

// paymentHistory shows the payout lines that finance must look at: late, open
// and exceptional ones. Lines that came in time are in the mart.
var paymentHistory = &sheet{
	Key: "payment_history", Dataset: datasets.PayoutFacts, Frozen: 4, Keep: keepRemarkable,
	Columns: []column{
		{Key: "mark", Doc: "LATE: is_late; OPEN: not arrived on the as-of date; LOOK: returned, cancelled, carried over, unknown arrival or scope, no usable rate, or an exported difference that fits no count of days", Value: mark, Alert: markLate},
		{Of: datasets.SellerID},
		{Of: datasets.PayoutID},
		{Of: datasets.LineNo},
		{Of: datasets.PostingNumber},
		{Of: datasets.SettlementBatchNo},
		{Of: datasets.RouteCode, Codes: "route_code"},
		{Of: datasets.LineCode, Codes: "line_type"},
		{Of: datasets.StatusCode, Codes: "payout_status_code"},
		{Of: datasets.Amount, Sum: true},
		{Of: datasets.Currency},
		{Of: datasets.AmountRUB, Sum: true},
		{Of: datasets.AmountCNY, Sum: true},
		{Of: datasets.AmountUSD, Sum: true},
		{Of: datasets.LineRateOn},
		{Of: datasets.TierCode, Codes: "tier_code"},
		{Of: datasets.ScopeCode, Codes: "scope_code"},
		{Of: datasets.ClockCode, Codes: "clock_code"},
		{Of: datasets.ClockStartOn},
		{Of: datasets.SettledOn},
		{Of: datasets.ArrivedDay},
		{Of: datasets.DueOn},
		{Of: datasets.LineDueRule, Codes: "due_rule_id"},
		{Of: datasets.TakenDays},
		{Of: datasets.DaysAfterDue},
		{Of: datasets.AgeingCode, Codes: "ageing_code"},
		{Of: datasets.IsEscalated},
		{Of: datasets.PrecedenceCause, Codes: "cause_code"},
		{Of: datasets.UnexplainedDays},
		{Of: datasets.ReportAgrees, Codes: "report_agrees"},
		{Of: datasets.FirstFile},
		{Of: datasets.FirstRow},
		{Of: datasets.DecidedBy},
	},
	Also: markColumns,
}

func keepRemarkable(rec arrow.Record, _ *facts) func(row int) bool {
	marks := marksOf(rec)
	return func(row int) bool { return marks(row) != "" }
}

func mark(rec arrow.Record) func(row int) any {
	marks := marksOf(rec)
	return func(row int) any { return marks(row) }
}
