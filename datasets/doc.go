// Package datasets declares every table of the product and computes nothing:
// one file per table with its grain, key, columns, units and the headers by
// which exports are recognised; shipped reference tables lie in seeds.
package datasets
