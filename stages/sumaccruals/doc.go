// Package sumaccruals adds up, within one partition, the lines of payouts and the
// accruals of the same postings: what payouts are held against.
package sumaccruals
