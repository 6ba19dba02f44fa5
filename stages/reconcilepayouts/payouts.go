package reconcilepayouts

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/routing"
	"ozpayout/stages/internal/vector"
)

// A payout is what Payment History says of a payout that is held against receipts.
type payout struct {
	payoutID
	batch, route string
	amount       amount
	settledOn    calendar.Day
	arrival      string        // arrived, open, partially_arrived, unknown
	arrivedOn    *calendar.Day // nil where it is not there, or the day is not known
	arrivedPart  *int64        // what has arrived so far
	numbers      []string      // of bank receipts
	isRejected   bool
	isMissable   bool // a receipt of it is missed
}

// What a payout's arrival may be.
const (
	open             = "open"
	partiallyArrived = "partially_arrived"
)

// unsent are the states of payouts that never reach the account.
var unsent = []string{"cancelled", "returned", "carried_over"}

// readPayouts returns the payouts of a batch, which they outlive.
func readPayouts(batch arrow.Record) []*payout {
	sellers, ids := vector.WordsOf(datasets.SellerID.In(batch)), datasets.PayoutID.In(batch)
	batches, routes := datasets.SettlementBatchNo.In(batch), vector.WordsOf(datasets.Route.In(batch))
	amounts, currencies := datasets.PayoutAmount.In(batch), vector.WordsOf(datasets.PayoutCurrency.In(batch))
	statuses, arrivals := vector.WordsOf(datasets.AgreedStatus.In(batch)), vector.WordsOf(datasets.ArrivalCode.In(batch))
	settled, arrived, parts := datasets.SettledOn.In(batch), datasets.LastArrivedOn.In(batch), datasets.ArrivedSum.In(batch)
	conflicts, tests := datasets.IsConflict.In(batch), datasets.IsTestTransfer.In(batch)
	payouts := make([]*payout, batch.NumRows())
	for i := range payouts {
		status := statuses.At(i)
		p := &payout{
			payoutID: payoutID{sellers.At(i), strings.Clone(nullable.Text(ids, i))}, batch: strings.Clone(nullable.Text(batches, i)),
			route: routing.Actual(status, routes.At(i)), amount: amount{minor(amounts, i), currencies.At(i)},
			settledOn: calendar.Day(settled.Value(i)), arrival: arrivals.At(i), arrivedPart: minor(parts, i),
			isRejected: nullable.IsTrue(conflicts, i), isMissable: !slices.Contains(unsent, status) && !nullable.IsTrue(tests, i),
		}
		if arrived.IsValid(i) {
			on := calendar.Day(arrived.Value(i))
			p.arrivedOn = &on
		}
		payouts[i] = p
	}
	return payouts
}

// assignSellers gives transactions that name no seller the seller of the payout
// that they name, or of the bank receipt, where there is only one (D45).
func assignSellers(rows []*transaction, payouts []*payout) {
	const several = "\x00"
	type name struct{ payout, number string } // one of them
	sellers := make(map[name]string)          // of the names asked for, "" = nobody's so far
	for _, x := range rows {
		if x.seller == "" {
			sellers[name{payout: x.payout}], sellers[name{number: x.number}] = "", ""
		}
	}
	if len(sellers) == 0 {
		return
	}
	add := func(of name, p *payout) {
		switch known, isAsked := sellers[of]; {
		case !isAsked:
		case known != "" && known != p.seller:
			sellers[of] = several
		default:
			sellers[of] = p.seller
		}
	}
	for _, p := range payouts {
		add(name{payout: p.payout}, p)
		for _, number := range p.numbers {
			add(name{number: number}, p)
		}
	}
	for _, x := range rows {
		if x.seller != "" {
			continue
		}
		seller := sellers[name{payout: x.payout}]
		if seller == "" {
			seller = sellers[name{number: x.number}]
		}
		if seller != several {
			x.seller = seller
		}
	}
}

// addNumbers adds the numbers of bank receipts that transactions name too.
func addNumbers(t *pipeline.Task, payouts []*payout, rows []*transaction) error {
	wanted := make(map[string]bool)
	for _, x := range rows {
		if x.number != "" {
			wanted[x.number] = true
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	byID := make(map[payoutID]*payout, len(payouts))
	for _, p := range payouts {
		byID[p.payoutID] = p
	}
	for batch, err := range t.Read(datasets.PayoutParts) {
		if err != nil {
			return err
		}
		sellers, ids, numbers := datasets.SellerID.In(batch), datasets.PayoutID.In(batch), datasets.BankReceiptNo.In(batch)
		for i := range int(batch.NumRows()) {
			number := nullable.Text(numbers, i)
			if !wanted[number] {
				continue
			}
			p := byID[payoutID{nullable.Code(sellers, i), nullable.Text(ids, i)}]
			if p != nil && !slices.Contains(p.numbers, number) {
				p.numbers = append(p.numbers, strings.Clone(number))
			}
		}
	}
	return nil
}
