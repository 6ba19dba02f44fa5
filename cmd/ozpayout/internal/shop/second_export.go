package shop

import "strconv"

// A second, older export of the first seller's payment history: what changed
// since stands in truth_changes.csv (payout_changes).
type olderExport struct {
	table      *table
	takenOn    day    // at the end of it
	payouts    [2]int // without a change since, and with one
	corrected  bool   // one payout's amount has been
	superseded int64
	changes    *table // the truth
}

const (
	olderPayouts    = 40 // of either kind in the older export
	olderDays       = 21 // before it was taken
	amountCorrected = 10_00
)

var truthChangeColumns = []string{"seller_id", "payout_id", "column_name", "before", "after"}

// startOlderExport opens the older export, taken after half of the span.
func (s *shop) startOlderExport() error {
	days := s.span.last - s.span.first + 1
	if s.options.Orders < dirtyFrom || days < 30 {
		return nil
	}
	older, of := &s.older, s.sellers[0]
	older.takenOn = s.span.first + days/2
	var err error
	name := of.id + "/payment_history_" + older.takenOn.date().Format("20060102") + ".csv"
	if older.table, err = s.in.createTable(name, of.payments.dialect, of.payments.header); err != nil {
		return err
	}
	older.changes, err = s.out.createTable("truth_changes.csv", canonicalDialect, truthChangeColumns)
	return err
}

// repeatOlder repeats a payout as it looked when the older export was taken.
func (s *shop) repeatOlder(po *payout, lines []line) {
	older := &s.older
	if older.table == nil || po.seller.index != 0 || po.settled > older.takenOn || po.settled < older.takenOn-olderDays {
		return
	}
	then := *po
	if then.arrived > older.takenOn {
		then.arrived, then.receipt = 0, ""
	}
	if then.released > older.takenOn {
		then.released = 0
	}
	if !older.corrected && po.kind == withOthers {
		older.corrected = true
		then.amount += amountCorrected
	}
	changed := 0
	if then != *po {
		changed = 1
	}
	if older.payouts[changed] == olderPayouts {
		return
	}
	older.payouts[changed]++
	for i := range lines {
		s.paymentRow(older.table, &then, &lines[i], i+1, older.takenOn.at(23*secondsPerHour))
	}
	if changed == 1 {
		older.superseded += int64(len(lines))
		s.recordChanges(&then, po)
	}
}

// recordChanges writes the cells of a payout that changed. Codes, dates and
// amounts are spelled as in the English files.
func (s *shop) recordChanges(then, now *payout) {
	before, after := then.cells(), now.cells()
	for i := range before {
		if before[i] == after[i] {
			continue
		}
		t := s.older.changes
		t.text(now.seller.id)
		t.text(now.id)
		t.text(payoutCellNames[i])
		t.text(before[i])
		t.text(after[i])
		t.endRow()
	}
}

var (
	payoutCellNames   = [...]string{"arrived_on", "payout_status", "payout_amount", "bank_receipt_no", "released_at", "reported_delay_days", "source_amount"}
	payoutStatusCodes = [...]string{"arrived", "processing", "processing_bank_transfer", "held", "carried_over"}
)

// cells returns what may change of a payout, in the order of payoutCellNames.
func (p *payout) cells() [len(payoutCellNames)]string {
	var cells [len(payoutCellNames)]string
	cells[1] = payoutStatusCodes[p.status()]
	cells[2] = string(appendDecimal(nil, p.amount, 2, '.'))
	cells[3] = p.receipt
	cells[6] = string(appendDecimal(nil, roundedProduct(p.amount, p.rate, rateScale), 2, '.'))
	if p.arrived != 0 {
		cells[0] = string(appendDay(nil, p.arrived, false))
		cells[5] = strconv.Itoa(int(p.arrived - p.settled))
	}
	if p.released != 0 {
		cells[4] = string(appendDay(nil, p.released, false))
	}
	return cells
}
