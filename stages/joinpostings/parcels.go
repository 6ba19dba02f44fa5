package joinpostings

import (
	"cmp"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
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
	var batches []*events
	for rec, err := range t.Read(datasets.TrackingEvents) {
		if err != nil {
			return err
		}
		j.keep(rec)
		e := j.newEvents(rec)
		batches = append(batches, e)
		j.addEvents(e)
	}
	for _, e := range batches {
		j.addCarriers(e)
	}
	return nil
}

// events are a batch of tracking events.
type events struct {
	numbers   *array.String
	at, seen  *array.Timestamp
	sellers   vector.Codes[int32]
	carriers  vector.Codes[int32]
	kinds     vector.Codes[eventKind]
	isForeign vector.Codes[bool]
	files     vector.Codes[string]
	rows      *array.Int64
	owners    []int32 // the posting of each event; -1 is not known yet
}

func (j *joiner) newEvents(rec arrow.Record) *events {
	return &events{
		numbers: datasets.PostingNumber.In(rec), at: datasets.TrackingEventAt.In(rec), seen: datasets.TrackingSyncedAt.In(rec),
		sellers:   vector.CodesOf(datasets.SellerID.In(rec), j.sellers.Number),
		carriers:  vector.CodesOf(datasets.TrackingCarrier.In(rec), j.carriers.Number),
		kinds:     vector.CodesOf(datasets.TrackingEvent.In(rec), kindOf),
		isForeign: vector.CodesOf(datasets.TrackingEventSource.In(rec), func(source string) bool { return source != "carrier" }),
		files:     vector.WordsOf(pipeline.FromFile.In(rec)), rows: pipeline.FromRow.In(rec),
		owners: make([]int32, rec.NumRows()),
	}
}

// addEvents adds uploads, deliveries and sellers of a batch, and finds its postings.
func (j *joiner) addEvents(e *events) {
	named := j.ofEach(e.numbers)
	for row := range e.owners {
		if e.numbers.IsNull(row) || e.at.IsNull(row) || calendar.MoscowDay(e.at.Value(row)) > j.asOf {
			e.owners[row] = -1
			continue
		}
		i := named(row)
		e.owners[row] = int32(i)
		j.facts.soldBy(i, e.sellers.At(row))
		switch f := &j.facts.parcels[i]; e.kinds.At(row) {
		case uploadEvent:
			f.uploaded = min(f.uploaded, e.at.Value(row))
		case deliveryEvent:
			if of := e.event(row); !e.isForeign.At(row) && of.isBefore(&f.delivery) {
				f.delivery, f.seen = of, j.seenAt(e, row)
			}
		}
	}
}

// seenAt returns the instant at which Ozon saw an event.
func (j *joiner) seenAt(e *events, row int) arrow.Timestamp {
	if e.seen.IsNull(row) || calendar.MoscowDay(e.seen.Value(row)) > j.asOf {
		return notYet
	}
	return e.seen.Value(row)
}

// addCarriers adds who carried the parcels of a batch.
func (j *joiner) addCarriers(e *events) {
	for row, i := range e.owners {
		if i < 0 || e.carriers.At(row) == 0 {
			continue
		}
		f := &j.facts.parcels[i]
		if of := e.event(row); j.isUpToDelivery(int(i), of.at) && (f.carrier == 0 || f.last.isBefore(&of)) {
			f.last, f.carrier = of, e.carriers.At(row)
		}
	}
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

// A parcelEvent is a tracking event, as a row of its batch.
type parcelEvent struct {
	at  arrow.Timestamp
	row int32
	in  *events
}

func (e *events) event(row int) parcelEvent { return parcelEvent{e.at.Value(row), int32(row), e} }

// isBefore tells which of two events came first. Of two at the same instant it is the
// one that stands first in the files, so that the order of rows does not show.
func (a *parcelEvent) isBefore(b *parcelEvent) bool {
	if a.at != b.at {
		return a.at < b.at
	}
	return cmp.Or(
		cmp.Compare(a.in.files.At(int(a.row)), b.in.files.At(int(b.row))), cmp.Compare(a.in.rows.Value(int(a.row)), b.in.rows.Value(int(b.row)))) < 0
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
		f.isAuto = f.isAuto || nullable.IsTrue(isAuto, row)
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
		case "unknown":
			l |= unknownLanguage
		default:
			l |= otherLanguage
		}
	}
	return l
}
