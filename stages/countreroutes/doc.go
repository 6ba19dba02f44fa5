// Package countreroutes counts, within one partition, the sale lines by category,
// intended and actual route: what reroute rates are made of.
package countreroutes
