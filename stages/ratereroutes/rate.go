package ratereroutes

import (
	"math"

	"ozpayout/datasets"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/routing"
	"ozpayout/stages/internal/stat"
)

// A rate is a row of the mart. What is not known is NaN.
type rate struct {
	count
	rate        float64
	interval    stat.Interval
	gate, watch string
	ruleIDs     string
}

// rateOf decides the row of a count. The category of lines without one is not
// observable where the seller has no product categories (D22), nor is the rate of lines
// of which nobody says how they were sent; the state of their category is known all the
// same (A32).
func rateOf(c count, limits gate.Gate, hasProducts bool, watch *watch) rate {
	r := rate{count: c, rate: math.NaN(), interval: stat.UnknownInterval, gate: gate.NotObservable, ruleIDs: "A33 D22"}
	if c.known > 0 && (c.category != routing.Unknown || hasProducts) {
		r.rate = float64(c.rerouted) / float64(c.known)
		r.interval = limits.Proportion(c.rerouted, c.known).Interval
		r.gate, r.ruleIDs = limits.Code(c.known), "A33 D31 D32"
	}
	if c.category != datasets.All && c.category != routing.Unknown {
		r.watch, r.ruleIDs = watch.of(c), "A32 "+r.ruleIDs
	}
	return r
}
