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
	isToCome    // the line is settled after the as-of date: no rate is missing yet
)

const problems = isStale | lacksLine | lacksCNY | lacksUSD | overflows | isNoPayouts

func (v valuation) has(any marks) bool { return v.marks&any != 0 }

// A day is what amounts of a currency are worth on a day. Each result needs the rates
// of the line's currency and of its own, but for the roubles, which are 1; the amount
// in the line's own currency needs none.
type day struct {
	on            calendar.Day
	rub, cny, usd conversion
	rateOn        calendar.Day
	marks         marks // of every valuation
}

// A conversion turns an amount of the line's currency into one of the three.
type conversion struct {
	isOwn   bool // they are the same
	isKnown bool // both rates are in force
	ratio   fxrate.Ratio
}

func newDay(on, asOf calendar.Day, line, cny, usd money) day {
	if !line.isPayouts {
		return day{on: on, marks: isNoPayouts}
	}
	if on > asOf {
		return day{
			on: on, marks: isToCome,
			rub: conversion{isOwn: line.code == "RUB"}, cny: conversion{isOwn: line.code == cny.code}, usd: conversion{isOwn: line.code == usd.code},
		}
	}
	d := day{on: on, marks: isComplete, rateOn: on}
	from := d.find(line, lacksLine, staleLine)
	d.rub = conversionOf(from, fxrate.Rouble(on))
	d.rub.isOwn = line.code == "RUB"
	d.cny = d.into(cny, from, line, lacksCNY, staleCNY)
	d.usd = d.into(usd, from, line, lacksUSD, staleUSD)
	return d
}

func (d *day) into(target money, from fxrate.Rate, line money, lacks, stale marks) conversion {
	if target.code == line.code {
		return conversion{isOwn: true}
	}
	return conversionOf(from, d.find(target, lacks, stale))
}

// find returns a usable rate, or the zero rate with a mark.
func (d *day) find(m money, lacks, stale marks) fxrate.Rate {
	rate, state := m.series.At(d.on)
	switch state {
	case policy.NoRate:
		d.marks = d.marks&^isComplete | lacks
		return fxrate.Rate{}
	case policy.StaleRate:
		d.marks = d.marks&^isComplete | stale | isStale | knowsRate
		d.rateOn = min(d.rateOn, rate.From)
		return fxrate.Rate{}
	}
	if m.code != "RUB" {
		d.marks |= knowsRate
		d.rateOn = min(d.rateOn, rate.From)
	}
	return rate
}

func conversionOf(from, to fxrate.Rate) conversion {
	if from.Value == 0 || to.Value == 0 {
		return conversion{}
	}
	return conversion{isKnown: true, ratio: fxrate.RatioOf(from, to)}
}

// value converts an amount at the rates of the day.
func (d *day) value(minor int64) valuation {
	v := valuation{marks: d.marks, rateOn: d.rateOn}
	v.rub = v.convert(minor, &d.rub, knowsRUB)
	v.cny = v.convert(minor, &d.cny, knowsCNY)
	v.usd = v.convert(minor, &d.usd, knowsUSD)
	return v
}

func (v *valuation) convert(minor int64, c *conversion, knows marks) int64 {
	switch {
	case c.isOwn:
		v.marks |= knows
		return minor
	case !c.isKnown:
		return 0
	}
	converted, ok := c.ratio.Convert(minor)
	if !ok || !isMoney(converted) {
		v.marks |= overflows
		return 0
	}
	v.marks |= knows
	return converted
}

// isMoney reports whether minor units fit the DECIMAL(18,2) of the tables (D48).
func isMoney(minor int64) bool { return -1e18 < minor && minor < 1e18 }
