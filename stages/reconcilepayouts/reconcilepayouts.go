package reconcilepayouts

import (
	"context"
	"maps"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage ties payouts out.
var Stage = &pipeline.Stage{
	Name: "reconcile_payouts",
	Doc: `Ties each payout out against the sum of its lines, its other copy, the accruals of its postings, and what came in at provider and bank.

B20: the sum of the lines against the amount before conversion, or the payout amount when that has their currency.
B21: amount, settlement date and arrival date of both copies, per payout; a payout that only one of them has is listed for sellers who have both.
R09: lines against the accruals of the same postings, in the currency of both; what is not compared is counted beside, with the reason.
D18: accruals of an order with several postings are of none of them: they are counted, never shared out.
A36 B22: completed receipts by the payout, batch or bank receipt that they name; then one receipt of exactly what a settlement batch still misses; then the only exact covering within receipt_window_days of the arrival. Several coverings are unreconciled, never chosen from.
A33: a payout processed by bank transfer is looked for at the bank; so are the withdrawals of providers, for what they credit.
D45: a receipt that names no seller has the seller of the payout or bank receipt that it names.
D49: a difference of one minor unit is unreconciled: it is shown and never spread. Payouts that came in together tie with their own amounts only if the sums are equal.
D22: without accruals, provider or bank statement of the seller there are no rows against them; nor for days that they do not cover.
D06: what was completed after the as-of date is not known.
A30: a verification transfer that nothing came in for is not missed.
9.2: a payout without line detail has nothing to be compared with; one that is rejected as a whole is not compared.
9.9: reversed receipts and those that they undo do not count.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.Payouts, datasets.PayoutParts, datasets.AccrualSums, datasets.Withdrawals, datasets.PolicyValues, datasets.Calendar,
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
	transactions, err := readTransactions(t)
	if err != nil {
		return err
	}
	w := tieWriter{nullable.Writer{Builder: pipeline.NewBuilder(t.Mem, datasets.PayoutReconciliation)}, t.Pack}
	defer w.Builder.Release()
	var payouts []*payout // where they are held against receipts
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return err
		}
		w.tieBatch(batch, copies, accruals)
		if len(transactions) > 0 {
			payouts = append(payouts, readPayouts(batch)...)
		}
	}
	if len(payouts) > 0 {
		if err := w.tieReceipts(t, payouts, transactions); err != nil {
			return err
		}
	}
	if w.Err != nil {
		return w.Err
	}
	ties := w.Builder.Record()
	defer ties.Release()
	return t.Write(datasets.PayoutReconciliation, ties)
}

// tieBatch ties payouts with what Ozon itself says of them.
func (w *tieWriter) tieBatch(batch arrow.Record, copies map[payoutID]pair, accruals *accruals) {
	sellers, ids, conflicts := datasets.SellerID.In(batch), datasets.PayoutID.In(batch), datasets.IsConflict.In(batch)
	amounts, currencies := datasets.PayoutAmount.In(batch), datasets.PayoutCurrency.In(batch)
	sources, sourceCurrencies := datasets.SourceAmount.In(batch), datasets.SourceCurrency.In(batch)
	lines, sums, linesCurrencies := datasets.PartLines.In(batch), datasets.PartAmount.In(batch), datasets.LinesCurrency.In(batch)
	settled := datasets.SettledOn.In(batch)
	for i := range int(batch.NumRows()) {
		if conflicts.IsValid(i) && conflicts.Value(i) {
			continue
		}
		id := payoutID{nullable.Code(sellers, i), nullable.Text(ids, i)}
		if lines.Value(i) > 0 {
			sum := amount{minor(sums, i), nullable.Code(linesCurrencies, i)}
			w.write(id, tieLines(
				amount{minor(amounts, i), nullable.Code(currencies, i)},
				amount{minor(sources, i), nullable.Code(sourceCurrencies, i)},
				sum,
			))
			if tie, ok := accruals.tieAccruals(id, lines.Value(i), sum, settled.Value(i)); ok {
				w.write(id, tie)
			}
		}
		if pair, ok := copies[id]; ok {
			w.write(id, tieCopies(pair))
		}
	}
}

// tieReceipts ties payouts with what came in at providers and banks.
func (w *tieWriter) tieReceipts(t *pipeline.Task, payouts []*payout, transactions []*transaction) error {
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	ru, err := policy.Calendar(t, "RU")
	if err != nil {
		return err
	}
	terms, err := readTerms(values, ru, calendar.Day(t.AsOf))
	if err != nil {
		return err
	}
	if err := addNumbers(t, payouts, transactions); err != nil {
		return err
	}
	assignSellers(transactions, payouts)
	bySeller := make(map[string][]*payout)
	for _, p := range payouts {
		bySeller[p.seller] = append(bySeller[p.seller], p)
	}
	statements := statementsOf(transactions, calendar.Day(t.AsOf))
	for _, seller := range slices.Sorted(maps.Keys(bySeller)) {
		if statements[seller] == nil {
			continue
		}
		for _, c := range comparisonsOf(bySeller[seller], statements[seller], terms) {
			for _, tie := range c.ties() {
				w.write(payoutID{seller, tie.id}, tie.tie)
			}
		}
	}
	return nil
}

// minor returns an amount, nil for null.
func minor(column *array.Int64, row int) *int64 {
	if column.IsNull(row) {
		return nil
	}
	value := column.Value(row)
	return &value
}

// A tieWriter writes rows of the mart.
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
	w.Code(datasets.TieMethod, of.method)
	w.Code(datasets.TieReason, of.reason)
	w.IntOrNull(datasets.OtherRows, of.otherRows)
	w.IntOrNull(datasets.GroupPayouts, of.groupPayouts)
	w.Money(datasets.GroupAmount, of.groupAmount)
	w.Money(datasets.GroupOther, of.groupOther)
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
