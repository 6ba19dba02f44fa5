package reports

// sheets is the workbook, in the order of its tabs: what was read and whether it
// ties, payouts, time, routes, sellers, bindings, service, rates, and what explains
// the rest. A tab holds one table, so that filters and queries work. The order and
// the order of columns are frozen, because macros of finance rely on them: new
// columns go to the end of a sheet, new sheets to the end of their group.
var sheets = []*sheet{
	cover,
	summary,
	controls,

	untiedPayouts,
	payoutChanges,
	paymentHistory,
	latePayouts,
	causeShares,
	onTimeRates,
	escalations,

	timeToPayout,
	waitingCurves,
	arrivalsForecast,
	forecastBacktest,
	marketComparison,

	routeCosts,
	routePairs,
	withdrawalCosts,
	thresholdReplays,
	routeCapabilities,
	reroutes,

	tiers,
	tierMonths,
	tierComparison,
	invoiceCoverage,
	carrierCompliance,
	cutOffCompliance,

	bindingChecks,
	bindingBenchmarks,
	eligibility,
	documentChecks,
	documentReviews,
	channelStates,
	riskFlags,
	holdTimes,

	serviceLevels,
	slaClocks,
	incompleteTickets,
	ticketShares,
	ticketErrors,

	ratesUsed,
	rateBasis,
	rateAudits,
	volatility,
	exposures,

	claims,
	definitions,
	quarantine,
}
