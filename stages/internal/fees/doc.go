// Package fees works out what a provider charges for a transaction: a fixed part,
// a proportional part, a least and a largest fee, and tiers by the amount of the
// transaction or by the mean monthly volume (formats.md 9.10, rules A38, C13,
// R05).
//
// A fee that cannot be told is not guessed: the answer is a [Code] that says why.
// Amounts are int64 minor units of the schedule's currency. A fee is exact: whoever
// needs minor units rounds it, once.
package fees
