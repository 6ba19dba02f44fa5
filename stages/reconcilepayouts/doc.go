// Package reconcilepayouts ties payouts out: against the sum of their lines, the
// two copies of Payment History against each other, against the accruals of their
// postings, and against what came in at collection providers and banks.
package reconcilepayouts
