package reports

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// facts are the headline numbers of a run: counts and sums of marts, no
// judgement.
type facts struct {
	payouts                       int
	lines, judged, late, lateOpen int64
	byCurrency                    map[string]*currencyFacts
	settledDays                   map[arrow.Date32]bool
	firstSettled, lastSettled     arrow.Date32           // zero without lines
	lastRate                      arrow.Date32           // latest rate in force that was used; zero without one
	quarantined                   int64                  // rows that were not used
	openControls                  int64                  // rows of the controls that do not tie
	untied                        int64                  // comparisons of payouts whose amounts do not tie
	dearest                       map[routeMoney]float64 // upper bound of the cost of a route over all months, bp
	misfits                       map[string]bool        // payouts whose rate does not fit the expected basis, by payoutKey
}

// routeMoney is a route and the currency that arrives by it.
type routeMoney struct{ route, currency string }

// currencyFacts are lines and money of one currency, in minor units.
type currencyFacts struct {
	lateLines                    int64
	late, lateOpen, open, judged int64 // open is of payouts on their way, as the worksheet of exposures has it
}

// lateShare returns the share of the judged lines that are late; nil where none is judged.
func (f *facts) lateShare() any {
	if f.judged == 0 {
		return nil
	}
	return float64(f.late) / float64(f.judged)
}

// hasLongAmounts reports whether one of the sums by currency is written as text.
func (f *facts) hasLongAmounts() bool {
	for _, c := range f.byCurrency {
		for _, sum := range []int64{c.judged, c.late, c.lateOpen, c.open} {
			if minorUnits(sum).isLong() {
				return true
			}
		}
	}
	return false
}

func gatherFacts(ctx context.Context, marts Source) (*facts, error) {
	f := &facts{
		byCurrency: map[string]*currencyFacts{}, settledDays: map[arrow.Date32]bool{}, dearest: map[routeMoney]float64{}, misfits: map[string]bool{},
	}
	payouts := map[string]struct{}{}
	read := func(add func(arrow.Record), d *pipeline.Dataset, columns ...pipeline.Column) error {
		for rec, err := range marts(d, columns...) {
			if err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			add(rec)
		}
		return nil
	}
	if err := read(func(rec arrow.Record) { f.addLines(rec, payouts) }, datasets.PayoutFacts,
		datasets.SellerID, datasets.PayoutID, datasets.Amount, datasets.Currency, datasets.IsLate, datasets.IsOpen, datasets.SettledOn, datasets.LineRateOn,
	); err != nil {
		return nil, err
	}
	f.payouts = len(payouts)
	if err := read(f.addExposures, datasets.Exposures, datasets.SellerID, datasets.ExposedCurrency, datasets.OpenAmount); err != nil {
		return nil, err
	}
	if err := read(f.addControls, pipeline.ControlTotals, pipeline.ControlTotals.Columns...); err != nil {
		return nil, err
	}
	if err := read(f.addReconciliation, datasets.PayoutReconciliation, datasets.TieState); err != nil {
		return nil, err
	}
	if err := read(f.addRouteCosts, datasets.RouteCosts, datasets.CostRoute, datasets.CostCurrency, datasets.CostPeriod, datasets.RouteHiBP); err != nil {
		return nil, err
	}
	if err := read(f.addMisfits, datasets.RateAudits,
		datasets.SellerID, datasets.PayoutID, datasets.IsConfiguredBasis, datasets.IsBestBasis, datasets.Within5BP); err != nil {
		return nil, err
	}
	return f, nil
}

func (f *facts) addLines(rec arrow.Record, payouts map[string]struct{}) {
	seller, payout := codesOf(datasets.SellerID.In(rec)), datasets.PayoutID.In(rec)
	amount, currency := datasets.Amount.In(rec), codesOf(datasets.Currency.In(rec))
	isLate, isOpen := datasets.IsLate.In(rec), datasets.IsOpen.In(rec)
	settled, rate := datasets.SettledOn.In(rec), datasets.LineRateOn.In(rec)
	var id []byte
	for row := range int(rec.NumRows()) {
		id = payoutKey(id[:0], seller(row), payout.Value(row))
		if _, ok := payouts[string(id)]; !ok {
			payouts[string(id)] = struct{}{}
		}
		f.lines++
		c := f.of(currency(row))
		money := zeroIfNull(amount, row)
		if isLate.IsValid(row) {
			f.judged++
			c.judged += money
			if isLate.Value(row) {
				f.late++
				c.lateLines++
				c.late += money
				if isTrue(isOpen, row) {
					f.lateOpen++
					c.lateOpen += money
				}
			}
		}
		if settled.IsValid(row) {
			f.addSettled(settled.Value(row))
		}
		if rate.IsValid(row) {
			f.lastRate = max(f.lastRate, rate.Value(row))
		}
	}
}

// of returns the facts of a currency.
func (f *facts) of(currency string) *currencyFacts {
	c := f.byCurrency[currency]
	if c == nil {
		c = &currencyFacts{}
		f.byCurrency[currency] = c
	}
	return c
}

// addExposures takes what is on its way from the mart of it: lines that are carried over
// come again with a later payout, and of others a part may have arrived.
func (f *facts) addExposures(rec arrow.Record) {
	seller, currency, open := codesOf(datasets.SellerID.In(rec)), codesOf(datasets.ExposedCurrency.In(rec)), datasets.OpenAmount.In(rec)
	for row := range int(rec.NumRows()) {
		if seller(row) == datasets.All {
			f.of(currency(row)).open = zeroIfNull(open, row)
		}
	}
}

// payoutKey appends what identifies a payout to a buffer.
func payoutKey(to []byte, seller, payout string) []byte {
	return append(append(append(to, seller...), 0), payout...)
}

func (f *facts) addSettled(day arrow.Date32) {
	if len(f.settledDays) == 0 {
		f.firstSettled, f.lastSettled = day, day
	}
	f.settledDays[day] = true
	f.firstSettled, f.lastSettled = min(f.firstSettled, day), max(f.lastSettled, day)
}

func (f *facts) addControls(rec arrow.Record) {
	at, quarantined := controlRows(rec), pipeline.RowsQuarantined.In(rec)
	for row := range int(rec.NumRows()) {
		f.quarantined += zeroIfNull(quarantined, row)
		if !at(row).ties() {
			f.openControls++
		}
	}
}

// addReconciliation counts comparisons in which amounts differ or one side is
// missing. A difference in dates alone is no difference of money, and where
// nothing can be compared none is known.
func (f *facts) addReconciliation(rec arrow.Record) {
	state := codesOf(datasets.TieState.In(rec))
	for row := range int(rec.NumRows()) {
		if s := state(row); s != "" && s != "ties" && s != "timing" {
			f.untied++
		}
	}
}
