// Package gate says how much a sample may tell: its counts only, a share with an
// interval, or a verdict too (D32).
package gate

import (
	"math"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
)

// The gate codes of the marts.
const (
	OK            = "ok"
	SmallSample   = "small_sample"
	NotObservable = "not_observable"
)

// A Gate holds the sample sizes at which a sample begins to tell more.
type Gate struct {
	NoShareBelow     int // fewer observations: counts only
	SmallSampleBelow int // fewer observations: no verdict
}

// Of reads the gate of the pack on a day.
func Of(values *policy.ValueTable, day calendar.Day) (Gate, error) {
	noShare, err := values.Int("no_share_below", day)
	if err != nil {
		return Gate{}, err
	}
	small, err := values.Int("small_sample_below", day)
	if err != nil {
		return Gate{}, err
	}
	return Gate{NoShareBelow: noShare, SmallSampleBelow: small}, nil
}

// Read reads the gate of the task's pack on its as-of date.
func Read(t *pipeline.Task) (Gate, error) {
	values, err := policy.Values(t)
	if err != nil {
		return Gate{}, err
	}
	return Of(values, calendar.Day(t.AsOf))
}

// HasShare reports whether n observations are enough for a share.
func (g Gate) HasShare(n int64) bool { return n > 0 && n >= int64(g.NoShareBelow) }

// IsSmall reports whether n observations are too few for a verdict.
func (g Gate) IsSmall(n int64) bool { return n < int64(g.SmallSampleBelow) }

// Code returns the gate code of a sample of n observations: ok or small_sample.
func (g Gate) Code(n int64) string {
	if g.IsSmall(n) {
		return SmallSample
	}
	return OK
}

// A Proportion is a share with its Wilson interval at [stat.Confidence]. All is
// NaN where the sample has no share.
type Proportion struct {
	Share float64
	stat.Interval
}

// Unknown is the proportion of a sample that has no share.
var Unknown = Proportion{math.NaN(), stat.UnknownInterval}

// Proportion returns the share of x in n observations.
func (g Gate) Proportion(x, n int64) Proportion {
	if !g.HasShare(n) {
		return Unknown
	}
	return Proportion{float64(x) / float64(n), stat.Wilson(int(x), int(n), stat.Confidence)}
}
