// Package gathertables gathers which tables are loaded for which seller: what all
// partitions have seen, and the tables that are not spread by order.
package gathertables
