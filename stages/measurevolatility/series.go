package measurevolatility

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// A quote is the price that was set on a day.
type quote struct {
	day   calendar.Day
	price float64
}

// A series is the prices of a currency in another, in order of days.
type series struct {
	currency, against string
	quotes            []quote
}

const (
	rouble = "RUB"
	yuan   = "CNY"
)

// readRoubles reads what each currency costs in roubles on the days on which a
// rate was set: the day before it came into force (C21). Days that carry a rate
// set none.
func readRoubles(t *pipeline.Task) (map[string][]quote, error) {
	quotes := make(map[string][]quote)
	for batch, err := range t.Read(datasets.FXRates) {
		if err != nil {
			return nil, err
		}
		currencies, prices := datasets.RateCurrency.In(batch), datasets.RateRUB.In(batch)
		days, from := datasets.RateOn.In(batch).Date32Values(), datasets.InForceFrom.In(batch).Date32Values()
		for i, day := range days {
			if day != from[i] {
				continue
			}
			currency := nullable.CopyCode(currencies, i)
			quotes[currency] = append(quotes[currency], quote{calendar.Day(day) - 1, float64(prices.Value(i)) / pipeline.RateScale})
		}
	}
	for _, of := range quotes {
		slices.SortFunc(of, func(a, b quote) int { return cmp.Compare(a.day, b.day) })
	}
	return quotes, nil
}

// pairs returns every currency against the rouble and against the yuan, the rouble
// among them.
func pairs(roubles map[string][]quote) (all []series) {
	for _, currency := range slices.Sorted(maps.Keys(roubles)) {
		all = append(all, series{currency, rouble, roubles[currency]})
	}
	yuans := roubles[yuan]
	if yuans == nil {
		return all
	}
	for _, currency := range slices.Sorted(maps.Keys(roubles)) {
		if currency != yuan {
			all = append(all, series{currency, yuan, cross(roubles[currency], yuans)})
		}
	}
	inverse := make([]quote, len(yuans))
	for i, q := range yuans {
		inverse[i] = quote{q.day, 1 / q.price}
	}
	return append(all, series{rouble, yuan, inverse})
}

// cross prices one currency in another on the days on which both were set.
func cross(of, against []quote) (crossed []quote) {
	for _, q := range of {
		i, ok := slices.BinarySearchFunc(against, q.day, func(q quote, day calendar.Day) int { return cmp.Compare(q.day, day) })
		if ok {
			crossed = append(crossed, quote{q.day, q.price / against[i].price})
		}
	}
	return crossed
}

// A month is the prices set in a calendar month.
type month struct {
	first, last calendar.Day // of the calendar month
	prices      []float64
	returns     []float64 // log returns from one price to the next, each in the month that it ends in
	change      float64   // log return from the last price of the month before; NaN without one
}

// monthsOf cuts quotes into months.
func monthsOf(quotes []quote) (months []month) {
	for i, q := range quotes {
		if len(months) == 0 || q.day > months[len(months)-1].last {
			months = append(months, month{first: q.day.MonthStart(), last: q.day.MonthEnd()})
		}
		m := &months[len(months)-1]
		m.prices = append(m.prices, q.price)
		if i > 0 {
			m.returns = append(m.returns, math.Log(q.price/quotes[i-1].price))
		}
	}
	for i := range months {
		months[i].change = math.NaN()
		if i > 0 && months[i-1].last+1 == months[i].first {
			months[i].change = math.Log(months[i].close() / months[i-1].close())
		}
	}
	return months
}

// close returns the last price of the month.
func (m month) close() float64 { return m.prices[len(m.prices)-1] }

// half returns the half-year of the month as 2024-H1, with its first and last day.
func (m month) half() period {
	year, number, _ := m.first.Date()
	p := period{name: m.first.String()[:len("2024")] + "-H1", from: calendar.DayOf(year, time.January, 1), to: calendar.DayOf(year, time.July, 1) - 1}
	if number >= time.July {
		p = period{name: m.first.String()[:len("2024")] + "-H2", from: calendar.DayOf(year, time.July, 1), to: calendar.DayOf(year+1, time.January, 1) - 1}
	}
	return p
}
