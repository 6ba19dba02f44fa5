package reports

// sheets is the workbook, in the order of its tabs. The order and the order of
// columns are frozen, because macros of finance rely on them: new columns go to
// the end of a sheet.
var sheets = []*sheet{
	cover,
	summary,
	controls,
	untiedPayouts, // belongs to the controls; a tab holds one table, so that filters and queries work
	paymentHistory,
	latePayouts,
	causeShares,
	onTimeRates,
	escalations,
	ratesUsed,
	claims,
	definitions,
	quarantine,
}
