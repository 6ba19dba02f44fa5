package shop

// The event words of the tracking table.
const (
	numberUploaded = "Number uploaded"
	pickedUp       = "Picked up"
	deliveredEvent = "Delivered"
)

var trackingColumns = []string{
	"seller_id", "posting_number", "tracking_number", "carrier", "integration_type", "event", "event_at", "synced_at", "event_source", "location", "exported_at",
}

// trackingRows writes the events of a parcel that Ozon does not carry itself
// (B18: goods stored with Ozon have none).
func (s *shop) trackingRows(p *posting) {
	if p.scheme == fbo {
		return
	}
	t := s.files[p.seller.index].tracking
	s.eventRow(t, p, numberUploaded, "seller", p.uploaded, s.exportedAt)
	s.eventRow(t, p, pickedUp, "carrier", p.pickedUp, s.exportedAt)
	s.eventRow(t, p, deliveredEvent, "carrier", p.arrivedAtBuyer, s.exportedAt)
	s.oldSnapshot(p)
}

func (s *shop) eventRow(t *table, p *posting, word, source string, e event, exportedAt instant) {
	if e.at == 0 {
		return
	}
	t.text(p.seller.id)
	t.plain(p.postingNumber())
	t.open()
	t.row = append(t.row, "TN"...)
	t.row = appendPadded(t.row, int64(p.ordinal), 11)
	t.shut()
	t.text(carrierNames[p.carrier])
	if p.carrier.whitelisted() {
		t.text("3pl_tracking")
	} else {
		t.text("non_integrated")
	}
	t.text(word)
	t.instant(e.at)
	t.instant(e.synced)
	t.text(source)
	t.blank(1)
	t.instant(exportedAt)
	t.endRow()
}

var invoiceColumns = []string{
	"seller_id", "invoice_no", "order_id", "posting_number", "issued_on", "uploaded_at", "languages", "status", "is_auto", "amount", "currency", "file_name", "exported_at",
}

// invoiceRows writes the posting's invoice and an earlier rejected one.
func (s *shop) invoiceRows(p *posting) {
	s.invoiceRow(p, 'R', "rejected", p.invoiceRejected)
	s.invoiceRow(p, 'I', "uploaded", p.invoiced)
}

func (s *shop) invoiceRow(p *posting, series byte, status string, at instant) {
	if at == 0 {
		return
	}
	t := s.files[p.seller.index].invoices
	t.text(p.seller.id)
	t.open()
	t.row = append(t.row, series, 'N', 'V', '-')
	t.row = appendPadded(t.row, int64(p.ordinal), 9)
	t.shut()
	t.plain(p.orderNumber())
	if p.invoiceOnOrder {
		t.blank(1)
	} else {
		t.plain(p.postingNumber())
	}
	t.date(at.moscow())
	t.instant(at)
	t.text("zh|ru")
	t.text(status)
	t.flag(at < p.delivered)
	t.money(p.orderAmount())
	t.text(p.seller.orders.String())
	t.blank(1)
	t.instant(s.exportedAt)
	t.endRow()
}

// orderAmount returns the posting's amount in the seller's order currency.
func (p *posting) orderAmount() int64 {
	return p.items[0].amount + p.items[1].amount
}

var disputeColumns = []string{
	"seller_id", "dispute_id", "order_id", "posting_number", "opened_at", "closed_at", "state", "outcome", "amount", "currency", "exported_at",
}

func (s *shop) disputeRow(p *posting) {
	if p.disputeOpened == 0 {
		return
	}
	t := s.files[p.seller.index].disputes
	t.text(p.seller.id)
	t.open()
	t.row = append(t.row, 'D', '-')
	t.row = appendPadded(t.row, int64(p.ordinal), 9)
	t.shut()
	t.plain(p.orderNumber())
	t.plain(p.postingNumber())
	t.instant(p.disputeOpened)
	t.instant(p.disputeClosed)
	if p.disputeClosed != 0 {
		t.text("closed")
		t.text("seller")
	} else {
		t.text("open")
		t.blank(1)
	}
	t.money(p.orderAmount())
	t.text(p.seller.orders.String())
	t.instant(s.exportedAt)
	t.endRow()
}
