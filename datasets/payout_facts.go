package datasets

import "ozpayout/pipeline"

// Columns of convert_amounts.
var (
	AmountRUB   = &pipeline.Money{Name: "amount_rub", Doc: "amount at the rate in force on settled_on; null = no rate or a stale one (D47)", Unit: "RUB", From: []pipeline.Column{Amount, Currency, SettledOn, Value, Nominal}}
	AmountCNY   = &pipeline.Money{Name: "amount_cny", Doc: "the same in CNY, one rounding, never through rounded roubles", Unit: "CNY", From: []pipeline.Column{Amount, Currency, SettledOn, Value, Nominal}}
	AmountUSD   = &pipeline.Money{Name: "amount_usd", Doc: "the same in USD", Unit: "USD", From: []pipeline.Column{Amount, Currency, SettledOn, Value, Nominal}}
	LineRateOn  = &pipeline.Date{Name: "rate_on", Doc: "first day on which the rate was in force; of two rates the older (D47, D57)", From: []pipeline.Column{InForceFrom, SettledOn}}
	RateIsStale = &pipeline.Flag{Name: "rate_is_stale", Doc: "the last rate is older than the limit and is not used (C22)", From: []pipeline.Column{InForceFrom, SettledOn}}
)

// ConvertedLines are payout lines with their amounts in three currencies.
var ConvertedLines = &pipeline.Dataset{
	Name: "converted_lines", Doc: "Payout lines in roubles, yuan and dollars at official rates (D47).", Grain: "one row per payout line", Layer: pipeline.IntermediateLayer,
	Columns:   append(append([]pipeline.Column{}, PayoutLines.Columns...), AmountRUB, AmountCNY, AmountUSD, LineRateOn, RateIsStale),
	Key:       PayoutLines.Key,
	Partition: paymentPartition,
}

// Columns of date_payouts.
var (
	TierCode        = &pipeline.Code{Name: "tier_code", Doc: "tier on the clock start: premium, ordinary or unknown (B10, D07)", From: []pipeline.Column{AccountTier, ClockStartOn}}
	ScopeCode       = &pipeline.Code{Name: "scope_code", Doc: "in_scope, or why the line is not judged (D04, D05)", From: []pipeline.Column{LineCode, IsTestTransfer, AccountSite, AccountIsTest, AccountKYCState, AccountRegistrationCountry, StatusCode, ArrivalCode, OrderStatus}}
	ChargeScope     = &pipeline.Code{Name: "charge_scope_code", Doc: "of a line that is no sale: scope_code that a sale of its payout and posting would have; null for sales", From: []pipeline.Column{ScopeCode}}
	IntendedRoute   = &pipeline.Code{Name: "intended_route_code", Doc: "route the seller wants on the clock start (D07); unknown = nobody says", From: []pipeline.Column{AccountIntendedRoute, AccountPayoutMethod, AccountDefaultPayoutMethod, ClockStartOn}}
	LineConfirmedAt = &pipeline.Instant{Name: "confirmed_at", Doc: "confirmation by buyer or system: payment history, else the delivery as its stand-in (9.19)", From: []pipeline.Column{ConfirmedAt, DeliveredAt}}
	ConfirmedOn     = &pipeline.Date{Name: "confirmed_on", Doc: "Moscow day of the confirmation", From: []pipeline.Column{LineConfirmedAt}}
	ConfirmedGrade  = &pipeline.Code{Name: "confirmed_evidence_code", Doc: "observed (payment history) or inferred (delivery); null = no confirmation", From: []pipeline.Column{ConfirmedAt, DeliveredAt}}
	EligibleOn      = &pipeline.Date{Name: "eligible_on", Doc: "latest of confirmation, closing of disputes opened before settlement and completion of account data (B03, D01); null without a confirmation", From: []pipeline.Column{LineConfirmedAt, DisputeOpenedAt, DisputeClosedAt, AccountIsAccountDataComplete, GapOpenedOn, GapClearedOn, SettledOn}}
	ClockCode       = &pipeline.Code{Name: "clock_code", Doc: "confirmation, else settlement (C04)", From: []pipeline.Column{LineConfirmedAt}}
	ClockStartOn    = &pipeline.Date{Name: "clock_start_on", Doc: "day the clock starts (D01)", From: []pipeline.Column{LineConfirmedAt, SettledOn}}
	DueOn           = &pipeline.Date{Name: "due_on", Doc: "last day on which an arrival is on time (D02)", From: []pipeline.Column{ClockStartOn, DueRuleID, CalendarDate}}
	LineDueRule     = &pipeline.Code{Name: "due_rule_id", Doc: "due rule that decided", From: []pipeline.Column{DueRuleID, Scheme, TierCode, ClockStartOn}}
	LineTypical     = &pipeline.Days{Name: "typical_days", Doc: "days the route typically takes: a claim, not a promise (C05, D08)", Unit: "business days", From: []pipeline.Column{TypicalWorkingDays, RouteCode, PayoutCurrency}}
	WaitEligible    = &pipeline.Days{Name: "wait_eligible_days", Doc: "clock start to eligibility", Unit: "business days", From: []pipeline.Column{ClockStartOn, EligibleOn, CalendarDate}}
	WaitSettle      = &pipeline.Days{Name: "wait_settle_days", Doc: "eligibility to settlement; negative = settled before", Unit: "business days", From: []pipeline.Column{EligibleOn, SettledOn, CalendarDate}}
	WaitArrive      = &pipeline.Days{Name: "wait_arrive_days", Doc: "settlement to arrival", Unit: "business days", From: []pipeline.Column{SettledOn, ArrivedDay, CalendarDate}}
	TakenDays       = &pipeline.Days{Name: "taken_days", Doc: "clock start to arrival; the legs add up to it; null = open", Unit: "business days", From: []pipeline.Column{ClockStartOn, ArrivedDay, CalendarDate}}
	TakenCalendar   = &pipeline.Days{Name: "taken_calendar_days", Doc: "clock start to arrival", Unit: "calendar days", From: []pipeline.Column{ClockStartOn, ArrivedDay}}
	DaysAfterDue    = &pipeline.Days{Name: "days_after_due", Doc: "due day to arrival or, if open, to the as-of date; negative = early", Unit: "business days", From: []pipeline.Column{DueOn, ArrivedDay, CalendarDate}}
	IsOpen          = &pipeline.Flag{Name: "is_open", Doc: "not arrived on the as-of date", From: []pipeline.Column{ArrivedDay}}
	IsLate          = &pipeline.Flag{Name: "is_late", Doc: "at least one working day lies after due_on (C06, D02); null = not judged", From: []pipeline.Column{DaysAfterDue}}
	IsEscalated     = &pipeline.Flag{Name: "is_escalated", Doc: "late and more than 5 working days since the clock start (B22, D03); null = not judged", From: []pipeline.Column{IsLate, ClockStartOn, ArrivedDay}}
	AgeingCode      = &pipeline.Code{Name: "ageing_code", Doc: "arrived, not_due, d1_2, d3_5, d6_10, d11_30, d31_plus (D08); null = not judged", From: []pipeline.Column{DaysAfterDue, IsOpen}}
	DelayDays       = &pipeline.Int{Name: "reported_delay_days", Doc: "difference as the export prints it, unit not stated", Unit: "days, unit not stated", From: []pipeline.Column{ReportedDelayDays}}
	Overdue         = &pipeline.Flag{Name: "reported_overdue", Doc: "overdue mark of the export", From: []pipeline.Column{ReportedOverdue}}
	ReportAgrees    = &pipeline.Code{Name: "report_agrees", Doc: "calendar_days, working_days, both or no: which count the exported difference fits (B20); null = none exported", From: []pipeline.Column{ReportedDelayDays, SettledOn, ArrivedDay}}
	PolicyPack      = &pipeline.Code{Name: "policy_pack", Doc: "pack of dated rules that judged", From: []pipeline.Column{Pack}}
	DecidedBy       = &pipeline.Code{Name: "rule_ids", Doc: "rules of the rule book that decided, joined by blanks", From: []pipeline.Column{RuleIDs}}
)

// datedColumns are what date_payouts knows of a line, in the order of payout_facts.
var datedColumns = []pipeline.Column{
	SellerID, PayoutID, LineNo, SettlementBatchNo, OrderID, PostingNumber, Scheme, RouteCode, LineCode, StatusCode,
	Amount, Currency, AmountRUB, AmountCNY, AmountUSD, LineRateOn, RateIsStale,
	TierCode, ScopeCode,
	LineConfirmedAt, ConfirmedOn, EligibleOn, SettledOn, ArrivedDay,
	ClockCode, ClockStartOn, DueOn, LineDueRule, LineTypical,
	WaitEligible, WaitSettle, WaitArrive, TakenDays, TakenCalendar,
	DaysAfterDue, IsOpen, IsLate, IsEscalated, AgeingCode,
	DelayDays, Overdue, ReportAgrees,
}

// DatedLines are payout lines with clock, due date and lateness, and what
// explain_delays needs of their posting.
var DatedLines = &pipeline.Dataset{
	Name: "dated_lines", Doc: "Payout lines with both clocks, due date, lateness and the facts of their posting.", Grain: "one row per payout line", Layer: pipeline.IntermediateLayer,
	Columns: append(append([]pipeline.Column{}, datedColumns...),
		PolicyPack, DecidedBy, LastReceiptNo, IntendedRoute, ConfirmedGrade, FirstFile, FirstRow,
		SKU, HandedOverAt, DeliveredAt, OrderCarrier, PostingSKU, PayoutAmount, PayoutCurrency, HeldAt, ReleasedAt, HoldReason, ChargeScope),
	Key:       PayoutLines.Key,
	Partition: paymentPartition,
}

// PendingLines are the dated lines that are not settled with their date.
var PendingLines = &pipeline.Dataset{
	Name: "pending_lines", Doc: "Dated lines that are late, or went over the backup channel: why, and what to do, is asked further down (B09, A33).",
	Grain: "one row per such line", Layer: pipeline.IntermediateLayer,
	Columns: DatedLines.Columns, Key: DatedLines.Key, Partition: DatedLines.Partition,
}

// Columns of explain_delays on the line.
var (
	CauseCount      = &pipeline.Int{Name: "cause_count", Doc: "known causes of a late line, UNEXPLAINED not counted; null = not judged", Unit: "causes", From: []pipeline.Column{IsLate}}
	PrecedenceCause = &pipeline.Code{Name: "precedence_cause_code", Doc: "first known cause in precedence order with days; UNEXPLAINED only without one (D13); null = not late", From: []pipeline.Column{CauseCode, CausePrecedence}}
	BottleneckCause = &pipeline.Code{Name: "bottleneck_cause_code", Doc: "known cause that clears last, ties to the first in precedence order (D51); null = not late", From: []pipeline.Column{CauseCode, ClearedOn}}
	BottleneckTies  = &pipeline.Int{Name: "bottleneck_tie_count", Doc: "causes that clear on the same last day; 0 without a known cause (D57)", Unit: "causes", From: []pipeline.Column{ClearedOn}}
	UnexplainedDays = &pipeline.Days{Name: "unexplained_days", Doc: "late days on which no blocker stood and that are no knock-on (D13)", Unit: "business days", From: []pipeline.Column{DaysAfterDue, OpenedOn, ClearedOn}}
)

// PayoutFacts is the mart of payout lines.
var PayoutFacts = &pipeline.Dataset{
	Name: "payout_facts", Doc: "When each payout line was due, when it came, and what blocked it (B02-B08, B10, B17-B20, B22, C04-C08, D01-D09).",
	Grain: "one row per payout line", Layer: pipeline.MartLayer,
	Columns: append(append([]pipeline.Column{}, datedColumns...),
		CauseCount, PrecedenceCause, BottleneckCause, BottleneckTies, UnexplainedDays, FirstFile, FirstRow, PolicyPack, DecidedBy,
		LastReceiptNo, IntendedRoute, ConfirmedGrade),
	Key:       PayoutLines.Key,
	Partition: paymentPartition,
	Control:   []pipeline.Control{{Amount: Amount, Currencies: []*pipeline.Code{Currency}}},
	Published: FirstFile,
}

// ExplainedLines are the rows of payout_facts that were pending.
var ExplainedLines = &pipeline.Dataset{
	Name: "explained_lines", Doc: "Pending lines with what blocked them.", Grain: "one row per pending line", Layer: pipeline.IntermediateLayer,
	Columns: PayoutFacts.Columns, Key: PayoutFacts.Key, Partition: PayoutFacts.Partition,
}
