// Package auditrates compares the rate of every converted payout with the official
// rates that it may be based on, and names the basis that fits.
package auditrates
