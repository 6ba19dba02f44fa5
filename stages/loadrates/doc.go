// Package loadrates turns the Bank of Russia's rate files into one rate per
// currency and calendar day: start at [Stage].
package loadrates
