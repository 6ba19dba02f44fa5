// Package observetables says, within one partition, of which sellers each table
// that belongs to orders has rows: what is not loaded for a seller is not
// observable for that seller.
package observetables
