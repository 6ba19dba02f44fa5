package convertamounts

import (
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/policy"
)

// A valuation is a line in three currencies, in minor units.
type valuation struct {
	rub, cny, usd int64
	rateOn        calendar.Day // first day of the oldest rate that was found
	marks         marks
}

// marks say what is known of a valuation and what is wrong with it.
type marks uint16

const (
	knowsRUB marks = 1 << iota
	knowsCNY
	knowsUSD
	knowsRate  // rateOn holds
	isComplete // every rate that the line needs was in force
	isStale    // one of them was too old (C22)
	lacksLine  // no rate of the line's own currency
	lacksCNY
	lacksUSD
	staleLine
	staleCNY
	staleUSD
	overflows   // a result does not fit
	isNoPayouts // the currency has not two minor digits (D48)
)

const problems = isStale | lacksLine | lacksCNY | lacksUSD | overflows | isNoPayouts

func (v valuation) has(any marks) bool { return v.marks&any != 0 }

// value converts an amount at the rates of a day. Each result needs the rates of
// the line's currency and of its own, but for the roubles, which are 1; the amount
// in the line's own currency needs none.
func value(minor int64, day calendar.Day, line, cny, usd money) valuation {
	if !line.isPayouts {
		return valuation{marks: isNoPayouts}
	}
	v := valuation{marks: isComplete, rateOn: day}
	from := v.find(line, day, lacksLine, staleLine)
	v.rub = v.convert(minor, from, fxrate.Rouble(day), line.code == "RUB", knowsRUB)
	v.cny = v.into(cny, minor, from, day, line, lacksCNY, staleCNY, knowsCNY)
	v.usd = v.into(usd, minor, from, day, line, lacksUSD, staleUSD, knowsUSD)
	return v
}

func (v *valuation) into(target money, minor int64, from fxrate.Rate, day calendar.Day, line money, lacks, stale, knows marks) int64 {
	if target.code == line.code {
		v.marks |= knows
		return minor
	}
	return v.convert(minor, from, v.find(target, day, lacks, stale), false, knows)
}

// find returns a usable rate, or the zero rate with a mark.
func (v *valuation) find(m money, day calendar.Day, lacks, stale marks) fxrate.Rate {
	rate, state := m.series.At(day)
	switch state {
	case policy.NoRate:
		v.marks = v.marks&^isComplete | lacks
		return fxrate.Rate{}
	case policy.StaleRate:
		v.marks = v.marks&^isComplete | stale | isStale | knowsRate
		v.rateOn = min(v.rateOn, rate.From)
		return fxrate.Rate{}
	}
	if m.code != "RUB" {
		v.marks |= knowsRate
		v.rateOn = min(v.rateOn, rate.From)
	}
	return rate
}

func (v *valuation) convert(minor int64, from, to fxrate.Rate, isOwn bool, knows marks) int64 {
	if isOwn {
		v.marks |= knows
		return minor
	}
	if from.Value == 0 || to.Value == 0 {
		return 0
	}
	converted, ok := fxrate.Convert(minor, from, to)
	if !ok || !isMoney(converted) {
		v.marks |= overflows
		return 0
	}
	v.marks |= knows
	return converted
}

// isMoney reports whether minor units fit the DECIMAL(18,2) of the tables (D48).
func isMoney(minor int64) bool { return -1e18 < minor && minor < 1e18 }
