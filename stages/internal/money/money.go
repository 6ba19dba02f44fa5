// Package money adds up amounts.
package money

// Add returns the sum of two amounts in minor units; fits is false where the sum has
// no place in an int64.
func Add(a, b int64) (sum int64, fits bool) {
	sum = a + b // which wraps around
	return sum, (sum < a) == (b < 0)
}
