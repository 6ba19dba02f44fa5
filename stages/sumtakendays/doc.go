// Package sumtakendays adds up, per partition, how much money took how many days
// to arrive.
package sumtakendays
