package datasets

import "ozpayout/pipeline"

// Columns of service_levels.
var (
	ServiceParty    = &pipeline.Code{Name: "party_code", Doc: "ozon, the route code of a provider, unknown, or lianlian-worldfirst: the first less the second", From: []pipeline.Column{SLAParty}}
	ServicePeriod   = &pipeline.Code{Name: "period", Doc: "month YYYY-MM of started_at in Moscow, or ALL", From: []pipeline.Column{SLAStartedAt}}
	ServiceN        = &pipeline.Int{Name: "n", Doc: "clocks that started, without those of unknown state; of a difference, of both together", Unit: "clocks", From: []pipeline.Column{SLAState}}
	MetRate         = &pipeline.Share{Name: "met_rate", Doc: "share done within the limit; clocks still within it do not count as failures. Null below the gate, without a limit, or where all clocks are younger", Unit: "share 0..1", From: []pipeline.Column{SLAState, SLATaken, SLALimit}}
	MetLo           = &pipeline.Share{Name: "lo", Doc: "lower bound of met_rate, 95 %", Unit: "share 0..1", From: []pipeline.Column{SLAState, SLATaken, SLALimit}}
	MetHi           = &pipeline.Share{Name: "hi", Doc: "upper bound of met_rate, 95 %", Unit: "share 0..1", From: []pipeline.Column{SLAState, SLATaken, SLALimit}}
	MedianMinutes   = &pipeline.Share{Name: "median_minutes", Doc: "median of taken_minutes of the steps done (type 7)", Unit: "minutes of the clock", From: []pipeline.Column{SLATaken}}
	MeanMinutes     = &pipeline.Share{Name: "mean_minutes", Doc: "mean of taken_minutes of the steps done", Unit: "minutes of the clock", From: []pipeline.Column{SLATaken}}
	ClaimedMetRate  = &pipeline.Share{Name: "claimed", Doc: "published share done within the limit: a claim (A19)", Unit: "share 0..1", From: []pipeline.Column{ClaimValue}}
	ClocksMet       = &pipeline.Int{Name: "met", Doc: "of n, done within the limit; null = no limit is promised", Unit: "clocks", From: []pipeline.Column{SLAState}}
	ClocksBreached  = &pipeline.Int{Name: "breached", Doc: "of n, past the limit, done or not; null = no limit is promised", Unit: "clocks", From: []pipeline.Column{SLAState}}
	ClocksUndecided = &pipeline.Int{Name: "undecided", Doc: "of n, open within the limit, or closed within it without the step", Unit: "clocks", From: []pipeline.Column{SLAState}}
	ClocksDone      = &pipeline.Int{Name: "done", Doc: "of n, steps done: the sample of median and mean", Unit: "clocks", From: []pipeline.Column{SLAEndedAt}}
	MeanLo          = &pipeline.Share{Name: "mean_lo", Doc: "lower bound of mean_minutes, 95 %, bootstrap over tickets, normal beyond 400", Unit: "minutes of the clock", From: []pipeline.Column{SLATaken}}
	MeanHi          = &pipeline.Share{Name: "mean_hi", Doc: "upper bound of mean_minutes, 95 %", Unit: "minutes of the clock", From: []pipeline.Column{SLATaken}}
	ClaimedMinutes  = &pipeline.Share{Name: "claimed_mean_minutes", Doc: "published mean: a claim (A37)", Unit: "minutes of the clock", From: []pipeline.Column{ClaimValue}}
	MetMethod       = &pipeline.Code{Name: "interval_method", Doc: "of met_rate, lo and hi: wilson, or kaplan_meier where clocks are undecided; null = no rate", From: []pipeline.Column{SLAState}}
	ServiceGate     = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (n below 30; below 10 no figures); of a difference, that of the smaller sample (D32)", From: []pipeline.Column{SLAState}}
)

// ServiceLevels is the mart of service levels.
var ServiceLevels = &pipeline.Dataset{
	Name: "service_levels", Doc: "How often and how fast Ozon and the providers act on tickets, beside the published figures (A17-A19, A37, B23, D32).",
	Grain: "one row per seller or ALL, party, clock, and month or ALL", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, ServiceParty, SLAClock, ServicePeriod, ServiceN, MetRate, MetLo, MetHi, MedianMinutes, MeanMinutes, ClaimedMetRate,
		ClocksMet, ClocksBreached, ClocksUndecided, ClocksDone, MeanLo, MeanHi, ClaimedMinutes, MetMethod, ServiceGate, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, ServiceParty, SLAClock, ServicePeriod},
}
