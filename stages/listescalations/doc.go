// Package listescalations lists the payout lines to raise a ticket for, with the
// ids that the ticket links and a sentence to paste into it.
package listescalations
