// Package countcompliance counts, within one partition, how sellers keep to three
// pieces of advice: invoices, white-listed carriers and the daily cut-off for
// uploads of tracking numbers.
package countcompliance
