// Package convertamounts values payout lines in roubles, yuan and dollars at
// official rates: start at [Stage], and at valuation for one line.
package convertamounts
