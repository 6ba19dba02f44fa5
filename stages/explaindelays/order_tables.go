package explaindelays

import (
	"iter"
	"sync"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// An orderTable finds the rows of a table that name the posting of a late line, or
// its order only.
type orderTable struct {
	postings  *array.String
	byPosting join.Rows
	byOrder   join.Rows
	hasOrders bool // not all rows name a posting
	at        places
}

func newOrderTable(rec arrow.Record, late *join.Numbers) orderTable {
	postings := datasets.PostingNumber.In(rec)
	t := orderTable{postings: postings, byPosting: late.Rows(postings), at: placesOf(rec), hasOrders: postings.NullN() > 0}
	if t.hasOrders {
		t.byOrder = late.Rows(datasets.OrderID.In(rec))
	}
	return t
}

// rowsOf yields the rows about a line: those of its posting, and those that name
// its order and no posting, which cover all postings of the order (D18).
func (t *orderTable) rowsOf(l *line) iter.Seq[int] {
	return func(yield func(int) bool) {
		if l.posting != "" {
			for row := t.byPosting.First(l.postingNumber); row >= 0; row = t.byPosting.Next(row) {
				if !yield(row) {
					return
				}
			}
		}
		if l.order == "" || !t.hasOrders {
			return
		}
		for row := t.byOrder.First(l.orderNumber); row >= 0; row = t.byOrder.Next(row) {
			if t.postings.IsNull(row) && !yield(row) {
				return
			}
		}
	}
}

// A postingTable knows the postings of late lines.
type postingTable struct {
	postings  *array.String
	late      *join.Numbers      // of the postings and orders of late lines
	names     []lineNames        // of each late line
	byPosting join.Rows          // of late lines
	byOrder   func() *join.Index // made when the first line without a posting asks
	at        places
}

// lineNames are the posting and the order of a late line, with their numbers.
type lineNames struct {
	posting, order             string // "" = not known
	postingNumber, orderNumber int
}

// newPostingTable returns the postings. It numbers those of late lines, with their
// orders: few rows of the other tables are about one.
func newPostingTable(rec arrow.Record, lines *lineColumns, lateRows []int32) *postingTable {
	postings, orders := datasets.PostingNumber.In(rec), datasets.OrderID.In(rec)
	t := &postingTable{
		postings: postings, late: join.NewNumbers(2 * len(lateRows)), names: make([]lineNames, len(lateRows)),
		byOrder: sync.OnceValue(func() *join.Index { return join.NewIndex(orders) }), at: placesOf(rec),
	}
	for i, row := range lateRows {
		t.names[i] = t.complete(nullable.Text(lines.posting, int(row)), nullable.Text(lines.order, int(row)))
	}
	t.byPosting = t.late.Rows(postings)
	return t
}

// place completes a line, the i-th late one, and finds its posting.
func (t *postingTable) place(i int, l *line) {
	l.lineNames, l.postingAt = t.names[i], place{}
	if l.posting == "" {
		return
	}
	if row := t.byPosting.First(l.postingNumber); row >= 0 {
		l.postingAt = t.at.at(row)
	}
}

// complete completes the posting and the order of a line, and numbers them: the only
// posting of its order stands for it (D18), and a posting tells its order.
func (t *postingTable) complete(posting, order string) lineNames {
	if posting == "" && order != "" {
		byOrder := t.byOrder()
		if only := byOrder.First(order); only >= 0 && byOrder.Next(only) < 0 {
			posting = nullable.Text(t.postings, only)
		}
	}
	if posting != "" && order == "" {
		order = join.OrderOf(posting)
	}
	n := lineNames{posting: posting, order: order}
	n.postingNumber, _ = t.late.Of(posting)
	n.orderNumber, _ = t.late.Of(order)
	return n
}

type trackingTable struct {
	byPosting        join.Rows
	isDelivered      vector.Codes[bool]
	isForeign        vector.Codes[bool] // not recorded by the carrier
	carriers         vector.Codes[*policy.DatedCarrier]
	happened, synced *array.Timestamp
	at               places
}

func newTrackingTable(rec arrow.Record, late *join.Numbers, r *rules) trackingTable {
	return trackingTable{
		byPosting:   late.Rows(datasets.PostingNumber.In(rec)),
		isDelivered: vector.CodesOf(datasets.TrackingEvent.In(rec), func(event string) bool { return event == "delivered" }),
		isForeign:   vector.CodesOf(datasets.TrackingEventSource.In(rec), func(source string) bool { return !isAnyOr(source, "carrier") }),
		carriers:    vector.CodesOf(datasets.TrackingCarrier.In(rec), r.carrier),
		happened:    datasets.TrackingEventAt.In(rec), synced: datasets.TrackingSyncedAt.In(rec), at: placesOf(rec),
	}
}

func (t *trackingTable) of(l *line, into []trackingEvent) []trackingEvent {
	if l.posting == "" {
		return into
	}
	for row := t.byPosting.First(l.postingNumber); row >= 0; row = t.byPosting.Next(row) {
		e := trackingEvent{
			isDelivery: t.isDelivered.At(row) && !t.isForeign.At(row),
			happened:   t.happened.Value(row), carrier: t.carriers.At(row), at: t.at.at(row),
		}
		if e.isSynced = t.synced.IsValid(row); e.isSynced {
			e.synced = t.synced.Value(row)
		}
		into = append(into, e)
	}
	return into
}

type returnTable struct {
	orderTable
	opened, closed   *array.Timestamp
	isClient, isOpen *array.Boolean
}

func newReturnTable(rec arrow.Record, late *join.Numbers) returnTable {
	return returnTable{
		orderTable: newOrderTable(rec, late), opened: datasets.ReturnOpenedAt.In(rec), closed: datasets.ReturnClosedAt.In(rec),
		isClient: datasets.ReturnIsClient.In(rec), isOpen: datasets.ReturnIsOpen.In(rec),
	}
}

func (t *returnTable) of(l *line, into []returnRow) []returnRow {
	for row := range t.rowsOf(l) {
		into = append(into, returnRow{
			calendar.MoscowDayAt(t.opened, row), calendar.MoscowDayAt(t.closed, row), flag(t.isClient, row), flag(t.isOpen, row), t.at.at(row),
		})
	}
	return into
}

type disputeTable struct {
	orderTable
	opened, closed *array.Timestamp
	isFromReturn   *array.Boolean
}

func newDisputeTable(rec arrow.Record, late *join.Numbers) disputeTable {
	return disputeTable{newOrderTable(rec, late), datasets.DisputeOpenedAt.In(rec), datasets.DisputeClosedAt.In(rec), datasets.IsFromReturn.In(rec)}
}

func (t *disputeTable) of(l *line, into []disputeRow) []disputeRow {
	for row := range t.rowsOf(l) {
		known := observed
		if nullable.IsTrue(t.isFromReturn, row) {
			known = inferred
		}
		into = append(into, disputeRow{calendar.MoscowDayAt(t.opened, row), calendar.MoscowDayAt(t.closed, row), known, t.at.at(row)})
	}
	return into
}

type invoiceTable struct {
	orderTable
	status   vector.Codes[string]
	uploaded *array.Timestamp
	issued   *array.Date32
}

func newInvoiceTable(rec arrow.Record, late *join.Numbers) invoiceTable {
	return invoiceTable{newOrderTable(rec, late), words(datasets.InvoiceStatus.In(rec)), datasets.InvoiceUploadedAt.In(rec), datasets.InvoiceIssuedOn.In(rec)}
}

func (t *invoiceTable) of(l *line, into []invoiceRow) []invoiceRow {
	for row := range t.rowsOf(l) {
		into = append(into, invoiceRow{t.status.At(row), calendar.MoscowDayAt(t.uploaded, row), calendar.DayAt(t.issued, row), t.at.at(row)})
	}
	return into
}
