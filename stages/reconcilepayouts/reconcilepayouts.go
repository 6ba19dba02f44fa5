package reconcilepayouts

import (
	"context"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Stage ties payouts out.
var Stage = &pipeline.Stage{
	Name: "reconcile_payouts",
	Doc: `Ties each payout out against the sum of its lines, its other copy, the accruals of its postings, and what came in at provider and bank.

B20: the sum of the lines against the amount before conversion, or the payout amount when that has their currency.
B21: amount, settlement date and arrival date of both copies, per payout; a payout that only one of them has is listed for sellers who have both.
R09: lines against the accruals of the same postings, in the currency of both; what is not compared is counted beside, with the reason.
D18: accruals of an order with several postings are of none of them: they are counted, never shared out.
A36 B22: what came in is as match_receipts ties it.
D49: a difference of one minor unit is unreconciled: it is shown and never spread.
D22: without accruals of the seller there are no rows against them; nor for days that they do not cover.
9.2: a payout without line detail has nothing to be compared with; one that is rejected as a whole is not compared.`,
	Scope: datasets.ByPayout,
	Inputs: []*pipeline.Dataset{
		datasets.Payouts, datasets.DistinctParts, datasets.SettlementSpans, datasets.AccrualSums, datasets.AccrualSpans, datasets.ReceiptTies,
	},
	Outputs: []*pipeline.Dataset{datasets.PayoutReconciliation},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	copies, err := readCopies(t)
	if err != nil {
		return err
	}
	accruals, err := readAccruals(t)
	if err != nil {
		return err
	}
	w := tieWriter{nullable.NewWriter(t, datasets.PayoutReconciliation), t.Pack}
	defer w.Release()
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		w.tieBatch(batch, copies, accruals)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return handOnReceipts(t)
}

// tieBatch ties payouts with what Ozon itself says of them.
func (w *tieWriter) tieBatch(batch arrow.Record, copies map[payoutID]*pair, accruals *accruals) {
	sellers, ids, conflicts := datasets.SellerID.In(batch), datasets.PayoutID.In(batch), datasets.IsConflict.In(batch)
	amounts, currencies := datasets.PayoutAmount.In(batch), datasets.PayoutCurrency.In(batch)
	sources, sourceCurrencies := datasets.SourceAmount.In(batch), datasets.SourceCurrency.In(batch)
	lines, sums, linesCurrencies := datasets.PartLines.In(batch), datasets.PartAmount.In(batch), datasets.LinesCurrency.In(batch)
	settled := datasets.SettledOn.In(batch)
	for i := range int(batch.NumRows()) {
		if nullable.IsTrue(conflicts, i) {
			continue
		}
		id := payoutID{nullable.Code(sellers, i), nullable.Text(ids, i)}
		if lines.Value(i) > 0 {
			sum := amount{nullable.Value(sums, i), nullable.Code(linesCurrencies, i)}
			w.write(id, tieLines(
				amount{nullable.Value(amounts, i), nullable.Code(currencies, i)},
				amount{nullable.Value(sources, i), nullable.Code(sourceCurrencies, i)},
				sum,
			))
			if tie, ok := accruals.tieAccruals(id, lines.Value(i), sum, settled.Value(i)); ok {
				w.write(id, tie)
			}
		}
		if pair, ok := copies[id]; ok {
			w.write(id, tieCopies(*pair))
		}
	}
}

// A tieWriter writes rows of the mart that are not against receipts.
type tieWriter struct {
	nullable.Writer
	pack string
}

func (w *tieWriter) write(id payoutID, of tie) {
	w.Code(datasets.SellerID, id.seller)
	w.Text(datasets.PayoutID, id.payout)
	w.Code(datasets.Against, of.against)
	w.Money(datasets.PayoutSide, of.here)
	w.Money(datasets.OtherAmount, of.there)
	w.Money(datasets.TieDifference, of.difference)
	w.Code(datasets.TieCurrency, of.currency)
	w.Code(datasets.TieState, of.state)
	w.Days(datasets.DaysApart, of.daysApart)
	w.Code(datasets.TieRules, of.ruleIDs)
	w.Code(datasets.TieMethod, "")
	w.Code(datasets.TieReason, of.reason)
	w.IntOrNull(datasets.OtherRows, of.otherRows)
	w.IntOrNull(datasets.GroupPayouts, nil)
	w.Money(datasets.GroupAmount, nil)
	w.Money(datasets.GroupOther, nil)
	var compared, incomparable, shared, unaccrued, leftOut *int64
	if a := of.accrued; a != nil {
		compared, incomparable, shared, unaccrued, leftOut = &a.lines, &a.incomparable, &a.shared, &of.unaccrued, &a.leftOut
	}
	w.IntOrNull(datasets.ComparedLines, compared)
	w.IntOrNull(datasets.IncomparableLines, incomparable)
	w.IntOrNull(datasets.SharedLines, shared)
	w.IntOrNull(datasets.TieUnaccrued, unaccrued)
	w.IntOrNull(datasets.LeftOutAccruals, leftOut)
	w.Code(datasets.PolicyPack, w.pack)
}
