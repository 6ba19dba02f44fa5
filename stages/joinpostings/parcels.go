package joinpostings

import (
	"cmp"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/vector"
)

// eventKind is what a tracking event means here.
type eventKind uint8

const (
	otherEvent eventKind = iota
	uploadEvent
	deliveryEvent
)

// readTracking adds what parcels did, then who carried them: the last carrier is
// known only once the delivery is.
func (j *joiner) readTracking(t *pipeline.Task) error {
	rec, err := j.collect(t, datasets.TrackingEvents)
	if err != nil {
		return err
	}
	postings, at, seen := datasets.PostingNumber.In(rec), datasets.TrackingEventAt.In(rec), datasets.TrackingSyncedAt.In(rec)
	sellers := vector.CodesOf(datasets.SellerID.In(rec), j.sellers.Number)
	carriers := vector.CodesOf(datasets.TrackingCarrier.In(rec), j.carriers.Number)
	kinds := vector.CodesOf(datasets.TrackingEvent.In(rec), kindOf)
	isForeign := vector.CodesOf(datasets.TrackingEventSource.In(rec), func(source string) bool { return source != "carrier" })
	order := orderOf(rec)
	event := func(row int) parcelEvent { return parcelEvent{at.Value(row), int32(row)} }
	seenAt := func(row int) arrow.Timestamp {
		if seen.IsNull(row) || calendar.MoscowDay(seen.Value(row)) > j.asOf {
			return notYet
		}
		return seen.Value(row)
	}
	named := j.ofEach(postings)
	owners := make([]int32, rec.NumRows()) // the posting of each event; -1 is not known yet
	for row := range owners {
		if postings.IsNull(row) || at.IsNull(row) || calendar.MoscowDay(at.Value(row)) > j.asOf {
			owners[row] = -1
			continue
		}
		i := named(row)
		owners[row] = int32(i)
		j.facts.soldBy(i, sellers.At(row))
		switch f := &j.facts.parcels[i]; kinds.At(row) {
		case uploadEvent:
			f.uploaded = min(f.uploaded, at.Value(row))
		case deliveryEvent:
			if e := event(row); !isForeign.At(row) && order.isBefore(&e, &f.delivery) {
				f.delivery, f.seen = e, seenAt(row)
			}
		}
	}
	for row, i := range owners {
		if i < 0 || carriers.At(row) == 0 {
			continue
		}
		f := &j.facts.parcels[i]
		if e := event(row); j.isUpToDelivery(int(i), e.at) && (f.carrier == 0 || order.isBefore(&f.last, &e)) {
			f.last, f.carrier = e, carriers.At(row)
		}
	}
	return nil
}

// isUpToDelivery reports whether an event of that instant may name the carrier of a
// posting: it is not after the delivery, which the order sources may know, too.
func (j *joiner) isUpToDelivery(posting int, at arrow.Timestamp) bool {
	if delivery := j.facts.parcels[posting].delivery.at; delivery != notYet {
		return at <= delivery
	}
	delivered := j.ofOrder(posting).delivered
	return delivered == never || calendar.MoscowDay(at) <= delivered
}

// eventOrder tells which of two events of a batch came first. Of two at the same
// instant it is the one that stands first in the files, so that the order of rows
// does not show.
type eventOrder struct {
	files vector.Codes[string]
	rows  *array.Int64
}

func orderOf(events arrow.Record) eventOrder {
	return eventOrder{vector.WordsOf(pipeline.FromFile.In(events)), pipeline.FromRow.In(events)}
}

func (o *eventOrder) isBefore(a, b *parcelEvent) bool {
	if a.at != b.at {
		return a.at < b.at
	}
	return cmp.Or(
		cmp.Compare(o.files.At(int(a.row)), o.files.At(int(b.row))), cmp.Compare(o.rows.Value(int(a.row)), o.rows.Value(int(b.row)))) < 0
}

func kindOf(event string) eventKind {
	switch event {
	case "number_uploaded":
		return uploadEvent
	case "delivered":
		return deliveryEvent
	}
	return otherEvent
}

// readInvoices adds the invoices of postings and of their orders.
func (j *joiner) readInvoices(t *pipeline.Task) error {
	rec, err := j.collect(t, datasets.Invoices)
	if err != nil {
		return err
	}
	postings, orders := datasets.PostingNumber.In(rec), datasets.OrderID.In(rec)
	sellers := vector.CodesOf(datasets.SellerID.In(rec), j.sellers.Number)
	isVoid := vector.CodesOf(datasets.InvoiceStatus.In(rec), isVoidStatus)
	spoken := vector.CodesOf(datasets.InvoiceLanguages.In(rec), languagesOf)
	isAuto, uploaded, issued := datasets.InvoiceIsAuto.In(rec), datasets.InvoiceUploadedAt.In(rec), datasets.InvoiceIssuedOn.In(rec)
	invoice := func(i, row int) {
		j.facts.soldBy(i, sellers.At(row))
		on := j.invoicedOn(uploaded, issued, row)
		if on == never || isVoid.At(row) {
			return
		}
		f := &j.facts.invoices[i]
		f.invoiced = min(f.invoiced, on)
		f.languages |= spoken.At(row)
		f.isAuto = f.isAuto || isAuto.IsValid(row) && isAuto.Value(row)
	}
	named := j.ofEach(postings)
	var ofOrders []int
	for row := range int(rec.NumRows()) {
		switch {
		case postings.IsValid(row):
			invoice(named(row), row)
		case orders.IsValid(row):
			ofOrders = append(ofOrders, row)
		}
	}
	if len(ofOrders) == 0 {
		return nil
	}
	byOrder := j.indexOrders(j.facts.len(), postings, orders)
	for _, row := range ofOrders {
		for i := byOrder.first(orders.Value(row)); i >= 0; i = byOrder.next[i] {
			invoice(i, row)
		}
	}
	return nil
}

// invoicedOn returns the day on which an invoice was in Ozon: uploaded, else at the
// end of the day of issue (9.4).
func (j *joiner) invoicedOn(uploaded *array.Timestamp, issued *array.Date32, row int) calendar.Day {
	if uploaded.IsValid(row) {
		return j.dayOf(uploaded, row)
	}
	if issued.IsValid(row) {
		return j.upTo(calendar.Day(issued.Value(row)))
	}
	return never
}

// isVoidStatus reports whether an invoice of that status clears nothing.
func isVoidStatus(status string) bool { return status != "issued" && status != "uploaded" }

// languagesOf reads the codes of a cell, which are joined by "|".
func languagesOf(codes string) (l languages) {
	for code := range strings.SplitSeq(codes, "|") {
		switch code {
		case "zh":
			l |= chinese
		case "ru":
			l |= russian
		default:
			l |= otherLanguage
		}
	}
	return l
}
