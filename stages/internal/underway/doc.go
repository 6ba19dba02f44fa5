// Package underway tells the payouts that are on their way to the seller, or came,
// from those that never come as they are.
package underway
