// Package costroutes compares payout routes: what withdrawing through them costs,
// how two of them differ on the same days, and which currencies they are said to
// settle and do.
package costroutes
