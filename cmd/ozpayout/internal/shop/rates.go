package shop

import (
	"fmt"
	"math/bits"
)

// A currency of the shop; its number is an index into tables.
type currency int

const (
	rub currency = iota
	usd
	cny
	eur
)

var currencyCodes = [...]string{rub: "RUB", usd: "USD", cny: "CNY", eur: "EUR"}

func (c currency) String() string { return currencyCodes[c] }

// The Bank of Russia's identifiers of the currencies.
var bankOfRussiaID = [...]string{usd: "R01235", cny: "R01375", eur: "R01239"}

// Where the walks start, in 1/10000 RUB: near the levels of summer 2024.
var firstRate = [...]int64{usd: 881_000, cny: 119_500, eur: 945_000}

const rateScale = 10_000

// rates holds official rates as the Bank of Russia publishes them: one is set
// on every Russian working day and is in force from the next calendar day until
// the next one starts.
type rates struct {
	first   day
	inForce [4][]int64 // by currency and day - first; RUB per unit, 1/10000
	changes []day      // days on which new rates start
}

// walkRates makes rates in force from first to last.
func walkRates(seed uint64, off *daysOff, first, last day) *rates {
	r := &rates{first: first}
	d := newDice(seed, rateDice, 0)
	level := firstRate
	started := false
	for on := first; on <= last; on++ {
		if off.working("RU", on-1) || !started {
			// A common move of the rouble and a small one of each currency, in 1/100000.
			common := d.between(-420, 420) + d.between(-420, 420)
			for c := usd; c <= eur; c++ {
				move := common + d.between(-130, 130)
				level[c] += level[c] * move / 100_000
			}
			if off.working("RU", on-1) {
				r.changes = append(r.changes, on)
			}
			started = true
		}
		for c := usd; c <= eur; c++ {
			r.inForce[c] = append(r.inForce[c], level[c])
		}
		r.inForce[rub] = append(r.inForce[rub], rateScale)
	}
	return r
}

// at returns RUB per unit of the currency in force on the day, in 1/10000.
func (r *rates) at(c currency, on day) int64 { return r.inForce[c][on-r.first] }

// convert turns minor units of one currency into another's at the rates in
// force on the day, rounded once, half away from zero.
func (r *rates) convert(minor int64, from, to currency, on day) int64 {
	if from == to {
		return minor
	}
	return roundedProduct(minor, r.at(from, on), r.at(to, on))
}

// roundedProduct returns amount * numerator / denominator for numbers that are
// not negative, rounded half up.
func roundedProduct(amount, numerator, denominator int64) int64 {
	high, low := bits.Mul64(uint64(amount), uint64(numerator))
	quotient, remainder := bits.Div64(high, low, uint64(denominator))
	if remainder >= uint64(denominator)-remainder {
		quotient++
	}
	return int64(quotient)
}

// writeRates writes one XML_dynamic answer of the Bank of Russia per currency:
// windows-1251, one line, decimal comma, only days on which a new rate starts.
func (s *shop) writeRates() error {
	for c := usd; c <= eur; c++ {
		out, err := s.in.create("rates/XML_dynamic_" + bankOfRussiaID[c] + ".xml")
		if err != nil {
			return err
		}
		first, last := s.rates.first, s.rates.first+day(len(s.rates.inForce[c]))-1
		fmt.Fprintf(out, `<?xml version="1.0" encoding="windows-1251"?><ValCurs ID="%s" DateRange1="%s" DateRange2="%s" name="Foreign Currency Market Dynamic">`,
			bankOfRussiaID[c], appendDay(nil, first, true), appendDay(nil, last, true))
		for _, on := range s.rates.changes {
			value := appendDecimal(nil, s.rates.at(c, on), 4, ',')
			fmt.Fprintf(out, `<Record Date="%s" Id="%s"><Nominal>1</Nominal><Value>%s</Value><VunitRate>%s</VunitRate></Record>`,
				appendDay(nil, on, true), bankOfRussiaID[c], value, value)
		}
		out.WriteString("</ValCurs>")
	}
	return nil
}

// writeTruthRates writes at which rates the sellers' payouts are converted: those
// in force on the day before the settlement, or on the day itself (C21).
func (s *shop) writeTruthRates() error {
	t, err := s.out.createTable("truth_rates.csv", canonicalDialect, []string{"seller_id", "candidate_code"})
	if err != nil {
		return err
	}
	for _, of := range s.sellers {
		t.text(of.id)
		t.text([...]string{"in_force_on_settlement", "in_force_on_day_before"}[of.rateLag])
		t.endRow()
	}
	return nil
}
