package reconcilepayouts

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/routing"
	"ozpayout/stages/internal/underway"
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

// readPayouts returns the payouts by seller, with the numbers of bank receipts that are
// asked for.
func readPayouts(t *pipeline.Task, values *policy.ValueTable, numbers map[payoutID][]string) (map[string][]*payout, error) {
	payouts := make(map[string][]*payout)
	for batch, err := range t.Read(datasets.StatementPayouts) {
		if err != nil {
			return nil, err
		}
		read, sent := newPayoutReader(batch), underway.Of(batch, values)
		for row := range int(batch.NumRows()) {
			p := read.payout(row)
			p.numbers = numbers[p.payoutID]
			if p.isMissable, err = sent.Has(row); err != nil {
				return nil, err
			}
			payouts[p.seller] = append(payouts[p.seller], p)
		}
	}
	return payouts, nil
}

// A payoutReader reads payouts of a batch, which they outlive.
type payoutReader struct {
	routes, currencies, statuses, arrivals vector.Codes[string]
	sellers, ids, batches                  *array.String
	amounts, parts                         *array.Int64
	settled, arrived                       *array.Date32
	conflicts                              *array.Boolean
}

func newPayoutReader(batch arrow.Record) *payoutReader {
	return &payoutReader{
		sellers: datasets.StatementOf.In(batch), routes: vector.WordsOf(datasets.Route.In(batch)),
		currencies: vector.WordsOf(datasets.PayoutCurrency.In(batch)),
		statuses:   vector.WordsOf(datasets.AgreedStatus.In(batch)), arrivals: vector.WordsOf(datasets.ArrivalCode.In(batch)),
		ids: datasets.PayoutID.In(batch), batches: datasets.SettlementBatchNo.In(batch),
		amounts: datasets.PayoutAmount.In(batch), parts: datasets.ArrivedSum.In(batch),
		settled: datasets.SettledOn.In(batch), arrived: datasets.LastArrivedOn.In(batch),
		conflicts: datasets.IsConflict.In(batch),
	}
}

func (r *payoutReader) payout(i int) *payout {
	return &payout{
		payoutID: payoutID{nullable.CopyText(r.sellers, i), nullable.CopyText(r.ids, i)}, batch: nullable.CopyText(r.batches, i),
		route: routing.Actual(r.statuses.At(i), r.routes.At(i)), amount: amount{nullable.Value(r.amounts, i), r.currencies.At(i)},
		settledOn: calendar.Day(r.settled.Value(i)), arrival: r.arrivals.At(i), arrivedOn: (*calendar.Day)(nullable.Value(r.arrived, i)), arrivedPart: nullable.Value(r.parts, i),
		isRejected: nullable.IsTrue(r.conflicts, i),
	}
}

// readNumbers returns the numbers of bank receipts that payouts and transactions
// both name, sorted.
func readNumbers(t *pipeline.Task, rows []*transaction) (map[payoutID][]string, error) {
	wanted := make(map[string]bool)
	for _, x := range rows {
		if x.number != "" {
			wanted[x.number] = true
		}
	}
	if len(wanted) == 0 {
		return nil, nil
	}
	found := make(map[payoutID][]string)
	for batch, err := range t.Read(datasets.StatementReceipts) {
		if err != nil {
			return nil, err
		}
		sellers, ids, numbers := datasets.StatementOf.In(batch), datasets.PayoutID.In(batch), datasets.BankReceiptNo.In(batch)
		for i := range int(batch.NumRows()) {
			number := nullable.Text(numbers, i)
			if !wanted[number] {
				continue
			}
			id := payoutID{nullable.CopyText(sellers, i), nullable.CopyText(ids, i)}
			of := found[id]
			if at, isThere := slices.BinarySearch(of, number); !isThere {
				found[id] = slices.Insert(of, at, strings.Clone(number))
			}
		}
	}
	return found, nil
}
