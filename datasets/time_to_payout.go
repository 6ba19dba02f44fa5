package datasets

import "ozpayout/pipeline"

// Columns of curves of time to payout. Days are business days.
var (
	StratumKind        = &pipeline.Code{Name: "stratum_kind", Doc: "by what lines are split: all, seller, month, route, route_currency, route_class, tier, scheme, clock, landmark_cause", From: []pipeline.Column{SellerID, MonthOn, RouteCode, PayoutCurrency, TierCode, Scheme, ClockCode, LandmarkCode}}
	Stratum            = &pipeline.Code{Name: "stratum", Doc: "which lines: a code of the kind, ALL, or unknown; landmark_cause: the cause that stood on the due date, none or several", From: []pipeline.Column{SellerID, MonthOn, RouteCode, PayoutCurrency, TierCode, Scheme, ClockCode, LandmarkCode, TypicalRouteClass}}
	CurveDay           = &pipeline.Days{Name: "day", Doc: "days since the clock start; landmark_cause: since the due date", Unit: "business days", From: []pipeline.Column{WaitDays}}
	CurveAtRisk        = &pipeline.Int{Name: "at_risk", Doc: "lines under observation and unpaid just before that day", Unit: "lines", From: []pipeline.Column{WaitDays, WaitsArrived, WaitsCensored, WaitsReturned, WaitsEntered}}
	CurveArrived       = &pipeline.Int{Name: "arrived", Doc: "lines that arrived on that day", Unit: "lines", From: []pipeline.Column{WaitsArrived}}
	CurveCensored      = &pipeline.Int{Name: "censored", Doc: "lines last seen unpaid on that day", Unit: "lines", From: []pipeline.Column{WaitsCensored}}
	CurveReturned      = &pipeline.Int{Name: "returned", Doc: "lines whose payout was returned on that day", Unit: "lines", From: []pipeline.Column{WaitsReturned}}
	Survival           = &pipeline.Share{Name: "survival", Doc: "probability of waiting longer (Kaplan & Meier); returned payouts count as last seen", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitDays}}
	SurvivalError      = &pipeline.Share{Name: "se", Doc: "its standard error (Greenwood); null where survival is 0", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitDays}}
	SurvivalLo         = &pipeline.Share{Name: "lo", Doc: "lower bound, 95 %, log-log; null where survival is 1 or 0", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitDays}}
	SurvivalHi         = &pipeline.Share{Name: "hi", Doc: "upper bound, 95 %, log-log; null where survival is 1 or 0", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitDays}}
	CumulativeArrived  = &pipeline.Share{Name: "cumulative_arrived", Doc: "probability of having arrived, when a return ends the wait (Aalen & Johansen)", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitsReturned, WaitDays}}
	CumulativeReturned = &pipeline.Share{Name: "cumulative_returned", Doc: "probability of having been returned; what is left to 1 still waits", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitsReturned, WaitDays}}
)

// TimeToPayout is the mart of curves.
var TimeToPayout = &pipeline.Dataset{
	Name: "time_to_payout", Doc: "How long payouts take, from all judged lines, the open ones included (B04-B07).",
	Grain: "one row per stratum and day on which something happened", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		StratumKind, Stratum, CurveDay, CurveAtRisk, CurveArrived, CurveCensored, CurveReturned,
		Survival, SurvivalError, SurvivalLo, SurvivalHi, CumulativeArrived, CumulativeReturned, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{StratumKind, Stratum, CurveDay},
}

// Columns of the summary of curves.
var (
	SummaryLines      = &pipeline.Int{Name: "n", Doc: "lines behind the curve", Unit: "lines", From: []pipeline.Column{WaitsArrived, WaitsCensored, WaitsReturned}}
	MedianDays        = &pipeline.Share{Name: "median", Doc: "first day by which half have arrived; null = fewer have", Unit: "business days", From: []pipeline.Column{Survival}}
	MedianLo          = &pipeline.Share{Name: "median_lo", Doc: "lower bound, 95 % (Brookmeyer & Crowley)", Unit: "business days", From: []pipeline.Column{SurvivalLo}}
	MedianHi          = &pipeline.Share{Name: "median_hi", Doc: "upper bound; null = not reached", Unit: "business days", From: []pipeline.Column{SurvivalHi}}
	RestrictedMean    = &pipeline.Share{Name: "rmst", Doc: "mean wait, each cut off at rmst_days; null = nobody was followed so far", Unit: "business days", From: []pipeline.Column{Survival, PolicyValue}}
	LogRankChiSquare  = &pipeline.Share{Name: "log_rank_chi_square", Doc: "distance of the strata of this kind (Mantel 1966): one test per kind, on each of its rows", Unit: "chi-square", From: []pipeline.Column{WaitsArrived, WaitDays}}
	LogRankDF         = &pipeline.Int{Name: "df", Doc: "its degrees of freedom", Unit: "degrees of freedom", From: []pipeline.Column{WaitsArrived, WaitDays}}
	LogRankP          = &pipeline.Share{Name: "p_value", Doc: "of a distance as large, if the strata waited alike and lines of one batch did not hang together: too small otherwise", Unit: "probability", From: []pipeline.Column{LogRankChiSquare, LogRankDF}}
	LogRankQ          = &pipeline.Share{Name: "q_value", Doc: "p_value adjusted for the tests of this table (Benjamini & Hochberg)", Unit: "probability", From: []pipeline.Column{LogRankP}}
	CurveRefused      = &pipeline.Code{Name: "refused_reason", Doc: "why there is no curve: paid_only_export (the export lists only what arrived), small_sample (below the gate), late_entries (all lines seen from their start arrived before the others could be seen); null = there is one", From: []pipeline.Column{WaitsArrived, WaitsCensored, SettledOn, PolicyValue}}
	SummaryArrived    = &pipeline.Int{Name: "arrived", Doc: "lines that arrived", Unit: "lines", From: []pipeline.Column{WaitsArrived}}
	SummaryOpen       = &pipeline.Int{Name: "open", Doc: "lines that are open", Unit: "lines", From: []pipeline.Column{WaitsCensored}}
	SummaryReturned   = &pipeline.Int{Name: "returned", Doc: "lines whose payout was returned", Unit: "lines", From: []pipeline.Column{WaitsReturned}}
	SummaryEntered    = &pipeline.Int{Name: "entered_late", Doc: "lines whose clock started before their export begins: at risk from there on", Unit: "lines", From: []pipeline.Column{WaitsEntered}}
	SummaryLeftOut    = &pipeline.Int{Name: "left_out", Doc: "lines of paid-only exports, in no figure of the row but refused_reason", Unit: "lines", From: []pipeline.Column{WaitsArrived, SettledOn}}
	MeanArrived       = &pipeline.Share{Name: "mean_arrived", Doc: "plain mean of the lines that arrived: too fast while lines are open, then rmst is to be read", Unit: "business days", From: []pipeline.Column{WaitsArrived, WaitDays}}
	RestrictedAt      = &pipeline.Days{Name: "rmst_days", Doc: "horizon of rmst", Unit: "business days", From: []pipeline.Column{PolicyValue}}
	WithinThree       = &pipeline.Share{Name: "within_3", Doc: "probability of arriving within 3 days", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitDays}}
	WithinThreeLo     = &pipeline.Share{Name: "within_3_lo", Doc: "lower bound, 95 %", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitDays}}
	WithinThreeHi     = &pipeline.Share{Name: "within_3_hi", Doc: "upper bound, 95 %", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitDays}}
	WithinThreeMethod = &pipeline.Code{Name: "within_3_method", Doc: "wilson where every line was followed so far, else log_log", From: []pipeline.Column{WaitsCensored, WaitsEntered}}
	WithinFive        = &pipeline.Share{Name: "within_5", Doc: "probability of arriving within 5 days", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitDays}}
	WithinFiveLo      = &pipeline.Share{Name: "within_5_lo", Doc: "lower bound, 95 %", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitDays}}
	WithinFiveHi      = &pipeline.Share{Name: "within_5_hi", Doc: "upper bound, 95 %", Unit: "share 0..1", From: []pipeline.Column{WaitsArrived, WaitDays}}
	WithinFiveMethod  = &pipeline.Code{Name: "within_5_method", Doc: "wilson or log_log", From: []pipeline.Column{WaitsCensored, WaitsEntered}}
	StratifiedBy      = &pipeline.Code{Name: "stratified_by", Doc: "tier only: within what the test is repeated, because tiers use routes unequally", From: []pipeline.Column{RouteCode}}
	StratifiedChi     = &pipeline.Share{Name: "stratified_chi_square", Doc: "log-rank within stratified_by", Unit: "chi-square", From: []pipeline.Column{WaitsArrived, WaitDays, RouteCode}}
	StratifiedDF      = &pipeline.Int{Name: "stratified_df", Doc: "its degrees of freedom", Unit: "degrees of freedom", From: []pipeline.Column{WaitsArrived, RouteCode}}
	StratifiedP       = &pipeline.Share{Name: "stratified_p_value", Doc: "its p-value", Unit: "probability", From: []pipeline.Column{StratifiedChi, StratifiedDF}}
	StratifiedQ       = &pipeline.Share{Name: "stratified_q_value", Doc: "adjusted with the others", Unit: "probability", From: []pipeline.Column{StratifiedP, LogRankP}}
	TestFamily        = &pipeline.Int{Name: "tests", Doc: "tests that the q-values are adjusted for", Unit: "tests", From: []pipeline.Column{LogRankP, StratifiedP}}
	CurveGate         = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (below 30; below 10 no curve) (D32)", From: []pipeline.Column{SummaryLines}}
)

// TimeToPayoutSummary is the mart of what the curves say in a few figures.
var TimeToPayoutSummary = &pipeline.Dataset{
	Name: "time_to_payout_summary", Doc: "Median, restricted mean and probability within 3 and 5 days of each curve, and whether the strata of a kind differ (B05-B07).",
	Grain: "one row per stratum", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		StratumKind, Stratum, SummaryLines, MedianDays, MedianLo, MedianHi, RestrictedMean,
		LogRankChiSquare, LogRankDF, LogRankP, LogRankQ, CurveRefused,
		SummaryArrived, SummaryOpen, SummaryReturned, SummaryEntered, SummaryLeftOut, MeanArrived, RestrictedAt,
		WithinThree, WithinThreeLo, WithinThreeHi, WithinThreeMethod, WithinFive, WithinFiveLo, WithinFiveHi, WithinFiveMethod,
		StratifiedBy, StratifiedChi, StratifiedDF, StratifiedP, StratifiedQ, TestFamily, CurveGate, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{StratumKind, Stratum},
}
