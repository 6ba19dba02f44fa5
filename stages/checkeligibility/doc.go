// Package checkeligibility says which sellers may use a provider's channel, and
// whose payouts the payout cycle is for: two scopes that are never one.
package checkeligibility
