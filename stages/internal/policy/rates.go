package policy

import (
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
)

// MaxRateAge returns the age in calendar days above which a rate is stale, as it
// holds on the as-of date (C22, D47).
func MaxRateAge(t *pipeline.Task, values *ValueTable) (days int, err error) {
	return values.Int("rate_max_age_days", calendar.Day(t.AsOf))
}

// A RateState says what is known of a currency on a day.
type RateState uint8

// The states of a rate.
const (
	NoRate    RateState = iota // none in force, or those published contradict each other
	InForce                    // usable
	StaleRate                  // the last one is older than the limit, and not to be used (C22)
)

// A RateTable holds the official rates by currency and calendar day. It does not
// change after [Rates].
type RateTable struct {
	maxAge     calendar.Day
	currencies map[string]*RateSeries
}

// A RateSeries holds the rates of one currency; a hot loop takes it once. The nil
// series has none.
type RateSeries struct {
	isRUB  bool
	maxAge calendar.Day
	first  calendar.Day
	byDay  []fxrate.Rate // Value 0 = no row of the day
}

// Rates reads [datasets.FXRates]. A day without a row there has no usable rate;
// [MaxRateAge] tells the stale ones among them.
func Rates(t *pipeline.Task, values *ValueTable) (*RateTable, error) {
	maxAge, err := MaxRateAge(t, values)
	if err != nil {
		return nil, err
	}
	table := &RateTable{maxAge: calendar.Day(maxAge), currencies: map[string]*RateSeries{"RUB": {isRUB: true}}}
	for batch, err := range t.Read(datasets.FXRates) {
		if err != nil {
			return nil, err
		}
		currencies := datasets.RateCurrency.In(batch)
		days := datasets.RateOn.In(batch).Date32Values()
		value, nominal := datasets.Value.In(batch).Int64Values(), datasets.Nominal.In(batch).Int64Values()
		from := datasets.InForceFrom.In(batch).Date32Values()
		var series *RateSeries
		for i, day := range days {
			if i == 0 || currencies.GetValueIndex(i) != currencies.GetValueIndex(i-1) {
				series = table.make(currencies.ValueStr(i))
			}
			series.put(calendar.Day(day), fxrate.Rate{Value: value[i] / fxrate.ValueScale, Nominal: nominal[i], From: calendar.Day(from[i])})
		}
	}
	return table, nil
}

func (t *RateTable) make(currency string) *RateSeries {
	series := t.currencies[currency]
	if series == nil {
		series = &RateSeries{maxAge: t.maxAge}
		t.currencies[strings.Clone(currency)] = series
	}
	return series
}

// put stores the rate of a day; days mostly come in order.
func (s *RateSeries) put(day calendar.Day, rate fxrate.Rate) {
	if len(s.byDay) == 0 {
		s.first = day
	}
	if day < s.first {
		s.byDay = append(make([]fxrate.Rate, s.first-day), s.byDay...)
		s.first = day
	}
	at := int(day - s.first)
	for len(s.byDay) <= at {
		s.byDay = append(s.byDay, fxrate.Rate{})
	}
	s.byDay[at] = rate
}

// Series returns the rates of a currency, nil for one without any.
func (t *RateTable) Series(currency string) *RateSeries { return t.currencies[currency] }

// At returns the rate of a day. A stale rate is returned for its date only. The
// rouble is 1 on every day.
func (s *RateSeries) At(day calendar.Day) (fxrate.Rate, RateState) {
	switch {
	case s == nil:
		return fxrate.Rate{}, NoRate
	case s.isRUB:
		return fxrate.Rouble(day), InForce
	case day < s.first:
		return fxrate.Rate{}, NoRate
	}
	at := int(day - s.first)
	if at < len(s.byDay) && s.byDay[at].Value != 0 {
		return s.byDay[at], InForce
	}
	if last := s.before(at); day-last.From > s.maxAge {
		return last, StaleRate
	}
	return fxrate.Rate{}, NoRate
}

// before returns the last rate before a day without one.
func (s *RateSeries) before(at int) fxrate.Rate {
	for i := min(at, len(s.byDay)) - 1; ; i-- {
		if s.byDay[i].Value != 0 {
			return s.byDay[i]
		}
	}
}

// Compare returns the sign of a - b for two amounts, in minor units of their
// currencies, at the rates in force on a day: exactly, no rounding decides (D20).
// ok is false without a usable rate.
func (t *RateTable) Compare(a int64, currencyOfA string, b int64, currencyOfB string, day calendar.Day) (sign int, ok bool) {
	rateOfA, stateOfA := t.Series(currencyOfA).At(day)
	rateOfB, stateOfB := t.Series(currencyOfB).At(day)
	if stateOfA != InForce || stateOfB != InForce {
		return 0, false
	}
	return fxrate.Compare(a, rateOfA, b, rateOfB)
}
