// Package ratereroutes turns counts of lines by route into rates of lines that
// were sent through the backup channel, and marks the categories to watch.
package ratereroutes
