package shop

import (
	"fmt"
	"strings"
)

const (
	dirtyFrom     = 1_000  // orders from which rows may be spoiled: fewer would be more than 1 % of a file (D44)
	copiesUpTo    = 50_000 // orders up to which payment histories are also given twice, and receipts at the providers
	snapshotLimit = 400    // parcels in the older tracking snapshot
	snapshotDays  = 14     // before it was taken
)

// A fate is what must become of rows that are not simply loaded.
type fate struct {
	path string // relative to the input folder
	rows int64
	fate string
}

// An older export of the tracking table of the first seller.
type snapshot struct {
	table      *table
	takenAt    instant
	parcels    int
	superseded int64
}

// spoil writes three rows of the first seller that cannot be used.
func (s *shop) spoil() {
	if s.options.Orders < dirtyFrom {
		return
	}
	files, id := s.files[0], s.sellers[0].id

	t := files.payments // a bad amount
	t.text(id)
	t.text("P-SPOILED-1")
	t.blank(1)
	t.date(s.span.first)
	t.blank(2)
	t.text("12x4.00")
	t.text(s.sellers[0].payouts.String())
	t.blank(len(paymentColumns) - 8)
	t.endRow()

	t = files.invoices // a bad date
	t.text(id)
	t.text("INV-SPOILED-1")
	t.text("70000000-0001")
	t.blank(1)
	t.text("2024-13-45")
	t.blank(len(invoiceColumns) - 5)
	t.endRow()

	t = files.tracking // no posting number
	t.text(id)
	t.blank(1)
	t.text("TN-SPOILED-1")
	t.text(carrierNames[0])
	t.blank(1)
	t.text(deliveredEvent)
	t.instant(s.span.first.at(0))
	t.blank(len(trackingColumns) - 7)
	t.endRow()

	for _, t := range []*table{files.payments, files.invoices, files.tracking} {
		s.fates = append(s.fates, fate{t.out.path, 1, "quarantined"})
	}
}

// startSnapshot opens the older tracking export, taken after a third of the span.
func (s *shop) startSnapshot() error {
	days := s.span.last - s.span.first + 1
	if s.options.Orders < dirtyFrom || days < 30 {
		return nil
	}
	on := s.span.first + days/3
	t, err := s.in.createTable(s.sellers[0].id+"/tracking_events_"+on.date().Format("20060102")+".csv", canonicalDialect, trackingColumns)
	s.snapshot.table, s.snapshot.takenAt = t, on.at(23*secondsPerHour)
	return err
}

// oldSnapshot repeats a parcel's events as they looked when the snapshot was taken.
func (s *shop) oldSnapshot(p *posting) {
	old := &s.snapshot
	if old.table == nil || p.seller.index != 0 || old.parcels == snapshotLimit {
		return
	}
	if p.uploaded.at < old.takenAt-snapshotDays*secondsPerDay || p.uploaded.at > old.takenAt {
		return
	}
	old.parcels++
	for _, row := range []struct {
		word, source string
		event        event
	}{{numberUploaded, "seller", p.uploaded}, {pickedUp, "carrier", p.pickedUp}, {deliveredEvent, "carrier", p.arrivedAtBuyer}} {
		then := row.event
		if then.at > old.takenAt {
			continue
		}
		if then.synced > old.takenAt {
			then.synced = 0
			old.superseded++
		}
		s.eventRow(old.table, p, row.word, row.source, then, old.takenAt)
	}
}

// writeStrangers writes two files that are no input at all.
func (s *shop) writeStrangers() error {
	w, err := s.in.createWorkbook("unit_economics.xlsx", "Юнит-экономика")
	if err != nil {
		return err
	}
	rows := [][]string{
		{"Период: " + string(appendDay(nil, s.span.first, true)) + "-" + string(appendDay(nil, s.asOf, true))},
		{"Общие расходы"},
		{"SKU", "Артикул", "Название товара", "Себестоимость", "Текущая цена", "Прибыль за шт"},
	}
	for i := range s.sellers[0].products[:5] {
		it := &s.sellers[0].products[i]
		rows = append(rows, []string{fmt.Sprint(it.sku), it.offer, it.name, "100.00", "200.00", "100.00"})
	}
	for _, row := range rows {
		w.text(row...)
		if err := w.endRow(); err != nil {
			return err
		}
	}
	if err := w.close(); err != nil {
		return err
	}
	t, err := s.in.createTable("shelf_counts.csv", canonicalDialect, []string{"shelf", "counted_by", "pieces"})
	if err != nil {
		return err
	}
	for i := range int64(3) {
		t.text("A-" + fmt.Sprint(i+1))
		t.text("night shift")
		t.number(40 + i)
		t.endRow()
	}
	s.fates = append(s.fates, fate{"unit_economics.xlsx", 5, "refused"}, fate{"shelf_counts.csv", t.rows, "refused"})
	return nil
}

// copyPayments exports the first seller's payment history a second time, byte
// for byte. The files must be closed.
func (s *shop) copyPayments() error {
	if s.options.Orders > copiesUpTo {
		return nil
	}
	original := s.files[0].payments
	from := original.out.path
	name, ending, _ := strings.Cut(from, ".")
	copied := name + "_copy." + ending
	if err := s.in.copy(from, copied); err != nil {
		return err
	}
	rows := original.rows
	if s.options.Orders >= dirtyFrom {
		rows--
		s.fates = append(s.fates, fate{copied, 1, "quarantined"})
	}
	s.fates = append(s.fates, fate{copied, rows, "duplicate"})
	return nil
}

// writeFates writes what must become of the rows that are not simply loaded.
func (s *shop) writeFates() error {
	if old := &s.snapshot; old.table != nil {
		s.fates = append(s.fates,
			fate{old.table.out.path, old.superseded, "superseded"},
			fate{old.table.out.path, old.table.rows - old.superseded, "duplicate"})
	}
	if older := &s.older; older.table != nil {
		s.fates = append(s.fates,
			fate{older.table.out.path, older.superseded, "superseded"},
			fate{older.table.out.path, older.table.rows - older.superseded, "duplicate"})
	}
	if t := s.files[len(s.sellers)-1].paymentsJSON; t != nil {
		s.fates = append(s.fates, fate{t.out.path, t.rows, "duplicate"})
	}
	t, err := s.out.createTable("expected.csv", canonicalDialect, []string{"file", "rows", "expected_fate"})
	if err != nil {
		return err
	}
	for _, f := range s.fates {
		t.text(f.path)
		t.number(f.rows)
		t.text(f.fate)
		t.endRow()
	}
	return nil
}
