// Package ratecompliance turns counts of invoices, carriers and uploads into rates
// with intervals, by seller and month.
package ratecompliance
