package datasets

import "ozpayout/pipeline"

// Columns of ticket_shares.
var (
	TicketShareCode   = &pipeline.Code{Name: "share_code", Doc: "binding (of all tickets), lianlian_of_binding, lianlian_binding (of all tickets: the product of both), cache_of_repeats (of repeated failures with a known cause)", From: []pipeline.Column{TicketProcess, TicketCategory, Provider, TicketFailureCause, TicketAttemptNo}}
	TicketPeriod      = &pipeline.Code{Name: "period", Doc: "month YYYY-MM of opened_at in Moscow, or ALL", From: []pipeline.Column{TicketOpenedAt}}
	TicketShareOf     = &pipeline.Int{Name: "n", Doc: "tickets that the share is of", Unit: "tickets", From: []pipeline.Column{TicketProcess, TicketCategory, Provider, TicketFailureCause, TicketAttemptNo}}
	TicketShareN      = &pipeline.Int{Name: "tickets", Doc: "of them, those meant by the share", Unit: "tickets", From: []pipeline.Column{TicketProcess, TicketCategory, Provider, TicketFailureCause, TicketAttemptNo}}
	TicketShare       = &pipeline.Share{Name: "share", Doc: "tickets / n, or a product; null below the gate", Unit: "share 0..1", From: []pipeline.Column{TicketShareN, TicketShareOf}}
	TicketShareLo     = &pipeline.Share{Name: "share_lo", Doc: "lower bound, Wilson 95 %; null for a product", Unit: "share 0..1", From: []pipeline.Column{TicketShareN, TicketShareOf}}
	TicketShareHi     = &pipeline.Share{Name: "share_hi", Doc: "upper bound, Wilson 95 %; null for a product", Unit: "share 0..1", From: []pipeline.Column{TicketShareN, TicketShareOf}}
	TicketShareClaim  = &pipeline.Share{Name: "claimed_share", Doc: "published share: a claim (A03, A21)", Unit: "share 0..1", From: []pipeline.Column{ClaimValue}}
	IsShareDerived    = &pipeline.Flag{Name: "is_derived", Doc: "share and claimed_share are products of two shares: not counted, not published (A03)", From: []pipeline.Column{ClaimID}}
	TicketShareGate   = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (n below 30; below 10 no share), not_observable (no ticket says what the share needs) (D32)", From: []pipeline.Column{TicketShareOf}}
	TicketShareUnsaid = &pipeline.Int{Name: "tickets_unknown", Doc: "tickets left out because they do not say what the share needs", Unit: "tickets", From: []pipeline.Column{Provider, TicketFailureCause}}
)

// TicketShares is the mart of what tickets are about.
var TicketShares = &pipeline.Dataset{
	Name: "ticket_shares", Doc: "Shares of binding tickets, of the LianLian channel and of repeats with a full browser cache, beside the published ones (A03, A21, D32).",
	Grain: "one row per seller or ALL, month or ALL, and share", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{
		SellerID, TicketPeriod, TicketShareCode, TicketShareOf, TicketShareN, TicketShare, TicketShareLo, TicketShareHi, TicketShareClaim, IsShareDerived,
		TicketShareGate, TicketShareUnsaid, PolicyPack, DecidedBy,
	},
	Key: []pipeline.Column{SellerID, TicketPeriod, TicketShareCode},
}
