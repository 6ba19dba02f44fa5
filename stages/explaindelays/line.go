package explaindelays

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
)

// A line is a late payout line with the facts that may explain it. Texts live as
// long as the batches they are from.
type line struct {
	row            int
	seller, payout string
	posting        string // "" = not known; an order with one posting stands for it (D18)
	order          string
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
}

// lineColumns are the columns of dated_lines that lines are made of.
type lineColumns struct {
	seller, scheme, status, route, intendedRoute, currency, holdReason, carrier *array.Dictionary
	payout, posting, order, sku, postingSKU                                     *array.String
	amount                                                                      *array.Int64
	settled, arrived, clockStart, due, confirmed                                *array.Date32
	held, released, handedOver, delivered                                       *array.Timestamp
	daysAfterDue                                                                *array.Int32
	isLate                                                                      *array.Boolean
	places                                                                      places
}

func newLineColumns(rec arrow.Record) lineColumns {
	return lineColumns{
		seller: datasets.SellerID.In(rec), scheme: datasets.Scheme.In(rec), status: datasets.StatusCode.In(rec), route: datasets.RouteCode.In(rec),
		intendedRoute: datasets.IntendedRoute.In(rec), currency: datasets.PayoutCurrency.In(rec), holdReason: datasets.HoldReason.In(rec),
		carrier: datasets.OrderCarrier.In(rec),
		payout:  datasets.PayoutID.In(rec), posting: datasets.PostingNumber.In(rec), order: datasets.OrderID.In(rec), sku: datasets.SKU.In(rec),
		postingSKU: datasets.PostingSKU.In(rec), amount: datasets.PayoutAmount.In(rec),
		settled: datasets.SettledOn.In(rec), arrived: datasets.ArrivedDay.In(rec), clockStart: datasets.ClockStartOn.In(rec), due: datasets.DueOn.In(rec),
		confirmed: datasets.ConfirmedOn.In(rec), held: datasets.HeldAt.In(rec), released: datasets.ReleasedAt.In(rec),
		handedOver: datasets.HandedOverAt.In(rec), delivered: datasets.DeliveredAt.In(rec),
		daysAfterDue: datasets.DaysAfterDue.In(rec), isLate: datasets.IsLate.In(rec),
		places: places{datasets.FirstFile.In(rec), datasets.FirstRow.In(rec)},
	}
}

// read makes the line of a row in the place of another, whose room for joined
// facts it takes over; they are not yet joined.
func (c *lineColumns) read(i int, asOf calendar.Day, l *line) {
	*l = line{
		row: i, seller: code(c.seller, i), payout: text(c.payout, i), posting: text(c.posting, i), order: text(c.order, i),
		sku: text(c.sku, i), isFBO: code(c.scheme, i) == "fbo", status: code(c.status, i), route: code(c.route, i),
		intendedRoute: code(c.intendedRoute, i), payoutCurrency: code(c.currency, i), payoutAmount: c.amount.Value(i),
		holdReason: code(c.holdReason, i), held: moscowDay(c.held, i), released: moscowDay(c.released, i),
		clockStart: calendar.Day(c.clockStart.Value(i)), settled: calendar.Day(c.settled.Value(i)), due: calendar.Day(c.due.Value(i)),
		daysAfterDue: int(c.daysAfterDue.Value(i)), end: asOf, arrived: attribution.NotCleared,
		confirmed: day(c.confirmed, i), handedOver: moscowDay(c.handedOver, i), delivered: moscowDay(c.delivered, i),
		orderCarrier: code(c.carrier, i), at: c.places.at(i),
		tracking: l.tracking, returns: l.returns, disputes: l.disputes, invoices: l.invoices,
	}
	if arrived := day(c.arrived, i); arrived.isKnown {
		l.arrived, l.end = arrived.day, arrived.day
	}
	if l.sku == "" {
		l.sku = text(c.postingSKU, i)
	}
}

// heldFor makes an episode of a hold with that reason (9.22).
func (l *line) heldFor(reason string, which cause) []episode {
	if l.holdReason != reason || !l.held.isKnown {
		return nil
	}
	return []episode{{which, l.held.day, l.released.orElse(attribution.NotCleared), observed, l.at}}
}
