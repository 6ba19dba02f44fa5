// Package flagrisks lists the payouts and accounts at risk of a freeze, an
// interception or a hold, and says how long payouts were held.
package flagrisks
