package reports

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
)

// routeCosts shows what the routes cost against the Bank of Russia cross (A35, A36).
var routeCosts = &sheet{
	Key: "route_costs", Dataset: datasets.RouteCosts, Frozen: 3,
	Columns: []column{
		{Of: datasets.CostRoute, Codes: "route_code"},
		{Of: datasets.CostCurrency},
		{Of: datasets.CostPeriod, Codes: "whole"},
		{Of: datasets.CostedWithdrawals},
		{Of: datasets.RouteIdeal},
		{Of: datasets.RouteCostBP},
		{Of: datasets.RouteLoBP},
		{Of: datasets.RouteHiBP},
		{Of: datasets.TimedWithdrawals},
		{Of: datasets.RouteTimingBP},
		{Of: datasets.RouteSpreadBP},
		{Of: datasets.RouteFeeBP},
		{Of: datasets.RouteFixedBP},
		{Of: datasets.AllInBP},
		{Of: datasets.AllInLoBP},
		{Of: datasets.AllInHiBP},
		{Of: datasets.OrderLevelShare},
		{Of: datasets.MedianBookingLag},
		{Of: datasets.OtherWithdrawals},
		{Of: datasets.CostDays},
		{Of: datasets.CostGate, Codes: "gate_code"},
		{Of: datasets.RouteClaimText, Wide: true},
		{Of: datasets.DecidedBy},
	},
}

// routePairs compares routes two by two, on the same days too (A35, C03).
var routePairs = &sheet{
	Key: "route_pairs", Dataset: datasets.RoutePairs, Frozen: 4,
	Columns: []column{
		{Of: datasets.RouteA, Codes: "route_code"},
		{Of: datasets.RouteB, Codes: "route_code"},
		{Of: datasets.CostCurrency},
		{Of: datasets.PairDesign, Codes: "design"},
		{Of: datasets.DifferenceBP},
		{Of: datasets.DifferenceLoBP},
		{Of: datasets.DifferenceHiBP},
		{Of: datasets.DaysInCommon},
		{Of: datasets.PairCostsA},
		{Of: datasets.PairCostsB},
		{Of: datasets.PairClaimedBP},
		{Of: datasets.PairVerdict, Codes: "verdict_code"},
		{Of: datasets.RouteClaimText, Wide: true},
		{Of: datasets.DecidedBy},
	},
}

// thresholdReplays shows what other auto-withdrawal thresholds would have cost
// (A38, C13).
var thresholdReplays = &sheet{
	Key: "threshold_replays", Dataset: datasets.ThresholdReplays, Frozen: 4,
	Columns: []column{
		{Of: datasets.Provider, Codes: "route_code"},
		{Of: datasets.WithdrawalProviderAccount},
		{Of: datasets.SellerID},
		{Of: datasets.ReplayThreshold},
		{Of: datasets.ReplayIsCurrent},
		{Of: datasets.ReplayPassesAudit},
		{Of: datasets.ReplayWithdrawals},
		{Of: datasets.ReplayFees},
		{Of: datasets.ReplayWaiting},
		{Of: datasets.ReplayTotal},
		{Of: datasets.ReplayIsOptimum},
		{Of: datasets.ReplayIsFlat},
		{Of: datasets.ReplayFeeCode, Codes: "fee_code"},
		{Of: datasets.ReplayInflow},
		{Of: datasets.ReplayFirstOn},
		{Of: datasets.ReplayLastOn},
		{Of: datasets.ReplayFeeSource, Wide: true},
		{Of: datasets.DecidedBy},
	},
}

// routeCapabilities shows what routes are said to settle in, and what they do (A34).
var routeCapabilities = &sheet{
	Key: "route_capabilities", Dataset: datasets.RouteCapabilities, Frozen: 2,
	Columns: []column{
		{Of: datasets.CapabilityRoute, Codes: "route_code"},
		{Of: datasets.CapabilityCurrency},
		{Of: datasets.CapabilityCode, Codes: "capability_code"},
		{Of: datasets.RouteWithdrawals},
		{Of: datasets.RouteWithdrawn},
		{Of: datasets.RoutePayouts},
		{Of: datasets.RoutePaid},
		{Of: datasets.NSPKDirect, Codes: "nspk_direct_code"},
		{Of: datasets.IsRMBDirect},
		{Of: datasets.CapabilityWarning, Codes: "warning_code"},
		{Of: datasets.EarlyPayouts},
		{Of: datasets.CapabilityClaimRules},
		{Of: datasets.DecidedBy},
	},
}

// reroutes shows where lines went through the backup channel, the categories that
// are watched, and the totals of all categories and routes (A32, A33).
var reroutes = &sheet{
	Key: "reroutes", Dataset: datasets.Reroutes, Frozen: 5, Keep: keepRerouted,
	Columns: []column{
		{Of: datasets.SellerID, Codes: "whole"},
		{Of: datasets.RerouteMonth, Codes: "whole"},
		{Of: datasets.RerouteCategory, Codes: "whole"},
		{Of: datasets.RerouteIntended, Codes: "route_code"},
		{Of: datasets.RerouteActual, Codes: "route_code"},
		{Of: datasets.RerouteLines},
		{Of: datasets.Rerouted},
		{Of: datasets.RerouteRate},
		{Of: datasets.RerouteRateLo},
		{Of: datasets.RerouteRateHi},
		{Of: datasets.RerouteGate, Codes: "gate_code"},
		{Of: datasets.CategoryWatch, Codes: "category_watch"},
		{Of: datasets.DecidedBy},
	},
}

func keepRerouted(rec arrow.Record, _ *facts) func(row int) bool {
	category, watch := codesOf(datasets.RerouteCategory.In(rec)), codesOf(datasets.CategoryWatch.In(rec))
	intended, actual := codesOf(datasets.RerouteIntended.In(rec)), codesOf(datasets.RerouteActual.In(rec))
	rerouted := datasets.Rerouted.In(rec)
	return func(row int) bool {
		isTotal := category(row) == datasets.All && intended(row) == datasets.All && actual(row) == datasets.All
		return isTotal || zeroIfNull(rerouted, row) > 0 || watch(row) != "" && watch(row) != "normal"
	}
}
