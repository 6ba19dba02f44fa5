package compareclaims

import (
	"math"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
)

// basisPoints in a percentage point.
const basisPoints = 100

// readRoutePairs answers A35 with the difference of Payoneer less LianLian, in the
// currency that most conversions arrive in.
func readRoutePairs(t *pipeline.Task, _ gate.Gate, into answers) error {
	most, own := int64(0), notObservable
	err := eachRow(t, datasets.RoutePairs, func(r nullable.Row) {
		isPair := r.Code(datasets.RouteA) == "lianlian" && r.Code(datasets.RouteB) == "payoneer" && r.Code(datasets.PairDesign) == "all"
		n := r.Int(datasets.PairCostsA) + r.Int(datasets.PairCostsB)
		if !isPair || n <= most {
			return
		}
		most = n
		code := gate.OK
		switch r.Code(datasets.PairVerdict) {
		case "not_comparable", "":
			code = gate.NotObservable
		case gate.SmallSample:
			code = gate.SmallSample
		}
		own = measured(r.Share(datasets.DifferenceBP), r.Share(datasets.DifferenceLoBP), r.Share(datasets.DifferenceHiBP), n, code).per(basisPoints)
	})
	into.add("a35_cost_advantage", percentagePoints, byInterval, own)
	return err
}

// readBookingLags answers A36 with LianLian's median booking lag, in the currency
// that most withdrawals arrive in.
func readBookingLags(t *pipeline.Task, _ gate.Gate, into answers) error {
	most, own := int64(0), notObservable
	err := eachRow(t, datasets.RouteCosts, func(r nullable.Row) {
		n := r.Int(datasets.CostedWithdrawals)
		if r.Code(datasets.CostRoute) == "lianlian" && r.Code(datasets.CostPeriod) == datasets.All && n > most {
			most = n
			own = measured(r.Share(datasets.MedianBookingLag), math.NaN(), math.NaN(), n, r.Code(datasets.CostGate))
		}
	})
	into.add("a36_booking_lag", daysUnstated, byRounding, own)
	return err
}

// readRateBases answers B28 with the median deviation from the configured basis, of
// the pair of currencies where it is largest.
func readRateBases(t *pipeline.Task, _ gate.Gate, into answers) error {
	own := notObservable
	err := eachRow(t, datasets.RateBasisSummary, func(r nullable.Row) {
		if r.Code(datasets.SellerID) != datasets.All || !r.IsTrue(datasets.IsExpectedBasis) {
			return
		}
		f := measured(r.Share(datasets.MedianDeviationBP), math.NaN(), math.NaN(), r.Int(datasets.AuditedPayouts), r.Code(datasets.BasisGate)).per(basisPoints)
		if own.n == nil || f.n != nil && f.value > own.value {
			own = f
		}
	})
	into.add("b28_rate_error", percent, byLimit, own)
	return err
}

// claimedPeriod is the half-year that B30 speaks of.
const claimedPeriod = "2024-H1"

// readVolatility answers B30 by the default definition: the rouble leg is the
// dollar in roubles, the dollar leg the dollar in yuan (C23).
func readVolatility(t *pipeline.Task, _ gate.Gate, into answers) error {
	claims := map[string]string{"RUB": "b30_rub_volatility", "CNY": "b30_usd_volatility"}
	return eachRow(t, datasets.Volatility, func(r nullable.Row) {
		claim, ok := claims[r.Code(datasets.VolatileAgainst)]
		if !ok || r.Code(datasets.VolatileCurrency) != "USD" || r.Code(datasets.VolatilityPeriod) != claimedPeriod || !r.IsTrue(datasets.IsDefaultDefinition) {
			return
		}
		code := gate.OK
		if r.Code(datasets.VolatilityState) != "ok" {
			code = gate.SmallSample
		}
		into.add(claim, percent, byRounding, measured(r.Share(datasets.VolatilityValue), math.NaN(), math.NaN(), r.Int(datasets.VolatilityDays), code).inPercent())
	})
}
