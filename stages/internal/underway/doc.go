// Package underway tells the payouts that are on their way to the seller, or came,
// from those that never come as they are, and what of an open one is still to come.
package underway
