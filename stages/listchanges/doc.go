// Package listchanges lists what the exports of a payout changed from one to the
// next: the status, the arrival, an amount.
package listchanges
