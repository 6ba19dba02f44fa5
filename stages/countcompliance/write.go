package countcompliance

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/tally"
	"ozpayout/stages/internal/vector"
)

func (c *counter) write(t *pipeline.Task) error {
	c.sellerRanks = ranksOf(c.sellers.List())
	for _, write := range []func(*pipeline.Task) error{c.writeInvoices, c.writeCarriers, c.writeUploads, c.writeLags} {
		if err := write(t); err != nil {
			return err
		}
	}
	return nil
}

// ranksOf returns the place of each number among the names, 0 for number 0.
func ranksOf(names []string) []int32 {
	order := make([]int32, len(names))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(names[a], names[b]) })
	ranks := make([]int32, len(names)+1)
	for rank, i := range order {
		ranks[i+1] = int32(rank) + 1
	}
	return ranks
}

func (c *counter) writeInvoices(t *pipeline.Task) error {
	type row = tally.Entry[monthKey, invoices]
	rows := c.invoices.Sorted(c.compareMonths)
	count := func(of func(*invoices) int64) arrow.Array {
		return vector.ColumnOf(t.Mem, pipeline.IntType, rows, func(r *row) (int64, bool) { return of(&r.Counts), true })
	}
	return write(t, datasets.InvoiceCounts, map[pipeline.Column]arrow.Array{
		datasets.PostingSeller:     vector.NamesOf(t.Mem, &c.sellers, rows, func(r *row) int32 { return r.Key.seller }),
		datasets.CountMonth:        vector.ColumnOf(t.Mem, pipeline.DateType, rows, func(r *row) (arrow.Date32, bool) { return arrow.Date32(r.Key.month), true }),
		datasets.EligibleOrders:    count(func(n *invoices) int64 { return n.eligible }),
		datasets.OrdersWithInvoice: count(func(n *invoices) int64 { return n.covered }),
		datasets.InvoicesByDue:     count(func(n *invoices) int64 { return n.byDue }),
		datasets.LateInvoices:      count(func(n *invoices) int64 { return n.late }),
		datasets.MissingInvoices:   count(func(n *invoices) int64 { return n.missing }),
		datasets.LateInvoiceDays:   count(func(n *invoices) int64 { return n.lateDays }),
		datasets.LateInvoiceDaysMax: vector.ColumnOf(t.Mem, pipeline.DaysType, rows, func(r *row) (int32, bool) {
			return r.Counts.lateDaysMax, r.Counts.late > 0
		}),
		datasets.LanguagePairs:     count(func(n *invoices) int64 { return n.pairs }),
		datasets.LanguageSingles:   count(func(n *invoices) int64 { return n.singles }),
		datasets.LanguagesUnknown:  count(func(n *invoices) int64 { return n.unknownLanguages }),
		datasets.AutoInvoices:      count(func(n *invoices) int64 { return n.auto }),
		datasets.FailedLateCNY:     vector.ColumnOf(t.Mem, pipeline.MoneyType, rows, func(r *row) (int64, bool) { return r.Counts.failed.late, true }),
		datasets.FailedUnconverted: count(func(n *invoices) int64 { return n.unconverted }),
	})
}

func (c *counter) writeCarriers(t *pipeline.Task) error {
	type row = tally.Entry[carrierKey, carried]
	rows := c.carried.Sorted(c.compareCarriers)
	count := func(of func(*carried) int64) arrow.Array {
		return vector.ColumnOf(t.Mem, pipeline.IntType, rows, func(r *row) (int64, bool) { return of(&r.Counts), true })
	}
	return write(t, datasets.CarrierCounts, map[pipeline.Column]arrow.Array{
		datasets.PostingSeller:       vector.NamesOf(t.Mem, &c.sellers, rows, func(r *row) int32 { return r.Key.seller }),
		datasets.CountMonth:          vector.ColumnOf(t.Mem, pipeline.DateType, rows, func(r *row) (arrow.Date32, bool) { return arrow.Date32(r.Key.month), true }),
		datasets.CarrierName:         vector.NamesOf(t.Mem, &c.names, rows, func(r *row) int32 { return r.Key.name }),
		datasets.CarrierMatched:      vector.NamesOf(t.Mem, &c.names, rows, func(r *row) int32 { return r.Key.code }),
		datasets.CarrierPostings:     count(func(n *carried) int64 { return n.postings }),
		datasets.WhitelistedPostings: count(func(n *carried) int64 { return n.whitelisted }),
		datasets.FailedLateCNY:       vector.ColumnOf(t.Mem, pipeline.MoneyType, rows, func(r *row) (int64, bool) { return r.Counts.late, true }),
		datasets.FailedUnconverted:   count(func(n *carried) int64 { return n.unconverted }),
	})
}

func (c *counter) writeUploads(t *pipeline.Task) error {
	type row = tally.Entry[dayKey, uploads]
	rows := c.uploads.Sorted(c.compareDays)
	count := func(of func(*uploads) int64) arrow.Array {
		return vector.ColumnOf(t.Mem, pipeline.IntType, rows, func(r *row) (int64, bool) { return of(&r.Counts), true })
	}
	return write(t, datasets.UploadCounts, map[pipeline.Column]arrow.Array{
		datasets.PostingSeller:     vector.NamesOf(t.Mem, &c.sellers, rows, func(r *row) int32 { return r.Key.seller }),
		datasets.UploadedOn:        vector.ColumnOf(t.Mem, pipeline.DateType, rows, func(r *row) (arrow.Date32, bool) { return arrow.Date32(r.Key.day), true }),
		datasets.Uploads:           count(func(n *uploads) int64 { return n.all }),
		datasets.UploadsInTime:     count(func(n *uploads) int64 { return n.before }),
		datasets.FailedLateCNY:     vector.ColumnOf(t.Mem, pipeline.MoneyType, rows, func(r *row) (int64, bool) { return r.Counts.late, true }),
		datasets.FailedUnconverted: count(func(n *uploads) int64 { return n.unconverted }),
	})
}

func (c *counter) writeLags(t *pipeline.Task) error {
	type row = tally.Entry[lagKey, int64]
	rows := c.lags.Sorted(c.compareLags)
	return write(t, datasets.SyncLagCounts, map[pipeline.Column]arrow.Array{
		datasets.PostingSeller:  vector.NamesOf(t.Mem, &c.sellers, rows, func(r *row) int32 { return r.Key.seller }),
		datasets.CountMonth:     vector.ColumnOf(t.Mem, pipeline.DateType, rows, func(r *row) (arrow.Date32, bool) { return arrow.Date32(r.Key.month), true }),
		datasets.SyncLagHours:   vector.ColumnOf(t.Mem, pipeline.IntType, rows, func(r *row) (int64, bool) { return r.Key.hours, r.Key.hours != notSeen }),
		datasets.SyncDeliveries: vector.ColumnOf(t.Mem, pipeline.IntType, rows, func(r *row) (int64, bool) { return r.Counts, true }),
	})
}

func write(t *pipeline.Task, d *pipeline.Dataset, columns map[pipeline.Column]arrow.Array) error {
	rec := pipeline.Assemble(d, columns)
	defer rec.Release()
	return t.Write(d, rec)
}
