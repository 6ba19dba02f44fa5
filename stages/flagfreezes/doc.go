// Package flagfreezes says which payouts the risk review is expected to freeze:
// the next three after an account change or a repeated withdrawal while a payout
// is late.
package flagfreezes
