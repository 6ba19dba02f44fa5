// Package readchannels says in which state each collection channel was when it
// was looked at, what to do in that state, and whether the refunds of the month
// before predict that Ozon suspends it.
package readchannels
