package valueexposures

import (
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/underway"
)

// An exposure is the open payouts of a seller, or of ALL, in one currency. Amounts
// are minor units.
type exposure struct {
	exposureKey
	amount, moneyDays big.Int
	payouts, unknown  int64
	oldest            calendar.Day
}

type exposureKey struct{ seller, currency string }

// readExposures adds the open payouts up, in the order of seller and currency.
func readExposures(t *pipeline.Task, values *policy.ValueTable, workdays *calendar.Calendar) ([]*exposure, error) {
	known := make(map[exposureKey]*exposure)
	asOf := calendar.Day(t.AsOf)
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return nil, err
		}
		read, sent := newReader(batch), underway.Of(batch, values)
		for i := range int(batch.NumRows()) {
			settled := calendar.Day(read.settled.Value(i))
			if settled > asOf || !sent.IsOpen(i) {
				continue
			}
			isSent, err := sent.Has(i)
			if err != nil {
				return nil, err
			}
			if !isSent {
				continue
			}
			days, err := workdays.CountWorkingDays(settled, asOf)
			if err != nil {
				return nil, fmt.Errorf("payout %s: %w", read.payout.Value(i), err)
			}
			amount, isKnown := sent.Rest(i)
			for _, seller := range []string{nullable.Code(read.seller, i), datasets.All} {
				of := exposureOf(known, exposureKey{seller, nullable.Code(read.currency, i)}, settled)
				if !isKnown {
					of.unknown++
					continue
				}
				of.payouts++
				of.amount.Add(&of.amount, big.NewInt(amount))
				waited := new(big.Int).Mul(big.NewInt(amount), big.NewInt(int64(days)))
				of.moneyDays.Add(&of.moneyDays, waited)
			}
		}
	}
	return slices.SortedFunc(maps.Values(known), func(a, b *exposure) int {
		return cmp.Or(cmp.Compare(a.seller, b.seller), cmp.Compare(a.currency, b.currency))
	}), nil
}

// exposureOf returns the exposure of a key, which is made when it first comes.
func exposureOf(known map[exposureKey]*exposure, key exposureKey, settled calendar.Day) *exposure {
	of := known[key]
	if of == nil {
		key = exposureKey{strings.Clone(key.seller), strings.Clone(key.currency)}
		of = &exposure{exposureKey: key, oldest: settled}
		known[key] = of
	}
	of.oldest = min(of.oldest, settled)
	return of
}

// A reader reads rows of payouts.
type reader struct {
	seller, currency *array.Dictionary
	payout           *array.String
	settled          *array.Date32
}

func newReader(rec arrow.Record) reader {
	return reader{
		seller: datasets.SellerID.In(rec), currency: datasets.PayoutCurrency.In(rec), payout: datasets.PayoutID.In(rec),
		settled: datasets.SettledOn.In(rec),
	}
}
