package findorderdays

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/vector"
)

// A span is the run of days on which the orders of a payout were made.
type span struct {
	row         int32 // first payment row of the payout
	hasDay      bool
	first, last calendar.Day
	undated     int64 // payment rows whose order has no day
}

func (s *span) add(day calendar.Day) {
	if !s.hasDay {
		s.hasDay, s.first, s.last = true, day, day
		return
	}
	s.first, s.last = min(s.first, day), max(s.last, day)
}

// spansOf returns the spans of converted payouts that have an order.
func spansOf(payments arrow.Record, days *postings) []span {
	rates, amounts := datasets.AppliedRate.In(payments), datasets.SourceAmount.In(payments)
	numbers, orders := datasets.PostingNumber.In(payments), datasets.OrderID.In(payments)
	sellers, payouts := vector.WordsOf(datasets.SellerID.In(payments)), datasets.PayoutID.In(payments)
	postings := days.byNumber.FirstOfEach(numbers)
	known := make([]register, len(sellers.Entries))
	for i := range known {
		known[i].payouts = join.NewNumbers(int(payments.NumRows()) / len(known))
	}
	found := make([]span, 0, payments.NumRows()/2) // a payout has orders in many partitions
	for row := range int(payments.NumRows()) {
		isConverted := rates.IsValid(row) || amounts.IsValid(row)
		if !isConverted || numbers.IsNull(row) && orders.IsNull(row) {
			continue
		}
		number, isNew := known[sellers.Index(row)].of(payouts.Value(row), len(found))
		if isNew {
			found = append(found, span{row: int32(row)})
		}
		of := &found[number]
		hasDay := false
		if numbers.IsValid(row) {
			hasDay = days.addDay(of, int(postings[row]))
		} else {
			hasDay = days.addOrder(of, orders.Value(row))
		}
		if !hasDay {
			of.undated++
		}
	}
	return found
}

// A register knows the spans of one seller.
type register struct {
	payouts *join.Numbers
	spans   []int32 // by number
}

// of returns the number of the span of a payout, the next one when it first comes.
func (r *register) of(payout string, next int) (span int, isNew bool) {
	number, isNew := r.payouts.Of(payout)
	if isNew {
		r.spans = append(r.spans, int32(next))
	}
	return int(r.spans[number]), isNew
}
