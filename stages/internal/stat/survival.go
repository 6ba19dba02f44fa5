package stat

import (
	"maps"
	"math"
	"slices"
)

// Exits count what happened to lifetimes at one time.
type Exits struct {
	Events    int64 // what is waited for came
	Competing int64 // something else came that rules the event out
	Censored  int64 // observation ended before either
	Entered   int64 // of all lifetimes, those under observation only after this time (delayed entry)
}

// Lifetimes is a histogram of waits by the whole number of days, or minutes, after
// which they ended. Histograms of different samples add up. Every lifetime
// counts once among Events, Competing and Censored; one that is observed from its
// start does not count in Entered.
type Lifetimes map[int]Exits

// Add adds what happened at a time.
func (l Lifetimes) Add(time int, more Exits) {
	e := l[time]
	e.Events += more.Events
	e.Competing += more.Competing
	e.Censored += more.Censored
	e.Entered += more.Entered
	l[time] = e
}

// Merge adds another histogram.
func (l Lifetimes) Merge(other Lifetimes) {
	for time, exits := range other {
		l.Add(time, exits)
	}
}

// Total sums the histogram over time.
func (l Lifetimes) Total() (sum Exits) {
	for _, e := range l {
		sum.Events += e.Events
		sum.Competing += e.Competing
		sum.Censored += e.Censored
		sum.Entered += e.Entered
	}
	return sum
}

// times returns the times of the histogram in order.
func (l Lifetimes) times() []int { return slices.Sorted(maps.Keys(l)) }

// A Step is the estimate at a time at which something happened.
type Step struct {
	Time   int
	AtRisk int64 // lifetimes that were under observation just before
	Exits
	// Survival is the probability that the event has not come, had nothing else
	// ended the wait: the product-limit estimate with competing outcomes censored.
	// StandardError is Greenwood's, the interval the log-log band; both are NaN
	// where they are not defined, the band where Survival is 1 or 0.
	Survival, StandardError float64
	Interval
	// CumulativeEvents and CumulativeCompeting are the probabilities that the
	// event, or a competing outcome, has come first: the estimates of Aalen and
	// Johansen. What is left to 1 still waits.
	CumulativeEvents, CumulativeCompeting float64
}

// A Curve holds the steps of an estimate in the order of time.
type Curve struct {
	Steps      []Step
	N          int64 // lifetimes
	confidence float64
}

// KaplanMeier estimates how long a wait lasts (Kaplan & Meier 1958, with the
// variance of Greenwood 1926), and by which outcome it ends (Aalen & Johansen
// 1978). At equal times events come before censorings.
func KaplanMeier(lifetimes Lifetimes, confidence float64) Curve {
	total := lifetimes.Total()
	c := Curve{N: total.Events + total.Competing + total.Censored, confidence: confidence}
	z := normalQuantile(confidence)
	atRisk := c.N - total.Entered
	survival, waiting := 1.0, 1.0 // without the event; without any outcome
	var greenwood, events, competing float64
	for _, time := range lifetimes.times() {
		e := lifetimes[time]
		if n := float64(atRisk); atRisk > 0 {
			events += waiting * float64(e.Events) / n
			competing += waiting * float64(e.Competing) / n
			waiting *= float64(atRisk-e.Events-e.Competing) / n
			survival *= float64(atRisk-e.Events) / n
			greenwood += float64(e.Events) / (n * float64(atRisk-e.Events))
		}
		c.Steps = append(c.Steps, Step{
			Time: time, AtRisk: atRisk, Exits: e, Survival: survival,
			StandardError: survival * math.Sqrt(greenwood), Interval: logLog(survival, greenwood, z),
			CumulativeEvents: events, CumulativeCompeting: competing,
		})
		atRisk += e.Entered - e.Events - e.Competing - e.Censored
	}
	return c
}

// logLog returns the band that is symmetric on the scale ln(-ln S).
func logLog(survival, greenwood, z float64) Interval {
	if survival <= 0 || survival >= 1 {
		return UnknownInterval
	}
	half := z * math.Sqrt(greenwood) / math.Abs(math.Log(survival))
	return Interval{math.Pow(survival, math.Exp(half)), math.Pow(survival, math.Exp(-half))}
}

// At returns the last step at or before a time. ok is false before the first
// step, where nothing has happened yet, and beyond the last one unless the curve
// has reached 0: there it is not defined.
func (c Curve) At(time int) (step Step, ok bool) {
	next, _ := slices.BinarySearchFunc(c.Steps, time+1, func(s Step, time int) int { return s.Time - time })
	if next == 0 {
		return Step{}, false
	}
	step = c.Steps[next-1]
	return step, next < len(c.Steps) || step.Time == time || step.Survival == 0
}

// SurvivalAt returns the survival at a time: 1 before the first step, NaN where
// the curve is not defined.
func (c Curve) SurvivalAt(time int) float64 {
	if len(c.Steps) > 0 && time < c.Steps[0].Time {
		return 1
	}
	if step, ok := c.At(time); ok {
		return step.Survival
	}
	return math.NaN()
}

// A Probability is an estimated probability with its interval. IsProportion says
// that it is a plain proportion with the interval of Wilson; else it is 1 less
// the survival, with the log-log band.
type Probability struct {
	Value float64
	Interval
	IsProportion bool
}

// Within returns the probability that the event comes by a time. Where every
// lifetime was followed until then it is the plain proportion; all is NaN where
// the curve is not defined.
func (c Curve) Within(time int) Probability {
	var events int64
	isFollowed := c.N > 0
	for _, step := range c.Steps {
		if step.Entered > 0 || step.Time < time && step.Censored+step.Competing > 0 {
			isFollowed = false
		}
		if step.Time <= time {
			events += step.Events
		}
	}
	if isFollowed {
		return Probability{float64(events) / float64(c.N), Wilson(int(events), int(c.N), c.confidence), true}
	}
	survival := c.SurvivalAt(time)
	step, ok := c.At(time)
	if !ok {
		return Probability{1 - survival, UnknownInterval, false}
	}
	return Probability{1 - survival, Interval{1 - step.High, 1 - step.Low}, false}
}

// half is one half as the product of fractions may come out of it.
const half = 0.5 + 1e-12

// Median returns the smallest time at which the survival is one half or less, and
// bounds read off the band in the same way (Brookmeyer & Crowley 1982): NaN where
// it does not come down so far. (R's survfit returns the middle of the interval on
// which a survival is exactly one half, and no bound where the curve falls to 0.)
func (c Curve) Median() (median float64, bounds Interval) {
	highest := 1.0 // the upper end of the band just before a step
	return c.first(func(s Step) float64 { return s.Survival }), Interval{
		Low: c.first(func(s Step) float64 {
			if s.Survival == 0 {
				return 0
			}
			return s.Low
		}),
		High: c.first(func(s Step) float64 {
			if s.Survival == 0 {
				return highest * c.unseen(s.AtRisk)
			}
			if !math.IsNaN(s.High) {
				highest = s.High
			}
			return s.High
		}),
	}
}

// unseen returns the upper bound of the share of n that would have waited on, where
// none of them did (Clopper & Pearson 1934): the last one of many that were watched
// says little of where a curve ends.
func (c Curve) unseen(n int64) float64 {
	return 1 - math.Pow((1-c.confidence)/2, 1/float64(n))
}

func (c Curve) first(of func(Step) float64) float64 {
	for _, step := range c.Steps {
		if of(step) <= half {
			return float64(step.Time)
		}
	}
	return math.NaN()
}

// RestrictedMean returns the mean wait, each cut off at a horizon: the area under
// the survival from 0 to there (RMST). It is NaN if the curve is not defined up to
// the horizon.
func (c Curve) RestrictedMean(horizon int) float64 {
	if math.IsNaN(c.SurvivalAt(horizon)) {
		return math.NaN()
	}
	area, survival, from := 0.0, 1.0, 0
	for _, step := range c.Steps {
		if step.Time >= horizon {
			break
		}
		if step.Time > 0 {
			area += survival * float64(step.Time-from)
			from = step.Time
		}
		survival = step.Survival
	}
	return area + survival*float64(horizon-from)
}

// WithinAfter returns the probability that the event comes within some time,
// given that it has not come until a time: 1 - S(after+within)/S(after). Beyond
// the last observation nobody has been seen to arrive, so what is still waiting
// there keeps waiting; a wait beyond it is answered with 0.
func (c Curve) WithinAfter(after, within int) float64 {
	if len(c.Steps) == 0 {
		return 0
	}
	last := c.Steps[len(c.Steps)-1].Time
	before := c.SurvivalAt(min(after, last))
	if before == 0 {
		return 0
	}
	return 1 - c.SurvivalAt(min(after+within, last))/before
}
