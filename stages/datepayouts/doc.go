// Package datepayouts says when each payout line was due and whether it came in
// time: start at [Stage]; judge holds the rules for one line.
package datepayouts
