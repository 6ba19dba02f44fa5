package datasets

import "ozpayout/pipeline"

// Columns of wait counts.
var (
	LandmarkCode  = &pipeline.Code{Name: "landmark_code", Doc: "null: the clock runs from its start; else it runs from the due date, for lines unpaid then, and this is the cause that stood on that day, none or several", From: []pipeline.Column{LineCause, OpenedOn, ClearedOn, DueOn}}
	WaitDays      = &pipeline.Days{Name: "wait_days", Doc: "days after which the wait ended, or was last looked at; before the clock start counts as 0", Unit: "business days", From: []pipeline.Column{TakenDays, DaysAfterDue, ClockStartOn, CalendarDate}}
	WaitsArrived  = &pipeline.Int{Name: "arrived", Doc: "lines that arrived after so many days", Unit: "lines", From: []pipeline.Column{ArrivedDay}}
	WaitsCensored = &pipeline.Int{Name: "censored", Doc: "lines open on the as-of date for so many days", Unit: "lines", From: []pipeline.Column{IsOpen}}
	WaitsReturned = &pipeline.Int{Name: "returned", Doc: "lines whose money came back and whose goods were returned after so many days: nothing will arrive", Unit: "lines", From: []pipeline.Column{ScopeCode, ReturnOpenedAt, ReturnClosedAt}}
	WaitsEntered  = &pipeline.Int{Name: "entered", Doc: "of all lines, those that the export can show only after so many days: their clock started before its first settlement", Unit: "lines", From: []pipeline.Column{ClockStartOn, SettledOn}}
)

// WaitCounts are histograms of waits of one partition, additive.
var WaitCounts = &pipeline.Dataset{
	Name: "wait_counts", Doc: "How long judged lines wait, by whole working days: partial counts (B04, D04).",
	Grain: "one row per partition, seller, month, route, currency, tier, scheme, clock, landmark and day", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{
		SellerID, MonthOn, RouteCode, PayoutCurrency, TierCode, Scheme, ClockCode, LandmarkCode, WaitDays,
		WaitsArrived, WaitsCensored, WaitsReturned, WaitsEntered,
	},
}
