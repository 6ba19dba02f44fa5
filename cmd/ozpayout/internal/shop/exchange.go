package shop

import (
	"fmt"
	"math/big"
	"slices"
	"time"
)

// A tariff is what a provider takes for turning money into CNY: a spread on the
// official cross rate, and a fee on what comes out of it.
type tariff struct {
	spread int64 // 1/100 of a basis point
	fee    int64 // likewise
	fixed  int64 // fen for each withdrawal
}

// The planted tariffs. LianLian takes 20 + 0.3 % of 99.8 % = 49.94 basis points in
// all and Payoneer 84.94: 35 more (A35).
var (
	tariffs    = [routes]tariff{lianlian: {2_000, 3_000, 0}, payoneer: {8_494, 0, 0}, worldfirst: {3_500, 1_000, 20_00}}
	bookingLag = [routes]int64{lianlian: 0, payoneer: 2, worldfirst: 1} // working days (A36)
)

const (
	bpScale      = 1_000_000      // 1/100 of a basis point
	exchangeDays = 60             // before the as-of date
	idealStep    = 20_000_00      // fen of which a rouble withdrawal is worth a multiple: then no cost has a fraction
	plantedGap   = "35.00"        // basis points
	rateDigits   = 10             // fraction digits of an executed rate
	rateUnit     = 10_000_000_000 // that many
)

// A costSum is what the withdrawals of a currency cost at a provider, in fen.
type costSum struct {
	withdrawals                            int64
	ideal, timing, spread, fee, fixed, net int64
	lags                                   []int64 // calendar days until each was booked
}

// roublePayouts pays an account in roubles on every working day, in dollars on
// Wednesdays and in euro on Fridays. Roubles are withdrawn in CNY on the same day;
// the others at WorldFirst alone, on the next working day.
func (s *shop) roublePayouts(of *seller) error {
	d := newDice(s.options.Seed, exchangeDice, uint64(of.index))
	for i, on := range s.sideDays(period{max(s.asOf-exchangeDays, of.payee.testedOn+7), s.asOf}) {
		gross := d.between(1, 3) * idealStep * s.rates.at(cny, on) / rateScale
		if err := s.payAndWithdraw(of, on, on, rub, gross, i == 0); err != nil {
			return err
		}
		in := rub
		switch on.weekday() {
		case time.Wednesday:
			in = usd
		case time.Friday:
			in = eur
		}
		if in == rub {
			continue
		}
		if err := s.payAndWithdraw(of, on, s.calendar.workday(s.calendar.index(on)+1), in, d.between(20, 60)*100_00, false); err != nil {
			return err
		}
	}
	return nil
}

// payAndWithdraw writes a payout that arrives on a day and its withdrawal on
// another; on the first day Payoneer's receipt is for two payouts.
func (s *shop) payAndWithdraw(of *seller, arrived, withdrawn day, in currency, gross int64, first bool) error {
	amounts := []int64{gross / 2, gross / 3, gross - gross/2 - gross/3}
	var err error
	switch {
	case of.route == payoneer && first:
		err = s.payTogether(of, arrived, in, false, amounts[:1], amounts[1:])
	case of.route == payoneer:
		err = s.payTogether(of, arrived, in, false, amounts)
	default:
		po, lines := s.sidePayout(of, arrived, in, amounts...)
		err = s.write(&po, lines)
	}
	if err != nil || withdrawn > s.asOf || in != rub && of.route != worldfirst {
		return err
	}
	s.withdraw(of, arrived, withdrawn, in, gross)
	return nil
}

// crossRate returns CNY per unit of a currency by the official rates of a day.
func (s *shop) crossRate(in currency, on day) *big.Rat {
	return big.NewRat(s.rates.at(in, on), s.rates.at(cny, on))
}

// withdraw writes a withdrawal in CNY and adds up what it costs.
func (s *shop) withdraw(of *seller, available, on day, in currency, gross int64) {
	tariff := tariffs[of.route]
	amount := new(big.Rat).SetInt64(gross)
	middle := s.crossRate(in, on)
	executed := new(big.Rat).Mul(middle, big.NewRat(bpScale-tariff.spread, bpScale))
	rate := rounded(new(big.Rat).Mul(executed, new(big.Rat).SetInt64(rateUnit)))
	executed.SetFrac64(rate, rateUnit)
	converted := rounded(new(big.Rat).Mul(amount, executed))
	fee := rounded(new(big.Rat).Mul(new(big.Rat).Mul(amount, executed), big.NewRat(tariff.fee, bpScale)))

	sum := &s.costs[of.route][in]
	sum.withdrawals++
	ideal := new(big.Rat).Mul(amount, s.crossRate(in, available))
	onMiddle := new(big.Rat).Mul(amount, middle)
	sum.ideal += rounded(ideal)
	sum.timing += rounded(new(big.Rat).Sub(ideal, onMiddle))
	sum.spread += rounded(new(big.Rat).Sub(onMiddle, new(big.Rat).Mul(amount, executed)))
	sum.fee += fee
	sum.fixed += tariff.fixed
	sum.net += converted - fee - tariff.fixed
	booked := s.calendar.workday(s.calendar.index(on) + bookingLag[of.route])
	sum.lags = append(sum.lags, int64(booked-on))

	t := s.files[of.index].withdrawals
	t.text(of.id)
	t.text(englishPayments.route[of.route])
	t.text(accountNumber(of, of.route))
	t.text(fmt.Sprintf("W-%s-%s-%s", of.id, on.date().Format("20060102"), in))
	t.text("withdrawal")
	t.instant(on.at(6 * secondsPerHour))
	t.instant(on.at(11 * secondsPerHour))
	t.text("completed")
	t.money(gross)
	t.text(in.String())
	t.money(fee + tariff.fixed)
	t.text(cny.String())
	t.open()
	t.row = appendDecimal(t.row, rate, rateDigits, t.point())
	t.shut()
	t.money(converted - fee - tariff.fixed)
	t.text(cny.String())
	t.instant(available.at(5 * secondsPerHour))
	t.date(booked)
	t.blank(4)
	t.instant(s.exportedAt)
	t.endRow()
}

// rounded returns a number rounded to an integer, half away from zero.
func rounded(r *big.Rat) int64 {
	twice := new(big.Int).Mul(r.Num(), big.NewInt(2))
	if r.Sign() < 0 {
		twice.Sub(twice, r.Denom())
	} else {
		twice.Add(twice, r.Denom())
	}
	return new(big.Int).Quo(twice, new(big.Int).Mul(r.Denom(), big.NewInt(2))).Int64()
}

var truthCostColumns = []string{"provider", "currency", "withdrawals", "ideal_amount", "timing_cost", "spread_cost", "fee_cost", "fixed_cost", "net_amount", "median_booking_lag_days"}

// writeTruthCosts writes what withdrawals cost by provider and currency, in CNY.
// In roubles every amount is exact; in other currencies the parts of each
// withdrawal are rounded to the fen. truth_pairs.csv says how much dearer route_b
// is than route_a, timing left out.
func (s *shop) writeTruthCosts() error {
	t, err := s.out.createTable("truth_costs.csv", canonicalDialect, truthCostColumns)
	if err != nil {
		return err
	}
	for via, byCurrency := range s.costs {
		for in, sum := range byCurrency {
			if sum.withdrawals == 0 {
				continue
			}
			t.text(route(via).String())
			t.text(currency(in).String())
			t.number(sum.withdrawals)
			for _, amount := range []int64{sum.ideal, sum.timing, sum.spread, sum.fee, sum.fixed, sum.net} {
				t.money(amount)
			}
			t.number(slices.Sorted(slices.Values(sum.lags))[len(sum.lags)/2])
			t.endRow()
		}
	}
	pairs, err := s.out.createTable("truth_pairs.csv", canonicalDialect, []string{"route_a", "route_b", "currency", "difference_bp"})
	if err != nil {
		return err
	}
	if s.costs[lianlian][rub].withdrawals > 0 {
		pairs.text(lianlian.String())
		pairs.text(payoneer.String())
		pairs.text(rub.String())
		pairs.text(plantedGap)
		pairs.endRow()
	}
	return nil
}
