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

// readPayout returns a payout, which outlives its batch.
func readPayout(batch arrow.Record, i int) *payout {
	id := payoutID{strings.Clone(nullable.Code(datasets.SellerID.In(batch), i)), strings.Clone(nullable.Text(datasets.PayoutID.In(batch), i))}
	conflicts, tests := datasets.IsConflict.In(batch), datasets.IsTestTransfer.In(batch)
	status := nullable.Code(datasets.AgreedStatus.In(batch), i)
	p := &payout{
		payoutID: id, batch: strings.Clone(nullable.Text(datasets.SettlementBatchNo.In(batch), i)),
		route:       strings.Clone(routing.Actual(status, nullable.Code(datasets.Route.In(batch), i))),
		amount:      amount{minor(datasets.PayoutAmount.In(batch), i), strings.Clone(nullable.Code(datasets.PayoutCurrency.In(batch), i))},
		settledOn:   calendar.Day(datasets.SettledOn.In(batch).Value(i)),
		arrival:     strings.Clone(nullable.Code(datasets.ArrivalCode.In(batch), i)),
		arrivedPart: minor(datasets.ArrivedSum.In(batch), i),
		isRejected:  conflicts.IsValid(i) && conflicts.Value(i),
		isMissable:  !slices.Contains(unsent, status) && !(tests.IsValid(i) && tests.Value(i)),
	}
	if arrived := datasets.LastArrivedOn.In(batch); arrived.IsValid(i) {
		on := calendar.Day(arrived.Value(i))
		p.arrivedOn = &on
	}
	return p
}

// assignSellers gives transactions that name no seller the seller of the payout
// that they name, or of the bank receipt, where there is only one (D45).
func assignSellers(rows []*transaction, payouts []*payout) {
	const several = "\x00"
	sellers := make(map[string]string)
	add := func(name string, p *payout) {
		if known, ok := sellers[name]; ok && known != p.seller {
			sellers[name] = several
			return
		}
		sellers[name] = p.seller
	}
	for _, p := range payouts {
		add("payout "+p.payout, p)
		for _, number := range p.numbers {
			add("number "+number, p)
		}
	}
	for _, x := range rows {
		if x.seller != "" {
			continue
		}
		seller := sellers["payout "+x.payout]
		if seller == "" {
			seller = sellers["number "+x.number]
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
