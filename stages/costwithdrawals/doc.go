// Package costwithdrawals says what each withdrawal and conversion cost: how much
// of the cost is waiting, spread, fee and fixed part, against the rates of the
// Bank of Russia.
package costwithdrawals
