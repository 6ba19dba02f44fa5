// Package sumbatches adds up what the partitions of orders counted of the lines of
// each settlement batch.
package sumbatches
