package flagrisks

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/stat"
)

// A holdGroup is the holds that are looked at together.
type holdGroup struct{ seller, reason string }

func (g holdGroup) compare(other holdGroup) int {
	return cmp.Or(cmp.Compare(g.seller, other.seller), cmp.Compare(g.reason, other.reason))
}

// writeHoldTimes writes how long payouts were held, by seller and reason and for
// all of them.
func (r *rules) writeHoldTimes(t *pipeline.Task, holds map[holdGroup]stat.Lifetimes) error {
	limits, err := gate.Of(r.values, r.asOf)
	if err != nil {
		return err
	}
	claims, err := policy.Claims(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.HoldTimes)
	defer w.Release()
	for _, group := range slices.SortedFunc(maps.Keys(holds), holdGroup.compare) {
		timeOf(holds[group], limits).write(&w, group, claimedDays(claims, group.reason), t.Pack)
	}
	return w.Flush()
}

// A holdBook counts the working days of holds.
type holdBook struct {
	workdays *calendar.Calendar
	asOf     calendar.Day
	of       map[holdGroup]stat.Lifetimes
}

// add counts the hold of a payout, if it was held. A hold lasts to its release, or
// without one that is known to the arrival; one that goes on is censored on the as-of date (B31).
// One that ends before it begins is none; one that begins in a year without a RU calendar
// is not counted, which add reports.
func (b *holdBook) add(p *payout) (isCounted bool) {
	held := by(b.asOf, p.held)
	end := either(by(b.asOf, p.released), by(b.asOf, p.arrived))
	if !held.IsKnown || end.IsKnown && end.Day < held.Day {
		return true
	}
	exit := stat.Exits{Events: 1}
	if !end.IsKnown {
		end, exit = calendar.Known(b.asOf), stat.Exits{Censored: 1}
	}
	days, ok := b.workdays.WorkingDaysIn(held.Day, end.Day)
	if !ok {
		return false
	}
	reason := cmp.Or(p.holdReason, "not_stated")
	for _, group := range []holdGroup{{p.seller, reason}, {p.seller, datasets.All}, {datasets.All, reason}, {datasets.All, datasets.All}} {
		if b.of[group] == nil {
			b.of[group] = make(stat.Lifetimes)
		}
		b.of[group].Add(days, exit)
	}
	return true
}

// holdNotCounted is the finding about a hold that [holdBook.add] does not count.
func (p *payout) holdNotCounted() pipeline.Finding {
	return pipeline.Finding{
		Column: datasets.HeldAt.Name, Code: "no_calendar", Raw: p.held.Day.String(), Severity: pipeline.Warning, Dataset: datasets.RawPaymentHistory.Name,
		Message: "The RU calendar does not know a year in which payout " + p.id + " was held: the days of the hold are not counted.",
	}
}

// A holdTime says how long holds lasted. What is not known is NaN.
type holdTime struct {
	total        stat.Exits
	median       float64
	bounds       stat.Interval
	mean         float64
	isRestricted bool // the longest hold is still open
	gate         string
}

// timeOf estimates how long holds lasted.
func timeOf(holds stat.Lifetimes, limits gate.Gate) holdTime {
	total := holds.Total()
	n := total.Events + total.Censored
	h := holdTime{total: total, median: math.NaN(), bounds: stat.UnknownInterval, mean: math.NaN(), gate: limits.Code(n)}
	if !limits.HasShare(n) {
		return h
	}
	curve := stat.KaplanMeier(holds, stat.Confidence)
	longest := curve.Steps[len(curve.Steps)-1]
	h.median, h.bounds = curve.Median()
	h.mean, h.isRestricted = curve.RestrictedMean(longest.Time), longest.Survival > 0
	return h
}

// claimedDays returns the published mean of holds for a reason, NaN for none.
func claimedDays(claims policy.ClaimList, reason string) float64 {
	if claim, ok := claims.Number("b31_release_days"); ok && reason == "tax" {
		return claim.Figure()
	}
	return math.NaN()
}

func (h holdTime) write(w *nullable.Writer, group holdGroup, claimed float64, pack string) {
	w.Code(datasets.SellerID, group.seller)
	w.Code(datasets.HeldReason, group.reason)
	w.Int(datasets.Holds, h.total.Events+h.total.Censored)
	w.Int(datasets.HoldsReleased, h.total.Events)
	w.Int(datasets.HoldsOpen, h.total.Censored)
	w.Share(datasets.HoldMedianDays, h.median)
	w.Share(datasets.HoldMedianLo, h.bounds.Low)
	w.Share(datasets.HoldMedianHi, h.bounds.High)
	w.Share(datasets.HoldMeanDays, h.mean)
	w.Flag(datasets.HoldMeanRestricted, nullable.If(!math.IsNaN(h.mean), h.isRestricted))
	w.Share(datasets.HoldClaimedDays, claimed)
	w.Code(datasets.HoldGate, h.gate)
	w.Code(datasets.PolicyPack, pack)
	w.Code(datasets.DecidedBy, "B31 D32")
}
