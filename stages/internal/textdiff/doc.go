// Package textdiff compares texts that must be equal to the code point, and says
// in what they differ: names, account numbers and identifiers of a binding (rules
// A08, A27, A28, A29, C10).
//
// Nothing is trimmed, folded or normalised before the comparison. Foldings only
// name the kind of a difference that has been found; they never make a check pass.
package textdiff
