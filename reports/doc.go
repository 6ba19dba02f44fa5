// Package reports shows the marts of a run: the workbook that finance opens, one
// for each language. A tab of it is a literal of type sheet and the workbook is
// the list in sheets.go; to add a tab, add a literal there and its headings to
// labels.csv.
package reports
