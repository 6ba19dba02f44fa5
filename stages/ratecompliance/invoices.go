package ratecompliance

import (
	"maps"
	"math"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/loaded"
	"ozpayout/stages/internal/nullable"
)

// invoices are the counts of a seller and month.
type invoices struct {
	eligible, covered, byDue, late, missing, lateDays int64
	lateDaysMax                                       int32
	pairs, singles, unknownLanguages, auto            int64
	failed
}

// rateInvoices writes the mart of invoice coverage (B13).
func rateInvoices(t *pipeline.Task, limits gate.Gate) error {
	sums, err := readInvoices(t)
	if err != nil {
		return err
	}
	tables, err := loaded.Read(t)
	if err != nil {
		return err
	}
	accounts, err := readAccounts(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.InvoiceCoverage)
	defer w.Release()
	for _, k := range slices.SortedFunc(maps.Keys(sums), key.compare) {
		w.Code(datasets.SellerID, k.seller)
		w.Code(datasets.ComplianceMonth, k.first.Month())
		w.Int(datasets.EligibleOrders, sums[k].eligible)
		if tables.Has(datasets.Invoices.Name, k.seller) {
			sums[k].write(&w, limits)
		} else {
			writeUnobserved(&w)
		}
		w.Flag(datasets.AutoInvoiceOn, accounts.autoInvoiceOn(k.seller, min(k.first.MonthEnd(), calendar.Day(t.AsOf))))
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, "B13 D22 D31 D32")
	}
	return w.Flush()
}

func (c *invoices) write(w *nullable.Writer, limits gate.Gate) {
	coverage := limits.Proportion(c.covered, c.eligible)
	w.Int(datasets.OrdersWithInvoice, c.covered)
	w.Int(datasets.WithoutInvoice, c.eligible-c.covered)
	w.Share(datasets.CoverageRate, coverage.Share)
	w.Share(datasets.CoverageLo, coverage.Low)
	w.Share(datasets.CoverageHi, coverage.High)
	w.Code(datasets.ComplianceGate, limits.Code(c.eligible))
	w.Int(datasets.InvoicesByDue, c.byDue)
	w.Int(datasets.LateInvoices, c.late)
	w.Int(datasets.MissingInvoices, c.missing)
	mean, most := math.NaN(), (*int32)(nil)
	if c.late > 0 {
		mean, most = float64(c.lateDays)/float64(c.late), &c.lateDaysMax
	}
	w.Share(datasets.LateInvoiceMean, mean)
	w.Days(datasets.LateInvoiceDaysMax, most)
	w.Int(datasets.LanguagePairs, c.pairs)
	w.Int(datasets.LanguageSingles, c.singles)
	w.Int(datasets.LanguagesUnknown, c.unknownLanguages)
	w.Share(datasets.LanguagePairRate, limits.Proportion(c.pairs, c.pairs+c.singles).Share)
	w.Int(datasets.AutoInvoices, c.auto)
	w.Money(datasets.FailedLateCNY, c.amount())
}

// writeUnobserved writes what is known of invoices where none is loaded.
func writeUnobserved(w *nullable.Writer) {
	for _, column := range []*pipeline.Int{
		datasets.OrdersWithInvoice, datasets.WithoutInvoice, datasets.InvoicesByDue, datasets.LateInvoices, datasets.MissingInvoices,
		datasets.LanguagePairs, datasets.LanguageSingles, datasets.LanguagesUnknown, datasets.AutoInvoices,
	} {
		w.IntOrNull(column, nil)
	}
	for _, column := range []*pipeline.Share{
		datasets.CoverageRate, datasets.CoverageLo, datasets.CoverageHi, datasets.LateInvoiceMean, datasets.LanguagePairRate,
	} {
		w.Share(column, math.NaN())
	}
	w.Days(datasets.LateInvoiceDaysMax, nil)
	w.Code(datasets.ComplianceGate, gate.NotObservable)
	w.Money(datasets.FailedLateCNY, nil)
}

// readInvoices adds up the counts of all partitions.
func readInvoices(t *pipeline.Task) (map[key]*invoices, error) {
	sums := make(map[key]*invoices)
	for r, err := range nullable.Rows(t, datasets.InvoiceCounts) {
		if err != nil {
			return nil, err
		}
		c := of(sums, keyOf(r, datasets.CountMonth))
		c.eligible += r.Int(datasets.EligibleOrders)
		c.covered += r.Int(datasets.OrdersWithInvoice)
		c.byDue += r.Int(datasets.InvoicesByDue)
		c.late += r.Int(datasets.LateInvoices)
		c.missing += r.Int(datasets.MissingInvoices)
		c.lateDays += r.Int(datasets.LateInvoiceDays)
		if most := r.Days(datasets.LateInvoiceDaysMax); most != nil {
			c.lateDaysMax = max(c.lateDaysMax, *most)
		}
		c.pairs += r.Int(datasets.LanguagePairs)
		c.singles += r.Int(datasets.LanguageSingles)
		c.unknownLanguages += r.Int(datasets.LanguagesUnknown)
		c.auto += r.Int(datasets.AutoInvoices)
		c.addRow(r)
	}
	return sums, nil
}
