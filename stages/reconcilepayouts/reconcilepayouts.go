package reconcilepayouts

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage ties payouts out.
var Stage = &pipeline.Stage{
	Name: "reconcile_payouts",
	Doc: `Ties each payout out against the sum of its lines, and its table copy against its JSON copy.

B20: the sum of the lines against the amount before conversion, or the payout amount when that has their currency.
B21: amount, settlement date and arrival date of both copies, per payout; a payout that only one of them has is listed for sellers who have both.
D49: a difference of one minor unit is unreconciled: it is shown and never spread.
9.2: a payout without line detail has nothing to be compared with; one that is rejected as a whole is not compared.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.Payouts, datasets.PayoutParts},
	Outputs: []*pipeline.Dataset{datasets.PayoutReconciliation},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	copies, err := readCopies(t)
	if err != nil {
		return err
	}
	w := nullable.Writer{Builder: pipeline.NewBuilder(t.Mem, datasets.PayoutReconciliation)}
	defer w.Builder.Release()
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		sellers, ids, conflicts := datasets.SellerID.In(batch), datasets.PayoutID.In(batch), datasets.IsConflict.In(batch)
		amounts, currencies := datasets.PayoutAmount.In(batch), datasets.PayoutCurrency.In(batch)
		sources, sourceCurrencies := datasets.SourceAmount.In(batch), datasets.SourceCurrency.In(batch)
		lines, sums, linesCurrencies := datasets.PartLines.In(batch), datasets.PartAmount.In(batch), datasets.LinesCurrency.In(batch)
		for i := range int(batch.NumRows()) {
			if conflicts.IsValid(i) && conflicts.Value(i) {
				continue
			}
			id := payoutID{nullable.Code(sellers, i), nullable.Text(ids, i)}
			if lines.Value(i) > 0 {
				tieLines(
					amount{minor(amounts, i), nullable.Code(currencies, i)},
					amount{minor(sources, i), nullable.Code(sourceCurrencies, i)},
					amount{minor(sums, i), nullable.Code(linesCurrencies, i)},
				).write(&w, id)
			}
			if pair, ok := copies[id]; ok {
				tieCopies(pair).write(&w, id)
			}
		}
	}
	if w.Err != nil {
		return w.Err
	}
	ties := w.Builder.Record()
	defer ties.Release()
	return t.Write(datasets.PayoutReconciliation, ties)
}

// minor returns an amount, nil for null.
func minor(column *array.Int64, row int) *int64 {
	if column.IsNull(row) {
		return nil
	}
	value := column.Value(row)
	return &value
}

func (s tie) write(w *nullable.Writer, id payoutID) {
	w.Code(datasets.SellerID, id.seller)
	w.Text(datasets.PayoutID, id.payout)
	w.Code(datasets.Against, s.against)
	w.Money(datasets.PayoutSide, s.here)
	w.Money(datasets.OtherAmount, s.there)
	w.Money(datasets.TieDifference, s.difference)
	w.Code(datasets.TieCurrency, s.currency)
	w.Code(datasets.TieState, s.state)
	w.Days(datasets.DaysApart, s.daysApart)
	w.Code(datasets.TieRules, s.ruleIDs)
}
