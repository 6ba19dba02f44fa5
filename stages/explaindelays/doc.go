// Package explaindelays says what blocked each late payout line: it looks for
// everything that stood in the way, cause by cause, and shares the late days
// among the causes. Each cause has a file of its own; to add one, write its
// function and list it in cause.go.
package explaindelays
