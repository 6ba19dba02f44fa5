package datasets

import (
	"slices"

	"ozpayout/pipeline"
)

// Columns of wait counts.
var (
	LandmarkCode  = &pipeline.Code{Name: "landmark_code", Doc: "cause that stood on the due date: its code, none or several", From: []pipeline.Column{LineCause, OpenedOn, ClearedOn, DueOn}}
	WaitDays      = &pipeline.Days{Name: "wait_days", Doc: "days after which the wait ended, or was last looked at; before the clock start counts as 0", Unit: "business days", From: []pipeline.Column{TakenDays, DaysAfterDue, ClockStartOn, CalendarDate}}
	WaitsArrived  = &pipeline.Int{Name: "arrived", Doc: "lines that arrived after so many days", Unit: "lines", From: []pipeline.Column{ArrivedDay}}
	WaitsCensored = &pipeline.Int{Name: "censored", Doc: "lines open on the as-of date for so many days", Unit: "lines", From: []pipeline.Column{IsOpen}}
	WaitsReturned = &pipeline.Int{Name: "returned", Doc: "lines whose money came back and whose goods were returned after so many days: nothing will arrive", Unit: "lines", From: []pipeline.Column{ScopeCode, ReturnOpenedAt, ReturnClosedAt}}
	WaitsEntered  = &pipeline.Int{Name: "entered", Doc: "of all lines, those that the export can show only after so many days: their clock started before its first settlement", Unit: "lines", From: []pipeline.Column{ClockStartOn, SettledOn}}
)

// WaitCounts are histograms of waits of one partition, additive.
var WaitCounts = &pipeline.Dataset{
	Name: "wait_counts", Doc: "How long judged lines wait from the clock start, by whole working days: partial counts (B04, D04).",
	Grain: "one row per partition, seller, month, route, currency, tier, scheme, clock and day", Layer: pipeline.IntermediateLayer,
	Columns: append(slices.Clone(waitKeys), WaitDays, WaitsArrived, WaitsCensored, WaitsReturned, WaitsEntered),
}

// UnpaidWaitCounts are histograms of waits from the due date on, additive.
var UnpaidWaitCounts = &pipeline.Dataset{
	Name: "unpaid_wait_counts", Doc: "How long lines that were unpaid on their due date wait from there: partial counts (D13).",
	Grain: "one row per partition, seller, month, route, currency, tier, scheme, clock, landmark and day", Layer: pipeline.IntermediateLayer,
	Columns: append(slices.Clone(waitKeys), LandmarkCode, WaitDays, WaitsArrived, WaitsCensored, WaitsReturned, WaitsEntered),
}

var waitKeys = []pipeline.Column{SellerID, MonthOn, RouteCode, PayoutCurrency, TierCode, Scheme, ClockCode}
