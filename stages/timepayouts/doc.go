// Package timepayouts estimates how long payouts take: curves of the share that
// still waits after so many working days, from all lines, the open ones included,
// and the figures that an article claims beside them.
package timepayouts
