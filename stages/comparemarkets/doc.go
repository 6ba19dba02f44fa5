// Package comparemarkets says how many days of cash a seller gains or loses
// against the payout cycles that other markets are said to have.
package comparemarkets
