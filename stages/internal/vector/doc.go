// Package vector reads and builds the columns of a batch as plain slices, for
// stages that visit every line: entries of a code column are translated once a
// batch, and a column without nulls has no bitmap.
package vector
