// Package countwaits counts payout lines by the working days that they have
// waited: the histograms that time-to-payout curves are made of.
package countwaits
