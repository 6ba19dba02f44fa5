// Package policy reads the dated reference tables into plain values: a stage
// names the tables among its inputs and asks here for due rules, thresholds,
// calendars, causes, carriers and rates.
//
// A row of a user's file takes the place of the shipped row with the same key.
// Two rows that say different things under one key are an error with both places,
// as is a cell that a rule needs and that is empty: a batch does not run on a
// policy that nobody wrote. Rows with a policy pack are those of [pipeline.Task].Pack.
package policy
