// Package reports shows the marts of a run: the workbook that finance opens, one
// for each language. A tab of it is a literal of type sheet and the workbook is
// the list in sheets.go; to add a tab, add a literal there and its headings to
// labels.csv.
//
// Rows of tables are read, sorted (sorter.go) and written as XML (table_rows.go) a
// batch at a time. Styles, headers, totals, charts and pages are the library's; the
// rows are put into its worksheets when the workbook is saved (save.go).
package reports
