// Package forecastarrivals says how much cash the open payouts of a seller are
// expected to bring on the next working days, and how good the same forecast
// would have been on the nights before.
package forecastarrivals
