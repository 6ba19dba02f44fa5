// Package load cleans what the exports say: of several copies of a row one is
// used, of several snapshots the newest, and rows that contradict each other are
// quarantined (formats.md 9.1, D40). It also joins the sources of one subject:
// orders from exports and API, returns from four sources, payouts from lines.
//
// Where to look:
//   - which copy of a row is used: resolve.go, with versions.go and steps.go; rows that
//     hold at the same time: periods.go
//   - which rows have one key, or say the same: hash.go and fingerprint.go
//   - what becomes of rows: settle.go for the ledger, rows.go for the next stage
//   - tables that are cleaned and no more: canonical.go, mutual_settlements.go
//   - payment history, stage by stage: payments.go (days.go, parts.go, line_ids.go,
//     changes.go), payouts.go (compact.go, arrivals.go), numbers.go, lines.go
//     (line_columns.go)
//   - orders: orders.go, postings.go and what they fill, posting_columns.go and
//     posting_value.go
//   - accounts at providers: withdrawals.go, payoneer.go and payoneer_time.go
package load
