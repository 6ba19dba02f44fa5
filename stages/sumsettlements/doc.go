// Package sumsettlements sums the settlements of sellers by month within one
// partition, with the largest single refund: what the suspension of a collection
// channel is predicted from.
package sumsettlements
