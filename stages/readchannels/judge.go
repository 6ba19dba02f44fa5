package readchannels

import (
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/channelstate"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/policy"
)

// A verdict is what the rules say of a channel.
type verdict struct {
	state              string
	sync               *arrow.Timestamp // nil = not known, nor is isStale
	isStale            *bool
	month              calendar.Day // first day of the month before the look
	refund             prediction
	balance, threshold comparison
	isBeforeStart      *bool // nil = the provider's start is not known
}

const yuan = "CNY"

// judge applies the rules to a channel. Thresholds are those of the Shanghai day
// of the look.
func (r *rules) judge(c channel) (v verdict, err error) {
	day := calendar.ShanghaiDay(c.checked)
	bar := channelstate.Parse(c.text)
	v.state = bar.State
	v.sync = c.sync
	if v.sync == nil && bar.HasSync {
		v.sync = new(bar.SyncClock.Before(c.checked))
	}
	hours, err := r.values.Int("channel_sync_stale_hours", day)
	if err != nil {
		return verdict{}, err
	}
	if v.sync != nil {
		v.isStale = new(c.checked-*v.sync > arrow.Timestamp(hours)*arrow.Timestamp(time.Hour/time.Microsecond))
	}

	v.month = (day.MonthStart() - 1).MonthStart()
	limit, err := r.values.Money("refund_share_percent", day)
	if err != nil {
		return verdict{}, err
	}
	v.refund = predict(r.settlements[monthKey{c.seller, v.month}], limit, v.state)
	if v.balance, err = r.compare(c.balance, "verification_balance_cny", c.checked); err != nil {
		return verdict{}, err
	}
	if v.threshold, err = r.compare(c.threshold, "withdraw_threshold_cny", c.checked); err != nil {
		return verdict{}, err
	}
	first := day
	if c.opened != nil {
		first = min(first, *c.opened)
	}
	if isBefore, isKnown := r.routes.IsBeforeStart(c.provider, first); isKnown {
		v.isBeforeStart = &isBefore
	}
	return v, nil
}

// A comparison is an amount beside the least that is asked for.
type comparison struct {
	code        string // pass, fail, not_stated or no_rate
	isEnough    *bool  // nil = not known
	shortfall   *int64 // in minor units of yuan, nil = not known
	isConverted bool
}

// compare compares an amount with a least amount of yuan, exactly, at the official
// cross rate of the Moscow day. A shortfall is rounded up: with it there is enough.
func (r *rules) compare(a amount, least string, at arrow.Timestamp) (c comparison, err error) {
	day := calendar.MoscowDay(at)
	limit, err := r.values.Money(least, calendar.ShanghaiDay(at))
	if err != nil {
		return comparison{}, err
	}
	if a.minor == nil {
		return comparison{code: "not_stated"}, nil
	}
	own, cny := fxrate.Rouble(day), fxrate.Rouble(day) // any rate will do for one currency
	if a.currency != yuan {
		c.isConverted = true
		rates, err := r.rates()
		if err != nil {
			return comparison{}, err
		}
		var ownState, cnyState policy.RateState
		own, ownState = rates.Series(a.currency).At(day)
		cny, cnyState = rates.Series(yuan).At(day)
		if ownState != policy.InForce || cnyState != policy.InForce {
			c.code = "no_rate"
			return c, nil
		}
	}
	converted, ok := fxrate.ConvertDown(*a.minor, own, cny)
	if !ok {
		c.code = "no_rate"
		return c, nil
	}
	isEnough, shortfall := converted >= limit, max(limit-converted, 0)
	c.code = "pass"
	if !isEnough {
		c.code = "fail"
	}
	c.isEnough, c.shortfall = &isEnough, &shortfall
	return c, nil
}

// actionOf returns what to do in a state (A25, A26).
func actionOf(state string) string {
	switch state {
	case channelstate.Enabled:
		return "NONE"
	case channelstate.Unauthorised, channelstate.PendingReview:
		return "REAUTHORISE"
	case channelstate.Suspended:
		return "CONTACT_ACCOUNT_MANAGER"
	}
	return "CHECK_STATE"
}

// ruleIDs returns the rules that say something of the channel.
func (v verdict) ruleIDs() string {
	ids := []string{"A24", "A25"}
	if v.refund.isPredicted != nil || v.state == channelstate.Suspended {
		ids = append(ids, "A26", "C09")
	}
	if v.balance.isEnough != nil {
		ids = append(ids, "A14")
	}
	if v.threshold.isEnough != nil {
		ids = append(ids, "A38")
	}
	if v.isBeforeStart != nil && *v.isBeforeStart {
		ids = append(ids, "A04")
	}
	return strings.Join(ids, " ")
}
