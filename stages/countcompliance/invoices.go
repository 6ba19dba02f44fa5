package countcompliance

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// A monthKey is a seller and the first day of a month.
type monthKey struct {
	seller int32
	month  calendar.Day
}

func (k monthKey) Hash() uint32 { return uint32(k.seller)*31 + uint32(k.month) }

func (c *counter) compareMonths(a, b monthKey) int {
	return cmp.Or(cmp.Compare(c.sellerRanks[a.seller], c.sellerRanks[b.seller]), cmp.Compare(a.month, b.month))
}

// invoices are the counts of a seller and month.
type invoices struct {
	eligible, covered, byDue, late, missing int64
	lateDays                                int64
	lateDaysMax                             int32
	pairs, singles, unknownLanguages, auto  int64
	failed
}

// countInvoices counts the orders of a batch that became eligible.
func (c *counter) countInvoices(batch arrow.Record, sellers *vector.Codes[int32], late *array.Int64) {
	eligible, due, invoiced := datasets.FirstEligible.In(batch), datasets.FirstDue.In(batch), datasets.InvoicedOn.In(batch)
	languages := vector.WordsOf(datasets.InvoiceLanguageCode.In(batch))
	isAuto := datasets.InvoiceAuto.In(batch)
	for row := range int(batch.NumRows()) {
		if sellers.IsNull(row) || eligible.IsNull(row) {
			continue
		}
		n := c.invoices.Of(monthKey{sellers.At(row), calendar.Day(eligible.Value(row)).MonthStart()})
		n.eligible++
		switch languages.At(row) {
		case "pair":
			n.pairs++
		case "single":
			n.singles++
		case "unknown":
			n.unknownLanguages++
		}
		if nullable.IsTrue(isAuto, row) {
			n.auto++
		}
		switch {
		case invoiced.IsNull(row):
			n.missing++
		case invoiced.Value(row) <= eligible.Value(row):
			n.covered++
			continue
		case invoiced.Value(row) <= due.Value(row):
			n.byDue++
		default:
			days := int32(invoiced.Value(row) - due.Value(row))
			n.late++
			n.lateDays += int64(days)
			n.lateDaysMax = max(n.lateDaysMax, days)
		}
		n.add(late, row)
	}
}
