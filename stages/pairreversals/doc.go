// Package pairreversals tells which transactions of a provider or bank account were
// undone: by a later row, or in place. What the data do not say is told and left open.
package pairreversals
