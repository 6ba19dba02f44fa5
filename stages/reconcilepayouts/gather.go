package reconcilepayouts

import (
	"context"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// Statements spreads what [Receipts] holds against each other by seller.
var Statements = &pipeline.Stage{
	Name: "gather_statements",
	Doc: `Puts together by seller what providers and banks say, and the payouts of the sellers of whom they say something.

D06: what was ordered after the as-of date is not known.
D22: without provider or bank statement of the seller nothing is gathered.
D45: a transaction that names no seller has the seller of the payout or bank receipt that it names, if there is only one; else it is nobody's.`,
	Scope:   pipeline.Whole,
	Inputs:  []*pipeline.Dataset{datasets.Withdrawals, datasets.Payouts, datasets.DistinctParts},
	Outputs: []*pipeline.Dataset{datasets.StatementRows, datasets.StatementPayouts, datasets.StatementReceipts},
	Run:     gatherStatements,
}

func gatherStatements(_ context.Context, t *pipeline.Task) error {
	sellers, err := sellersOf(t)
	if err != nil {
		return err
	}
	isStated := make(map[string]bool)
	err = gather(t, datasets.Withdrawals, datasets.StatementRows, func(batch arrow.Record) func(int) string {
		of := sellers.in(batch, calendar.Day(t.AsOf))
		return func(row int) string {
			seller := of(row)
			isStated[seller] = true
			return seller
		}
	})
	delete(isStated, "")
	if err != nil || len(isStated) == 0 {
		return err
	}
	stated := func(batch arrow.Record) vector.Codes[string] {
		return vector.CodesOf(datasets.SellerID.In(batch), func(seller string) string {
			if !isStated[seller] {
				return ""
			}
			return seller
		})
	}
	err = gather(t, datasets.Payouts, datasets.StatementPayouts, func(batch arrow.Record) func(int) string {
		of := stated(batch)
		return of.At
	})
	if err != nil {
		return err
	}
	return gather(t, datasets.DistinctParts, datasets.StatementReceipts, func(batch arrow.Record) func(int) string {
		of, numbers := stated(batch), datasets.BankReceiptNo.In(batch)
		return func(row int) string {
			if numbers.IsNull(row) {
				return ""
			}
			return of.At(row)
		}
	})
}

// gather writes the rows of a table that are of a seller, "" for nobody.
func gather(t *pipeline.Task, from, to *pipeline.Dataset, of func(batch arrow.Record) func(row int) string) error {
	for batch, err := range t.Read(from) {
		if err != nil {
			return err
		}
		if err := gatherBatch(t, batch, to, of(batch)); err != nil {
			return err
		}
	}
	return nil
}

func gatherBatch(t *pipeline.Task, batch arrow.Record, to *pipeline.Dataset, of func(row int) string) error {
	var rows []int32
	sellers := array.NewStringBuilder(t.Mem)
	defer sellers.Release()
	for row := range int(batch.NumRows()) {
		if seller := of(row); seller != "" {
			rows = append(rows, int32(row))
			sellers.Append(seller)
		}
	}
	if len(rows) == 0 {
		return nil
	}
	out := pipeline.DeriveRows(t.Mem, to, batch, rows, map[pipeline.Column]arrow.Array{datasets.StatementOf: sellers.NewArray()})
	defer out.Release()
	return t.Write(to, out)
}

// A reference is what a transaction says that it is of: a payout, or a bank receipt.
type reference struct{ payout, number string } // one of them

// A sellerTable knows the sellers of what transactions without a seller refer to, "" for
// nobody so far. A key is set once: setting it again would put the text of a batch in its place.
type sellerTable map[reference]*string

// several stands for the sellers of a reference that has more than one.
const several = "\x00"

// sellersOf looks for the sellers of what transactions that name none refer to.
func sellersOf(t *pipeline.Task) (sellerTable, error) {
	sellers := make(sellerTable)
	for batch, err := range t.Read(datasets.Withdrawals) {
		if err != nil {
			return nil, err
		}
		ids, payouts, numbers := datasets.SellerID.In(batch), datasets.PayoutID.In(batch), datasets.BankReceiptNo.In(batch)
		if ids.NullN() == 0 {
			continue
		}
		for row := range int(batch.NumRows()) {
			if ids.IsNull(row) {
				sellers.ask(reference{payout: nullable.Text(payouts, row)})
				sellers.ask(reference{number: nullable.Text(numbers, row)})
			}
		}
	}
	if len(sellers) == 0 {
		return sellers, nil
	}
	for batch, err := range t.Read(datasets.Payouts) {
		if err != nil {
			return nil, err
		}
		ids, payouts := datasets.SellerID.In(batch), datasets.PayoutID.In(batch)
		for row := range int(batch.NumRows()) {
			sellers.add(reference{payout: nullable.Text(payouts, row)}, nullable.Code(ids, row))
		}
	}
	for batch, err := range t.Read(datasets.DistinctParts) {
		if err != nil {
			return nil, err
		}
		ids, numbers := datasets.SellerID.In(batch), datasets.BankReceiptNo.In(batch)
		for row := range int(batch.NumRows()) {
			sellers.add(reference{number: nullable.Text(numbers, row)}, nullable.Code(ids, row))
		}
	}
	return sellers, nil
}

// ask notes that the seller of a reference is looked for.
func (s sellerTable) ask(of reference) {
	if _, isAsked := s[of]; !isAsked && of != (reference{}) {
		s[reference{strings.Clone(of.payout), strings.Clone(of.number)}] = new("")
	}
}

// add notes a seller of a reference, if it is looked for.
func (s sellerTable) add(of reference, seller string) {
	switch known := s[of]; {
	case known == nil || *known == seller:
	case *known == "":
		*known = strings.Clone(seller)
	default:
		*known = several
	}
}

// of returns the seller of a reference, "" where nobody asked for it or knows.
func (s sellerTable) of(what reference) string {
	if known := s[what]; known != nil {
		return *known
	}
	return ""
}

// in returns whose the transactions of a batch are, "" for one that is nobody's or was
// ordered after the as-of date.
func (s sellerTable) in(batch arrow.Record, asOf calendar.Day) func(row int) string {
	ids, created := vector.WordsOf(datasets.SellerID.In(batch)), datasets.WithdrawalCreatedAt.In(batch)
	payouts, numbers := datasets.PayoutID.In(batch), datasets.BankReceiptNo.In(batch)
	return func(row int) string {
		if created.IsNull(row) || calendar.MoscowDay(created.Value(row)) > asOf {
			return ""
		}
		seller := ids.At(row)
		if seller == "" {
			seller = s.of(reference{payout: nullable.Text(payouts, row)})
		}
		if seller == "" {
			seller = s.of(reference{number: nullable.Text(numbers, row)})
		}
		if seller == several {
			return ""
		}
		return seller
	}
}
