package auditrates

import (
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

type payoutKey struct{ seller, payout string }

// orderDays are the first and last day on which the orders of a payout were made,
// known if every order has a day.
type orderDays struct {
	areKnown    bool
	first, last calendar.Day
}

// readOrderDays merges the spans of all partitions.
func readOrderDays(t *pipeline.Task) (map[payoutKey]orderDays, error) {
	spans := make(map[payoutKey]orderDays)
	for batch, err := range t.Read(datasets.OrderDays) {
		if err != nil {
			return nil, err
		}
		sellers, payouts := datasets.SellerID.In(batch), datasets.PayoutID.In(batch)
		firsts, lasts, undated := datasets.FirstOrderOn.In(batch), datasets.LastOrderOn.In(batch), datasets.UndatedOrders.In(batch)
		for i := range int(batch.NumRows()) {
			part := orderDays{firsts.IsValid(i) && undated.Value(i) == 0, calendar.Day(firsts.Value(i)), calendar.Day(lasts.Value(i))}
			key := payoutKey{nullable.Code(sellers, i), nullable.Text(payouts, i)}
			if known, isKnown := spans[key]; isKnown {
				part = orderDays{part.areKnown && known.areKnown, min(part.first, known.first), max(part.last, known.last)}
			} else {
				key = payoutKey{strings.Clone(key.seller), strings.Clone(key.payout)}
			}
			spans[key] = part
		}
	}
	return spans, nil
}

// A conversion is a payout that was sent in another currency than its source.
type conversion struct {
	payoutKey
	settledOn         calendar.Day
	isTest            bool
	currency, against string // the rate is units of against for one of currency; "" = source not known
	applied, amounts  price
}

const rouble = "RUB"

// A reader reads rows of payouts.
type reader struct {
	seller, currency, source *array.Dictionary
	payout                   *array.String
	settled                  *array.Date32
	amount, sourceAmount     *array.Int64
	rate                     *array.Int64
	isTest, isConflict       *array.Boolean
}

func newReader(rec arrow.Record) reader {
	return reader{
		seller: datasets.SellerID.In(rec), currency: datasets.PayoutCurrency.In(rec), source: datasets.SourceCurrency.In(rec),
		payout: datasets.PayoutID.In(rec), settled: datasets.SettledOn.In(rec),
		amount: datasets.PayoutAmount.In(rec), sourceAmount: datasets.SourceAmount.In(rec), rate: datasets.AppliedRate.In(rec),
		isTest: datasets.IsTestTransfer.In(rec), isConflict: datasets.IsConflict.In(rec),
	}
}

// conversion returns a row that can be audited: ok is false for payouts that were
// not converted, say nothing of their rate, or are rejected as a whole. Its texts
// live as long as the batch.
func (r reader) conversion(i int) (c conversion, ok bool) {
	source, currency := nullable.Code(r.source, i), nullable.Code(r.currency, i)
	if nullable.IsTrue(r.isConflict, i) || source == currency || r.rate.IsNull(i) && r.sourceAmount.IsNull(i) {
		return conversion{}, false
	}
	c = conversion{
		payoutKey: payoutKey{nullable.Code(r.seller, i), nullable.Text(r.payout, i)},
		settledOn: calendar.Day(r.settled.Value(i)), isTest: nullable.IsTrue(r.isTest, i),
	}
	if r.rate.IsValid(i) {
		c.applied = price{r.rate.Value(i), scale}
		// Without a source currency a rate can only be the one against the rouble (9.2).
		if source == "" && currency != rouble {
			source = rouble
		}
	}
	if source == "" {
		return c, true
	}
	if r.sourceAmount.IsValid(i) {
		c.amounts = ratio(r.sourceAmount.Value(i), r.amount.Value(i))
	}
	c.currency, c.against = currency, source
	if currency == rouble {
		// The bank prices the other currency.
		c.currency, c.against = source, rouble
		c.amounts = price{c.amounts.den, c.amounts.num}
	}
	return c, true
}

// ratio returns the price that two amounts give, none unless both are above zero.
func ratio(num, den int64) price {
	if num <= 0 || den <= 0 {
		return price{}
	}
	return price{num, den}
}

// implied returns the rate of the payout and what it is taken from.
func (c conversion) implied() (rate price, from string) {
	switch {
	case c.applied.isKnown():
		return c.applied, "applied_rate"
	case c.amounts.isKnown():
		return c.amounts, "amounts"
	}
	return price{}, ""
}
