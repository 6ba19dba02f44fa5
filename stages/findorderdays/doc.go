// Package findorderdays says, per partition, on which days the orders of a
// converted payout were made: the rate of the order day is one of the bases that
// Ozon may have used.
package findorderdays
