// Package gathertables adds up which tables are loaded for which seller: the
// counts of all partitions and the tables that are not spread by order.
package gathertables
