package costroutes

import (
	"cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// unknown stands for a route or currency that the export does not name.
const unknown = "unknown"

// A capabilityKey names a row of route_capabilities.
type capabilityKey struct{ route, currency string }

// A tally is what was observed of a route and currency; amounts in minor units.
type tally struct {
	withdrawals, payouts int64
	withdrawn, paid      int64
	settledOn            map[calendar.Day]int64 // payouts by day
}

// Observations are what withdrawals and payouts show of the routes.
type observations struct {
	tallies map[capabilityKey]*tally
	paidOut map[routeKey]int64 // withdrawals and conversions of any status, by month and ALL
}

func (o *observations) of(route, currency string) *tally {
	k := capabilityKey{cmp.Or(route, unknown), cmp.Or(currency, unknown)}
	if o.tallies[k] == nil {
		o.tallies[k] = &tally{settledOn: make(map[calendar.Day]int64)}
	}
	return o.tallies[k]
}

func readObservations(t *pipeline.Task) (*observations, error) {
	o := &observations{tallies: make(map[capabilityKey]*tally), paidOut: make(map[routeKey]int64)}
	for _, read := range []func(*pipeline.Task) error{o.readPaidOut, o.readWithdrawals, o.readPayouts} {
		if err := read(t); err != nil {
			return nil, err
		}
	}
	return o, nil
}

// readPaidOut counts the withdrawals and conversions ordered up to the as-of date.
func (o *observations) readPaidOut(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.Withdrawals) {
		if err != nil {
			return err
		}
		kinds, routes, created := datasets.WithdrawalTxnType.In(batch), datasets.Provider.In(batch), datasets.WithdrawalCreatedAt.In(batch)
		sources, targets := datasets.WithdrawalCurrency.In(batch), datasets.WithdrawalPayoutCurrency.In(batch)
		rates := datasets.WithdrawalExecutedRate.In(batch)
		for i := range int(batch.NumRows()) {
			kind := nullable.Code(kinds, i)
			if kind != "withdrawal" && kind != "conversion" || created.IsNull(i) {
				continue
			}
			on := calendar.MoscowDay(created.Value(i))
			if on > calendar.Day(t.AsOf) {
				continue
			}
			target := nullable.CopyCode(targets, i)
			if target == "" && rates.IsNull(i) {
				target = nullable.CopyCode(sources, i) // nothing is converted
			}
			for _, period := range []string{on.Month(), datasets.All} {
				o.paidOut[routeKey{nullable.CopyCode(routes, i), cmp.Or(target, unknown), period}]++
			}
		}
	}
	return nil
}

// readWithdrawals counts those of them that were completed and, as is known, not undone:
// each has its row of costs, known or not.
func (o *observations) readWithdrawals(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.WithdrawalCosts) {
		if err != nil {
			return err
		}
		routes, currencies, amounts := datasets.Provider.In(batch), datasets.CostSource.In(batch), datasets.CostGross.In(batch)
		codes := datasets.CostCode.In(batch)
		for i := range int(batch.NumRows()) {
			if nullable.Code(codes, i) == "reversal_unclear" {
				continue
			}
			of := o.of(nullable.CopyCode(routes, i), nullable.CopyCode(currencies, i))
			of.withdrawals++
			of.withdrawn += amounts.Value(i)
		}
	}
	return nil
}

// readPayouts counts the payouts settled up to the as-of date, without test transfers
// and those that were rejected as a whole.
func (o *observations) readPayouts(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		routes, currencies, amounts := datasets.Route.In(batch), datasets.PayoutCurrency.In(batch), datasets.PayoutAmount.In(batch)
		settled, tests, conflicts := datasets.SettledOn.In(batch), datasets.IsTestTransfer.In(batch), datasets.IsConflict.In(batch)
		for i := range int(batch.NumRows()) {
			isLater := settled.IsValid(i) && calendar.Day(settled.Value(i)) > calendar.Day(t.AsOf)
			if isLater || nullable.IsTrue(tests, i) || nullable.IsTrue(conflicts, i) {
				continue
			}
			of := o.of(nullable.CopyCode(routes, i), nullable.CopyCode(currencies, i))
			of.payouts++
			if amounts.IsValid(i) {
				of.paid += amounts.Value(i)
			}
			if settled.IsValid(i) {
				of.settledOn[calendar.Day(settled.Value(i))]++
			}
		}
	}
	return nil
}
