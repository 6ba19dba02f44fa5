// Package decidetiers decides whether a seller passes the thresholds of the Premium
// tier in a month, by how much, and what would be enough.
package decidetiers
