package sharetickets

import (
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
	"ozpayout/stages/internal/ticket"
)

// counts are what tickets answer to a question: how many are meant, of how many.
type counts struct{ meant, of, unknown int64 }

// add counts a ticket, apart if it does not say whether it is meant.
func (c *counts) add(isMeant, isKnown bool) {
	switch {
	case !isKnown:
		c.unknown++
	case isMeant:
		c.meant++
		c.of++
	default:
		c.of++
	}
}

// A tally counts the tickets of a group.
type tally struct {
	binding  counts // of all tickets
	lianlian counts // of binding tickets
	cache    counts // of repeated attempts to bind
}

func (y *tally) add(t *ticket.Ticket) {
	isBinding := t.Process == ticket.BindingFailure
	y.binding.add(isBinding, t.Process != ticket.Unknown)
	if !isBinding {
		return
	}
	y.lianlian.add(t.Provider == "lianlian", t.Provider != "")
	if t.AttemptNo > 1 {
		y.cache.add(t.FailureCause == "browser_cache", t.FailureCause != "")
	}
}

// A share is a row of the mart. Statistics that the sample does not give are NaN.
type share struct {
	code, ruleIDs string
	counts
	gate.Proportion
	claimed   float64
	isDerived bool
	gate      string
}

// shares returns the rows of a group.
func (y *tally) shares(published policy.ClaimList, limits gate.Gate) []share {
	binding := shareOf("binding", "A03 D31 D32", y.binding, published.Share("a03_binding_share", "percent"), limits)
	lianlian := shareOf("lianlian_of_binding", "A03 D31 D32", y.lianlian, published.Share("a03_lianlian_share", "percent"), limits)
	cache := shareOf("cache_of_repeats", "A21 D31 D32", y.cache, published.Share("a21_cache_share", "percent"), limits)
	both := share{
		code: "lianlian_binding", ruleIDs: "A03 D32",
		counts: counts{meant: lianlian.meant, of: binding.of, unknown: lianlian.unknown},
		Proportion: gate.Proportion{
			Share: binding.Share * lianlian.Share, Interval: stat.UnknownInterval,
		},
		claimed: binding.claimed * lianlian.claimed, isDerived: true, gate: lianlian.gate,
	}
	return []share{binding, lianlian, both, cache}
}

// shareOf returns a share with its gate: not observable when no ticket says what it
// needs (A21, D32).
func shareOf(code, ruleIDs string, c counts, claimed float64, limits gate.Gate) share {
	s := share{code: code, ruleIDs: ruleIDs, counts: c, Proportion: limits.Proportion(c.meant, c.of), claimed: claimed, gate: limits.Code(c.of)}
	if c.of == 0 {
		s.gate = gate.NotObservable
	}
	return s
}
