// Package valueexposures says how much money is on its way in each currency, how
// long it has waited, and what a month's move of the rate may cost.
package valueexposures
