// Package sharecauses turns counts of late lines and days by cause into shares
// with intervals, beside the shares that an article publishes.
package sharecauses
