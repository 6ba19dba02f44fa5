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

// Receipts ties payouts with what came in at providers and banks. It looks at all
// payouts of a seller together.
var Receipts = &pipeline.Stage{
	Name: "match_receipts",
	Doc: `Finds what came in at provider and bank for which payouts.

A36 B22: completed receipts by the payout, batch or bank receipt that they name; then one receipt of exactly what a settlement batch still misses; then the only exact covering within receipt_window_days of the arrival. Several coverings are unreconciled, never chosen from.
A33: a payout processed by bank transfer is looked for at the bank; so are the withdrawals of providers, for what they credit.
D49: a difference of one minor unit is unreconciled: it is shown and never spread. Payouts that came in together tie with their own amounts only if the sums are equal.
D22: without provider or bank statement of the seller there are no rows against them; nor for days that they do not cover.
D06: what was completed after the as-of date is not known.
A30 D04 D21 R02: a verification transfer that nothing came in for is not missed, nor is a payout that is returned, cancelled or carried over.
9.2: a payout that is rejected as a whole is not compared.
9.9: reversed receipts and those that they undo do not count; what came in and may have been undone is unreconciled.`,
	Scope:   datasets.ByStatement,
	Inputs:  []*pipeline.Dataset{datasets.StatementRows, datasets.StatementPayouts, datasets.StatementReceipts, datasets.PolicyValues, datasets.Calendar},
	Outputs: []*pipeline.Dataset{datasets.ReceiptTies},
	Run:     matchReceipts,
}

func matchReceipts(_ context.Context, t *pipeline.Task) error {
	transactions, err := readTransactions(t)
	if err != nil || len(transactions) == 0 {
		return err
	}
	numbers, err := readNumbers(t, transactions)
	if err != nil {
		return err
	}
	statements := statementsOf(transactions, calendar.Day(t.AsOf))
	values, err := policy.Values(t)
	if err != nil {
		return err
	}
	payouts, err := readPayouts(t, values, numbers)
	if err != nil || len(payouts) == 0 {
		return err
	}
	terms, err := readTerms(t, values)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.ReceiptTies)
	defer w.Release()
	for _, seller := range slices.Sorted(maps.Keys(payouts)) {
		of := statements[seller]
		if of == nil {
			continue
		}
		for _, c := range comparisonsOf(payouts[seller], of, terms) {
			for _, tie := range c.ties() {
				writeReceipt(&w, payoutID{seller, tie.id}, tie.receiptTie)
				w.Code(datasets.PolicyPack, t.Pack)
			}
		}
	}
	return w.Flush()
}

// A receiptTie is the outcome of a comparison with receipts.
type receiptTie struct {
	tie
	method                  string // what tied them
	groupPayouts            *int64 // payouts that came in together
	groupAmount, groupOther *int64 // sums of those payouts and their receipts
}

func writeReceipt(w *nullable.Writer, id payoutID, of receiptTie) {
	w.Code(datasets.SellerID, id.seller)
	w.Text(datasets.PayoutID, id.payout)
	w.Code(datasets.Against, of.against)
	w.Money(datasets.ReceiptPayoutSide, of.here)
	w.Money(datasets.ReceiptOther, of.there)
	w.Money(datasets.ReceiptDifference, of.difference)
	w.Code(datasets.ReceiptCurrency, of.currency)
	w.Code(datasets.ReceiptState, of.state)
	w.Days(datasets.DaysApart, of.daysApart)
	w.Code(datasets.ReceiptRules, of.ruleIDs)
	w.Code(datasets.TieMethod, of.method)
	w.Code(datasets.ReceiptReason, of.reason)
	w.IntOrNull(datasets.ReceiptRows, of.otherRows)
	w.IntOrNull(datasets.GroupPayouts, of.groupPayouts)
	w.Money(datasets.ReceiptGroup, of.groupAmount)
	w.Money(datasets.ReceiptGroupOther, of.groupOther)
}

// handOnReceipts makes rows of the mart of the ties with receipts.
func handOnReceipts(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.ReceiptTies) {
		if err != nil {
			return err
		}
		rows := int(batch.NumRows())
		columns := make(map[pipeline.Column]arrow.Array)
		for to, from := range map[pipeline.Column]arrow.Array{
			datasets.PayoutSide: datasets.ReceiptPayoutSide.In(batch), datasets.OtherAmount: datasets.ReceiptOther.In(batch),
			datasets.TieDifference: datasets.ReceiptDifference.In(batch), datasets.TieCurrency: datasets.ReceiptCurrency.In(batch),
			datasets.TieState: datasets.ReceiptState.In(batch), datasets.TieRules: datasets.ReceiptRules.In(batch),
			datasets.TieReason: datasets.ReceiptReason.In(batch), datasets.OtherRows: datasets.ReceiptRows.In(batch),
			datasets.GroupAmount: datasets.ReceiptGroup.In(batch), datasets.GroupOther: datasets.ReceiptGroupOther.In(batch),
		} {
			from.Retain()
			columns[to] = from
		}
		for _, none := range []*pipeline.Int{
			datasets.ComparedLines, datasets.IncomparableLines, datasets.SharedLines, datasets.TieUnaccrued, datasets.LeftOutAccruals,
		} {
			columns[none] = array.MakeArrayOfNull(t.Mem, none.Type().Arrow(), rows)
		}
		out := pipeline.Derive(datasets.PayoutReconciliation, batch, columns)
		err := t.Write(datasets.PayoutReconciliation, out)
		out.Release()
		if err != nil {
			return err
		}
	}
	return nil
}
