// Package seeds carries the product's dated reference tables: calendars, due
// rules, causes, published claims and the texts of codes. Each is a CSV file
// with a header row; README.md names its grain, key and source. The package
// parses nothing: the datasets declare the columns.
package seeds

import "embed"

// Files holds the CSV files under their plain names, such as "calendar.csv":
// UTF-8, comma, LF, header in row 1.
//
//go:embed *.csv
var Files embed.FS
