package explaindelays

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/vector"
)

// A line is a late payout line with the facts that may explain it. Texts live as
// long as the batches they are from.
type line struct {
	seller, payout string
	lineNames
	sku            string
	isFBO          bool
	status         string
	route          string
	intendedRoute  string
	payoutCurrency string
	payoutAmount   int64
	holdReason     string
	held, released optionalDay

	clockStart, settled, due calendar.Day
	end                      calendar.Day // arrival, or the as-of date
	arrived                  calendar.Day // or attribution.NotCleared
	daysAfterDue             int          // working days in (due, end]
	confirmed                optionalDay
	handedOver, delivered    optionalDay
	orderCarrier             string
	at                       place // payment row
	postingAt                place // row of the posting

	tracking []trackingEvent
	returns  []returnRow
	disputes []disputeRow
	invoices []invoiceRow
	accounts []account
	gaps     []gap          // of the seller, where the account does not say
	reviews  []review       // of the category of the line
	freezes  []freezePeriod // of the seller
	flagged  *flaggedFreeze // nil = the payout follows no trigger

	suspensions []suspension // of the channels of the seller

	hasTracking, hasInvoices bool // the table is loaded for the seller (D22, D56)
}

// lineColumns are the columns of dated_lines that lines are made of.
type lineColumns struct {
	seller, status, route, intendedRoute, currency, holdReason, carrier vector.Codes[string]
	isFBO, hasTracking, hasInvoices                                     vector.Codes[bool]
	payout, posting, order, sku, postingSKU                             *array.String
	amount                                                              *array.Int64
	settled, arrived, clockStart, due, confirmed                        *array.Date32
	held, released, handedOver, delivered                               *array.Timestamp
	daysAfterDue                                                        *array.Int32
	places                                                              places
}

func newLineColumns(rec arrow.Record, r *rules) lineColumns {
	return lineColumns{
		seller: words(datasets.SellerID.In(rec)), status: words(datasets.StatusCode.In(rec)), route: words(datasets.RouteCode.In(rec)),
		intendedRoute: words(datasets.IntendedRoute.In(rec)), currency: words(datasets.PayoutCurrency.In(rec)),
		holdReason: words(datasets.HoldReason.In(rec)), carrier: words(datasets.OrderCarrier.In(rec)),
		isFBO:       vector.CodesOf(datasets.Scheme.In(rec), func(scheme string) bool { return scheme == "fbo" }),
		hasTracking: vector.CodesOf(datasets.SellerID.In(rec), func(seller string) bool { return r.isLoaded(datasets.TrackingEvents, seller) }),
		hasInvoices: vector.CodesOf(datasets.SellerID.In(rec), func(seller string) bool { return r.isLoaded(datasets.Invoices, seller) }),
		payout:      datasets.PayoutID.In(rec), posting: datasets.PostingNumber.In(rec), order: datasets.OrderID.In(rec), sku: datasets.SKU.In(rec),
		postingSKU: datasets.PostingSKU.In(rec), amount: datasets.PayoutAmount.In(rec),
		settled: datasets.SettledOn.In(rec), arrived: datasets.ArrivedDay.In(rec), clockStart: datasets.ClockStartOn.In(rec), due: datasets.DueOn.In(rec),
		confirmed: datasets.ConfirmedOn.In(rec), held: datasets.HeldAt.In(rec), released: datasets.ReleasedAt.In(rec),
		handedOver: datasets.HandedOverAt.In(rec), delivered: datasets.DeliveredAt.In(rec),
		daysAfterDue: datasets.DaysAfterDue.In(rec),
		places:       places{words(datasets.FirstFile.In(rec)), datasets.FirstRow.In(rec)},
	}
}

// read makes the line of a row in the place of another, whose room for joined
// facts it takes over; they are not yet joined.
func (c *lineColumns) read(i int, asOf calendar.Day, l *line) {
	*l = line{
		seller: c.seller.At(i), payout: text(c.payout, i), sku: text(c.sku, i), isFBO: c.isFBO.At(i), status: c.status.At(i), route: c.route.At(i),
		intendedRoute: c.intendedRoute.At(i), payoutCurrency: c.currency.At(i), payoutAmount: c.amount.Value(i),
		holdReason: c.holdReason.At(i), held: moscowDay(c.held, i), released: moscowDay(c.released, i),
		clockStart: calendar.Day(c.clockStart.Value(i)), settled: calendar.Day(c.settled.Value(i)), due: calendar.Day(c.due.Value(i)),
		daysAfterDue: int(c.daysAfterDue.Value(i)), end: asOf, arrived: attribution.NotCleared,
		confirmed: day(c.confirmed, i), handedOver: moscowDay(c.handedOver, i), delivered: moscowDay(c.delivered, i),
		orderCarrier: c.carrier.At(i), at: c.places.at(i), hasTracking: c.hasTracking.At(i), hasInvoices: c.hasInvoices.At(i),
		tracking: l.tracking, returns: l.returns, disputes: l.disputes, invoices: l.invoices,
	}
	if arrived := day(c.arrived, i); arrived.isKnown {
		l.arrived, l.end = arrived.day, arrived.day
	}
	if l.sku == "" {
		l.sku = text(c.postingSKU, i)
	}
}

// heldFor adds an episode for a hold with that reason (9.22).
func (l *line) heldFor(reason string, which cause, found []episode) []episode {
	if l.holdReason != reason || !l.held.isKnown {
		return found
	}
	return append(found, episode{which, l.held.day, l.released.orElse(attribution.NotCleared), observed, l.at})
}
