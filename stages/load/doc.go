// Package load cleans what the exports say: of several copies of a row one is
// used, of several snapshots the newest, and rows that contradict each other are
// quarantined (formats.md 9.1, D40). It also joins the sources of one subject:
// orders from exports and API, returns from three sources, payouts from lines.
package load
