// Package observetables counts, within one partition, the rows that each seller
// has in each table that belongs to orders: what is not loaded for a seller is
// not observable for that seller.
package observetables
