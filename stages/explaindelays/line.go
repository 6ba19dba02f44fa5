package explaindelays

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
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
	held, released calendar.Optional

	clockStart, settled, due calendar.Day
	end, asOf                calendar.Day // arrival, or the as-of date; the as-of date
	arrived                  calendar.Day // or attribution.NotCleared
	daysAfterDue             int          // working days in (due, end]
	confirmed                calendar.Optional
	handedOver, delivered    calendar.Optional
	orderCarrier             *policy.DatedCarrier // nil = not named
	at                       place                // payment row
	postingAt                place                // row of the posting

	tracking []trackingEvent
	returns  []returnRow
	disputes []disputeRow
	invoices []invoiceRow
	reviews  []review       // of the category of the line
	flagged  *flaggedFreeze // nil = the payout follows no trigger
	*sellerFacts

	hasTracking, hasInvoices bool // the table is loaded for the seller (D22, D56)
}

// lineColumns are the columns of dated_lines that lines are made of.
type lineColumns struct {
	sellerCodes                                                *array.Dictionary
	seller, status, route, intendedRoute, currency, holdReason vector.Codes[string]
	carrier                                                    vector.Codes[*policy.DatedCarrier]
	isFBO, hasTracking, hasInvoices                            vector.Codes[bool]
	payout, posting, order, sku, postingSKU                    *array.String
	amount                                                     *array.Int64
	settled, arrived, clockStart, due, confirmed               *array.Date32
	held, released, handedOver, delivered                      *array.Timestamp
	daysAfterDue                                               *array.Int32
	places                                                     places
}

func newLineColumns(rec arrow.Record, r *rules) lineColumns {
	return lineColumns{
		sellerCodes: datasets.SellerID.In(rec),
		seller:      words(datasets.SellerID.In(rec)), status: words(datasets.StatusCode.In(rec)), route: words(datasets.RouteCode.In(rec)),
		intendedRoute: words(datasets.IntendedRoute.In(rec)), currency: words(datasets.PayoutCurrency.In(rec)),
		holdReason: words(datasets.HoldReason.In(rec)), carrier: vector.CodesOf(datasets.OrderCarrier.In(rec), r.carrier),
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

// read makes the line of a row in the place of another: what is of the line itself; the
// facts are joined after it.
func (c *lineColumns) read(i int, asOf calendar.Day, l *line) {
	l.seller, l.payout, l.sku, l.isFBO = c.seller.At(i), nullable.Text(c.payout, i), nullable.Text(c.sku, i), c.isFBO.At(i)
	l.status, l.route, l.intendedRoute = c.status.At(i), c.route.At(i), c.intendedRoute.At(i)
	l.payoutCurrency, l.payoutAmount = c.currency.At(i), c.amount.Value(i)
	l.holdReason, l.held, l.released = c.holdReason.At(i), calendar.MoscowDayAt(c.held, i), calendar.MoscowDayAt(c.released, i)
	if l.released.Day > asOf {
		l.released = calendar.Optional{} // nobody knows of it yet (D06)
	}
	l.clockStart, l.settled, l.due = calendar.Day(c.clockStart.Value(i)), calendar.Day(c.settled.Value(i)), calendar.Day(c.due.Value(i))
	l.daysAfterDue, l.end, l.asOf, l.arrived = int(c.daysAfterDue.Value(i)), asOf, asOf, attribution.NotCleared
	l.confirmed, l.handedOver, l.delivered = calendar.DayAt(c.confirmed, i), calendar.MoscowDayAt(c.handedOver, i), calendar.MoscowDayAt(c.delivered, i)
	l.orderCarrier, l.at = c.carrier.At(i), c.places.at(i)
	l.hasTracking, l.hasInvoices = c.hasTracking.At(i), c.hasInvoices.At(i)
	if arrived := calendar.DayAt(c.arrived, i); arrived.IsKnown {
		l.arrived, l.end = arrived.Day, arrived.Day
	}
	if l.sku == "" {
		l.sku = nullable.Text(c.postingSKU, i)
	}
}

// heldFor adds an episode for a hold with that reason (9.22). One of which nobody says when
// it began is inferred to stand from the settlement, up to the arrival unless it is known
// when it ended, as one without a reason is (D20).
func (l *line) heldFor(reason string, which cause, found []episode) []episode {
	switch {
	case l.holdReason != reason:
		return found
	case !l.held.IsKnown:
		return append(found, episode{which, l.settled, l.released.OrElse(l.arrived), inferred, l.at})
	}
	return append(found, episode{which, l.held.Day, l.released.OrElse(attribution.NotCleared), observed, l.at})
}
