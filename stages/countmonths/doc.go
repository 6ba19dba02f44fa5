// Package countmonths counts the orders, their value and the disputes of each
// seller and month within one partition.
package countmonths
