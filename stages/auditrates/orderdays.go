package auditrates

import (
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// orderDays are the first and last day on which the orders of a payout were made,
// known if every order has a day.
type orderDays struct {
	areKnown    bool
	first, last calendar.Day
}

// An orderBook has the order days of all payouts.
type orderBook struct {
	payouts *join.Numbers
	at      map[payoutKey]int32 // in spans
	spans   []orderDays
}

// A payoutKey is the numbers of a seller and of a payout id.
type payoutKey struct{ seller, payout int32 }

func (b *orderBook) of(seller int32, payout string) orderDays {
	number, isKnown := b.payouts.Find(payout)
	if !isKnown {
		return orderDays{}
	}
	at, isKnown := b.at[payoutKey{seller, int32(number)}]
	if !isKnown {
		return orderDays{}
	}
	return b.spans[at]
}

// readOrderDays merges the spans of all partitions.
func readOrderDays(t *pipeline.Task, names *vector.Names) (*orderBook, error) {
	book := &orderBook{payouts: join.NewNumbers(0), at: make(map[payoutKey]int32)}
	for batch, err := range t.Read(datasets.OrderDays) {
		if err != nil {
			return nil, err
		}
		sellers, payouts := vector.CodesOf(datasets.SellerID.In(batch), names.Number), datasets.PayoutID.In(batch)
		firsts, lasts := datasets.FirstOrderOn.In(batch), datasets.LastOrderOn.In(batch)
		undated := datasets.UndatedOrders.In(batch).Int64Values()
		for i := range int(batch.NumRows()) {
			part := orderDays{firsts.IsValid(i) && undated[i] == 0, calendar.Day(firsts.Value(i)), calendar.Day(lasts.Value(i))}
			number, isKnown := book.payouts.Find(nullable.Text(payouts, i))
			if !isKnown {
				number, _ = book.payouts.Of(strings.Clone(nullable.Text(payouts, i))) // it outlives its batch
			}
			key := payoutKey{sellers.At(i), int32(number)}
			at, isKnown := book.at[key]
			if !isKnown {
				book.at[key] = int32(len(book.spans))
				book.spans = append(book.spans, part)
				continue
			}
			known := &book.spans[at]
			*known = orderDays{part.areKnown && known.areKnown, min(part.first, known.first), max(part.last, known.last)}
		}
	}
	return book, nil
}
