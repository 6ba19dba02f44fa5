// Package measuremonths settles the monthly metrics of each seller: computed where
// the loaded orders and disputes cover the month, else as the seller gives them.
package measuremonths
