package reconcilepayouts

import (
	"cmp"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// An accrued payout is what its lines and the accruals of the same postings add
// up to.
type accrued struct {
	currency                      string // of what is compared, "" = nothing is
	isMixed                       bool   // there are several currencies
	lines, amount                 int64
	accruals, sum                 int64
	incomparable, shared, leftOut int64
}

// Why lines do not tie with accruals, beside the reasons of any comparison.
const (
	sharedPostings = "shared_postings" // the postings lie in other payouts too
	ordersOnly     = "orders_only"     // accruals name orders of several postings (D18)
	noAccruals     = "no_accruals"
)

const accrualRules = "R09 D18 D49"

// accruals hold what was accrued, by payout, and the days that accruals cover, by
// seller.
type accruals struct {
	byPayout map[payoutID]*accrued
	covered  map[string]coveredDays
}

type coveredDays struct{ first, last arrow.Date32 }

func readAccruals(t *pipeline.Task) (*accruals, error) {
	a := &accruals{byPayout: make(map[payoutID]*accrued), covered: make(map[string]coveredDays)}
	for batch, err := range t.Read(datasets.AccrualSums) {
		if err != nil {
			return nil, err
		}
		sellers, ids, currencies := datasets.SellerID.In(batch), datasets.PayoutID.In(batch), vector.WordsOf(datasets.AccruedCurrency.In(batch))
		lines, amounts := datasets.ComparedLines.In(batch), datasets.ComparedAmount.In(batch)
		rows, sums := datasets.AccrualRows.In(batch), datasets.AccruedAmount.In(batch)
		incomparable, shared, leftOut := datasets.IncomparableLines.In(batch), datasets.SharedLines.In(batch), datasets.LeftOutAccruals.In(batch)
		for i := range int(batch.NumRows()) {
			id := payoutID{nullable.Code(sellers, i), nullable.Text(ids, i)}
			of := a.byPayout[id]
			if of == nil {
				id = payoutID{strings.Clone(id.seller), strings.Clone(id.payout)}
				of = &accrued{}
				a.byPayout[id] = of
			}
			of.add(accrued{
				currency: currencies.At(i),
				lines:    lines.Value(i), amount: amounts.Value(i), accruals: rows.Value(i), sum: sums.Value(i),
				incomparable: incomparable.Value(i), shared: shared.Value(i), leftOut: leftOut.Value(i),
			})
		}
	}
	for r, err := range nullable.Rows(t, datasets.AccrualSpans) {
		if err != nil {
			return nil, err
		}
		a.covered[r.Code(datasets.SellerID)] = coveredDays{*r.Date(datasets.FirstAccruedOn), *r.Date(datasets.LastAccruedOn)}
	}
	return a, nil
}

// add adds what another partition knows, or what is known in another currency.
func (a *accrued) add(b accrued) {
	a.isMixed = a.isMixed || a.currency != "" && b.currency != "" && a.currency != b.currency
	a.currency = cmp.Or(a.currency, b.currency)
	a.lines, a.amount, a.accruals, a.sum = a.lines+b.lines, a.amount+b.amount, a.accruals+b.accruals, a.sum+b.sum
	a.incomparable, a.shared, a.leftOut = a.incomparable+b.incomparable, a.shared+b.shared, a.leftOut+b.leftOut
}

// tieAccruals compares a payout of so many lines, which add up to sum, with
// accruals. ok is false where none are loaded for its seller, or none of the time of
// its settlement: then there is nothing to say (D22).
func (a *accruals) tieAccruals(id payoutID, lines int64, sum amount, settledOn arrow.Date32) (t tie, ok bool) {
	of := a.byPayout[id]
	if of == nil {
		covered, ok := a.covered[id.seller]
		if !ok || settledOn < covered.first || settledOn > covered.last {
			return tie{}, false
		}
		of = &accrued{}
	}
	t = tie{against: "accruals", ruleIDs: accrualRules, accrued: of, unaccrued: lines - of.lines - of.incomparable - of.shared}
	t.otherRows = &of.accruals
	switch {
	case of.isMixed:
		t.reason = severalCurrencies
	case of.lines > 0:
		here, there := amount{&of.amount, of.currency}, amount{&of.sum, of.currency}
		t.here, t.there, t.currency, t.difference = here.minor, there.minor, of.currency, difference(here, there)
		t.state = ties
		if *t.difference != 0 {
			t.state, t.reason = unreconciled, amountDiffers
		}
	case of.incomparable > 0:
		t.reason = notComparable
	case of.shared > 0:
		t.reason = sharedPostings
	case of.leftOut > 0:
		t.reason = ordersOnly
	default:
		t.here, t.currency, t.state, t.reason = sum.minor, sum.currency, missingThere, noAccruals
	}
	return t, true
}
