// Package reconcilepayouts ties payouts out: against the sum of their lines, and
// the two copies of Payment History against each other.
package reconcilepayouts
