package countcompliance

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

func (c *counter) write(t *pipeline.Task) error {
	for _, write := range []func(*pipeline.Task) error{c.writeInvoices, c.writeCarriers, c.writeUploads, c.writeLags} {
		if err := write(t); err != nil {
			return err
		}
	}
	return nil
}

func (c *counter) writeInvoices(t *pipeline.Task) error {
	w := nullable.Writer{Builder: pipeline.NewBuilder(t.Mem, datasets.InvoiceCounts)}
	defer w.Builder.Release()
	for _, key := range c.invoices.sorted(c.compareMonths) {
		n := c.invoices.counts[key]
		w.Code(datasets.PostingSeller, c.sellers.Name(key.seller))
		w.Date(datasets.CountMonth, date(key.month))
		w.Int(datasets.EligibleOrders, n.eligible)
		w.Int(datasets.OrdersWithInvoice, n.covered)
		w.Int(datasets.InvoicesByDue, n.byDue)
		w.Int(datasets.LateInvoices, n.late)
		w.Int(datasets.MissingInvoices, n.missing)
		w.Int(datasets.LateInvoiceDays, n.lateDays)
		var most *int32
		if n.late > 0 {
			most = &n.lateDaysMax
		}
		w.Days(datasets.LateInvoiceDaysMax, most)
		w.Int(datasets.LanguagePairs, n.pairs)
		w.Int(datasets.LanguageSingles, n.singles)
		w.Int(datasets.LanguagesUnknown, n.unknownLanguages)
		w.Int(datasets.AutoInvoices, n.auto)
		n.write(&w)
	}
	return finish(t, &w, datasets.InvoiceCounts)
}

func (c *counter) writeCarriers(t *pipeline.Task) error {
	w := nullable.Writer{Builder: pipeline.NewBuilder(t.Mem, datasets.CarrierCounts)}
	defer w.Builder.Release()
	for _, key := range c.carried.sorted(c.compareCarriers) {
		n := c.carried.counts[key]
		w.Code(datasets.PostingSeller, c.sellers.Name(key.seller))
		w.Date(datasets.CountMonth, date(key.month))
		w.Code(datasets.CarrierName, c.names.Name(key.name))
		w.Code(datasets.CarrierMatched, c.names.Name(key.code))
		w.Int(datasets.CarrierPostings, n.postings)
		w.Int(datasets.WhitelistedPostings, n.whitelisted)
		n.write(&w)
	}
	return finish(t, &w, datasets.CarrierCounts)
}

func (c *counter) writeUploads(t *pipeline.Task) error {
	w := nullable.Writer{Builder: pipeline.NewBuilder(t.Mem, datasets.UploadCounts)}
	defer w.Builder.Release()
	for _, key := range c.uploads.sorted(c.compareDays) {
		n := c.uploads.counts[key]
		w.Code(datasets.PostingSeller, c.sellers.Name(key.seller))
		w.Date(datasets.UploadedOn, date(key.day))
		w.Int(datasets.Uploads, n.all)
		w.Int(datasets.UploadsInTime, n.before)
		n.write(&w)
	}
	return finish(t, &w, datasets.UploadCounts)
}

func (c *counter) writeLags(t *pipeline.Task) error {
	w := nullable.Writer{Builder: pipeline.NewBuilder(t.Mem, datasets.SyncLagCounts)}
	defer w.Builder.Release()
	for _, key := range c.lags.sorted(c.compareLags) {
		w.Code(datasets.PostingSeller, c.sellers.Name(key.seller))
		w.Date(datasets.CountMonth, date(key.month))
		var hours *int64
		if key.hours != notSeen {
			hours = &key.hours
		}
		w.IntOrNull(datasets.SyncLagHours, hours)
		w.Int(datasets.SyncDeliveries, *c.lags.counts[key])
	}
	return finish(t, &w, datasets.SyncLagCounts)
}

func (f failed) write(w *nullable.Writer) {
	w.Money(datasets.FailedLateCNY, &f.late)
	w.Int(datasets.FailedUnconverted, f.unconverted)
}

func finish(t *pipeline.Task, w *nullable.Writer, d *pipeline.Dataset) error {
	if w.Err != nil {
		return w.Err
	}
	rec := w.Builder.Record()
	defer rec.Release()
	return t.Write(d, rec)
}

func date(day calendar.Day) *arrow.Date32 {
	d := arrow.Date32(day)
	return &d
}
