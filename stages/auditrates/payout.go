package auditrates

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// A conversion is a payout that was sent in another currency than its source.
// Sellers and currencies are numbers of names.
type conversion struct {
	row               int32 // of the batch
	seller            int32
	settledOn         calendar.Day
	isTest            bool
	currency, against int32 // the rate is units of against for one of currency; 0 = source not known
	applied, amounts  price
}

const rouble = "RUB"

// A reader reads rows of payouts.
type reader struct {
	seller, currency, source vector.Codes[int32]
	payout                   *array.String
	settled                  []arrow.Date32
	amount                   []int64
	sourceAmount, rate       *array.Int64
	isTest, isConflict       *array.Boolean
	rouble                   int32
}

func newReader(rec arrow.Record, names *vector.Names) reader {
	return reader{
		seller: vector.CodesOf(datasets.SellerID.In(rec), names.Number), currency: vector.CodesOf(datasets.PayoutCurrency.In(rec), names.Number),
		source: vector.CodesOf(datasets.SourceCurrency.In(rec), names.Number), payout: datasets.PayoutID.In(rec),
		settled: datasets.SettledOn.In(rec).Date32Values(), amount: datasets.PayoutAmount.In(rec).Int64Values(),
		sourceAmount: datasets.SourceAmount.In(rec), rate: datasets.AppliedRate.In(rec),
		isTest: datasets.IsTestTransfer.In(rec), isConflict: datasets.IsConflict.In(rec), rouble: names.Number(rouble),
	}
}

// conversions returns the rows that can be audited: not payouts that are settled after
// the as-of date, were not converted, say nothing of their rate, or are rejected as a whole.
func (r *reader) conversions(asOf calendar.Day) (found []conversion) {
	for i := range r.settled {
		if calendar.Day(r.settled[i]) > asOf || nullable.IsTrue(r.isConflict, i) || r.source.At(i) == r.currency.At(i) || r.rate.IsNull(i) && r.sourceAmount.IsNull(i) {
			continue
		}
		found = append(found, r.conversion(i))
	}
	return found
}

func (r *reader) conversion(i int) conversion {
	c := conversion{row: int32(i), seller: r.seller.At(i), settledOn: calendar.Day(r.settled[i]), isTest: nullable.IsTrue(r.isTest, i)}
	source, currency := r.source.At(i), r.currency.At(i)
	if r.rate.IsValid(i) {
		c.applied = decimal(r.rate.Value(i))
		// Without a source currency a rate can only be the one against the rouble (9.2).
		if source == 0 && currency != r.rouble {
			source = r.rouble
		}
	}
	if source == 0 {
		return c
	}
	if r.sourceAmount.IsValid(i) {
		c.amounts = ratio(r.sourceAmount.Value(i), r.amount[i])
	}
	c.currency, c.against = currency, source
	if currency == r.rouble {
		// The bank prices the other currency.
		c.currency, c.against = source, r.rouble
		c.amounts = price{c.amounts.den, c.amounts.num}
	}
	return c
}

// ratio returns the price that two amounts give, none unless both are above zero.
func ratio(num, den int64) price {
	if num <= 0 || den <= 0 {
		return price{}
	}
	return price{num, den}
}

// implied returns the rate of the payout and what it is taken from.
func (c *conversion) implied() (rate price, from string) {
	switch {
	case c.applied.isKnown():
		return c.applied, "applied_rate"
	case c.amounts.isKnown():
		return c.amounts, "amounts"
	}
	return price{}, ""
}
