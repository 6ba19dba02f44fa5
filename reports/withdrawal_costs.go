package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// withdrawalCosts shows the withdrawals that finance must look at: whose cost is not
// plain, and those dearer than their route. The parts of a cost are held against
// its total by a formula (A34-A36, A38).
var withdrawalCosts = &sheet{
	Key: "withdrawal_costs", Dataset: datasets.WithdrawalCosts, Frozen: 3, Keep: keepDearWithdrawals,
	Columns: []column{
		{Of: datasets.Provider, Codes: "route_code"},
		{Of: datasets.WithdrawalProviderAccount},
		{Of: datasets.WithdrawalTxnID},
		{Of: datasets.SellerID},
		{Of: datasets.WithdrawalTxnType, Codes: "txn_type"},
		{Of: datasets.CostM0On},
		{Of: datasets.CostM1On},
		{Of: datasets.CostGross},
		{Of: datasets.CostSource},
		{Of: datasets.CostIdeal, Sum: true},
		{Of: datasets.CostTiming, Sum: true},
		{Of: datasets.CostSpread, Sum: true},
		{Of: datasets.CostFee, Sum: true},
		{Of: datasets.CostFixed, Sum: true},
		{Of: datasets.CostTotal, Sum: true},
		{
			Key: "parts_difference", Unit: "currency of the row", Doc: "total_cost minus its four parts; must be 0; empty where the total or the spread is not known",
			Value: func(rec arrow.Record) func(row int) any {
				rest := unexplainedCost(rec)
				return func(row int) any {
					if d := rest(row); d.known {
						return minorUnits(d.value)
					}
					return nil
				}
			},
			Formula: `IF(OR({total_cost}="",{spread_cost}=""),"",ROUND({total_cost}-SUM({timing_cost}:{fixed_cost}),2))`,
		},
		{
			Key: "state", Doc: "OK: the parts add up to the total; CHECK: they do not; empty: not observable", Alert: wordCheck,
			Value: func(rec arrow.Record) func(row int) any {
				rest := unexplainedCost(rec)
				return func(row int) any {
					switch d := rest(row); {
					case !d.known:
						return nil
					case d.value == 0:
						return wordOK
					}
					return wordCheck
				}
			},
			Formula: `IF(ISNUMBER({parts_difference}),IF({parts_difference}=0,[ok],[check]),"")`,
		},
		{Of: datasets.CostNet, Sum: true},
		{Of: datasets.CostCurrency},
		{Of: datasets.CostBP},
		{Of: datasets.CostTimingBP},
		{Of: datasets.CostSpreadBP},
		{Of: datasets.CostFeeBP},
		{Of: datasets.CostCode, Codes: "cost_code"},
		{Of: datasets.CostTimingCode, Codes: "timing_code"},
		{Of: datasets.CostFeeCode, Codes: "fee_code"},
		{Of: datasets.CostIsInverted},
		{Of: datasets.CostGrain, Codes: "granularity_code"},
		{Of: datasets.CostBookingLag},
		{Of: pipeline.FromFile},
		{Of: pipeline.FromRow},
		{Of: datasets.DecidedBy},
	},
}

// costParts are the parts that a cost is taken apart into.
var costParts = []*pipeline.Money{datasets.CostTiming, datasets.CostSpread, datasets.CostFee, datasets.CostFixed}

// unexplainedCost returns what the parts of a cost leave of its total.
func unexplainedCost(rec arrow.Record) func(row int) optional {
	total, spread := datasets.CostTotal.In(rec), datasets.CostSpread.In(rec)
	return func(row int) optional {
		rest := optionalAt(total, row)
		rest.known = rest.known && spread.IsValid(row)
		for _, part := range costParts {
			rest.value -= zeroIfNull(part.In(rec), row)
		}
		return rest
	}
}

// keepDearWithdrawals keeps withdrawals whose cost is not known or does not add up,
// whose rate was turned round or whose fee fits no schedule, and those that cost
// more than the upper bound of their route and currency over all months.
func keepDearWithdrawals(rec arrow.Record, f *facts) func(row int) bool {
	route, currency := codesOf(datasets.Provider.In(rec)), codesOf(datasets.CostCurrency.In(rec))
	cost, inverted := datasets.CostBP.In(rec), datasets.CostIsInverted.In(rec)
	state, fee := codesOf(datasets.CostCode.In(rec)), codesOf(datasets.CostFeeCode.In(rec))
	rest := unexplainedCost(rec)
	return func(row int) bool {
		if limit, ok := f.dearest[routeMoney{route(row), currency(row)}]; ok && cost.IsValid(row) && cost.Value(row) > limit {
			return true
		}
		d := rest(row)
		return d.known && d.value != 0 || state(row) != "ok" || fee(row) != "ok" && fee(row) != "" || isTrue(inverted, row)
	}
}

func (f *facts) addRouteCosts(rec arrow.Record) {
	route, currency := codesOf(datasets.CostRoute.In(rec)), codesOf(datasets.CostCurrency.In(rec))
	period, hi := codesOf(datasets.CostPeriod.In(rec)), datasets.RouteHiBP.In(rec)
	for row := range int(rec.NumRows()) {
		if period(row) == datasets.All && hi.IsValid(row) {
			f.dearest[routeMoney{route(row), currency(row)}] = hi.Value(row)
		}
	}
}
