package load

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/nullable"
)

// payoneerRow is a debit or a credit of a Payoneer account.
type payoneerRow struct {
	row                               int
	file, seller, account, txn        string
	kind, currency, status, reference string
	former                            string // status that an older export shows of a reversed row
	at                                arrow.Timestamp
	credit, debit, balance            *int64 // minor units; either credit or debit is there
}

// loadPayoneer turns Payoneer's rows into withdrawals.
func loadPayoneer(t *pipeline.Task) error {
	raw := datasets.RawPayoneer
	rec, err := pipeline.Collect(t, raw)
	if err != nil {
		return err
	}
	defer rec.Release()
	if rec.NumRows() == 0 {
		return nil
	}
	resolver := resolver{dataset: raw, key: raw.Key}
	res := resolver.resolve(t, rec)
	orders, err := readDateOrders(t)
	if err != nil {
		return err
	}
	rows := readPayoneer(t, rec, orders, res.class)
	former := formerStatuses(raw, rec, res.class)
	for i := range rows {
		rows[i].former = former.of(rec, rows[i].row)
	}
	settle(t, raw, rec, allRows(rec), res.class)
	w := nullable.NewWriter(t, datasets.WithdrawalRows)
	defer w.Release()
	for _, together := range byMoment(rows) {
		writeTogether(t, &w, rec, together)
	}
	return w.Flush()
}

// readPayoneer reads the rows that are used; those without a moment or a direction
// are quarantined.
func readPayoneer(t *pipeline.Task, rec arrow.Record, orders map[string]dateOrder, class []pipeline.Class) []payoneerRow {
	dates, clocks, zones := datasets.PayoneerDate.In(rec), datasets.PayoneerTime.In(rec), datasets.PayoneerZone.In(rec)
	credits, debits, balances := datasets.PayoneerCredit.In(rec), datasets.PayoneerDebit.In(rec), datasets.WithdrawalRunningBalance.In(rec)
	var rows []payoneerRow
	for row := range int(rec.NumRows()) {
		if class[row] != pipeline.Loaded {
			continue
		}
		file := nullable.Code(pipeline.FromFile.In(rec), row)
		reject := func(column pipeline.Column, raw, code, message string) {
			class[row] = pipeline.Quarantined
			t.Reject(pipeline.Finding{
				File: file, Sheet: sheetOf(datasets.RawPayoneer, rec, int32(row)), Row: pipeline.FromRow.In(rec).Value(row),
				Column: column.ColumnName(), Code: code, Raw: raw, Severity: pipeline.Fault, Dataset: datasets.RawPayoneer.Name, Message: message,
			})
		}
		order := dateOrder(nullable.Code(datasets.PayoneerDateOrder.In(rec), row))
		if order == unknownOrder {
			order = orders[file]
		}
		at, ok := momentOf(order, dates.Value(row), clocks.Value(row), zones.Value(row))
		switch {
		case order == unknownOrder:
			reject(datasets.PayoneerDate, dates.Value(row), "date_order_unknown", "No date of the file tells day from month: configure date_order as mdy, dmy or ymd.")
			continue
		case !ok:
			reject(datasets.PayoneerDate, dates.Value(row)+" "+clocks.Value(row)+" "+zones.Value(row), "not_an_instant", "Date, time and time zone make no moment: expected such as 06/20/2024, 11:05:00 and UTC+8.")
			continue
		case credits.IsValid(row) == debits.IsValid(row):
			reject(datasets.PayoneerCredit, "", "one_direction_expected", "Either the credit or the debit must be filled.")
			continue
		}
		rows = append(rows, payoneerRow{
			row: row, file: file, at: arrow.Timestamp(at.UnixMicro()),
			credit: nullable.Value(credits, row), debit: nullable.Value(debits, row), balance: nullable.Value(balances, row),
			seller: nullable.Code(datasets.SellerID.In(rec), row), account: nullable.Text(datasets.WithdrawalProviderAccount.In(rec), row),
			txn: datasets.WithdrawalTxnID.In(rec).Value(row), kind: nullable.Code(datasets.PayoneerKind.In(rec), row),
			currency: nullable.Code(datasets.WithdrawalCurrency.In(rec), row), status: nullable.Code(datasets.WithdrawalStatus.In(rec), row),
			reference: nullable.Text(datasets.WithdrawalReference.In(rec), row),
		})
	}
	return rows
}

// byMoment groups the rows that share account and moment, in the order of both.
func byMoment(rows []payoneerRow) [][]payoneerRow {
	slices.SortStableFunc(rows, func(a, b payoneerRow) int {
		return cmp.Or(cmp.Compare(a.account, b.account), cmp.Compare(a.at, b.at), cmp.Compare(a.txn, b.txn), cmp.Compare(a.currency, b.currency))
	})
	var groups [][]payoneerRow
	for i, r := range rows {
		if i == 0 || rows[i-1].account != r.account || rows[i-1].at != r.at {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], r)
	}
	return groups
}

// writeTogether writes the rows of one account and moment: a debit and a credit of
// another currency that are alone become one conversion.
func writeTogether(t *pipeline.Task, w *nullable.Writer, rec arrow.Record, rows []payoneerRow) {
	debit, credit, ok := conversion(rows)
	switch {
	case ok:
		writePayoneer(w, rec, debit, credit)
		return
	case hasSides(rows):
		t.Reject(pipeline.Finding{
			File: rows[0].file, Row: pipeline.FromRow.In(rec).Value(rows[0].row), Code: "conversion_unpaired", Severity: pipeline.Warning,
			Dataset: datasets.RawPayoneer.Name, Message: "Debits and credits of several currencies share a moment, but not one of each: they stay apart.",
		})
	}
	for i := range rows {
		writePayoneer(w, rec, &rows[i], nil)
	}
}

// conversion returns the two sides of a conversion.
func conversion(rows []payoneerRow) (debit, credit *payoneerRow, ok bool) {
	if len(rows) != 2 || rows[0].currency == rows[1].currency {
		return nil, nil, false
	}
	debit, credit = &rows[0], &rows[1]
	if debit.debit == nil {
		debit, credit = credit, debit
	}
	return debit, credit, debit.debit != nil && credit.credit != nil
}

// hasSides reports whether there are a debit and a credit of different currencies.
func hasSides(rows []payoneerRow) bool {
	return slices.ContainsFunc(rows, func(a payoneerRow) bool {
		return a.debit != nil && slices.ContainsFunc(rows, func(b payoneerRow) bool { return b.credit != nil && b.currency != a.currency })
	})
}

// writePayoneer writes a row as a withdrawal; with a credit it is a conversion.
func writePayoneer(w *nullable.Writer, rec arrow.Record, r, credit *payoneerRow) {
	kind, amount := r.kind, r.debit
	if amount == nil {
		amount = r.credit
	}
	if kind == "unknown" || kind == "" {
		kind = "other"
	}
	var rate, payout *int64
	payoutCurrency := ""
	if credit != nil {
		kind, payout, payoutCurrency = "conversion", credit.credit, credit.currency
		rate = rateOf(*credit.credit, *r.debit)
	}
	w.Code(datasets.SellerID, r.seller)
	w.Code(datasets.Provider, "payoneer")
	w.Text(datasets.WithdrawalProviderAccount, r.account)
	w.Text(datasets.WithdrawalTxnID, r.txn)
	w.Code(datasets.WithdrawalTxnType, kind)
	w.Instant(datasets.WithdrawalCreatedAt, &r.at)
	w.Instant(datasets.WithdrawalCompletedAt, &r.at)
	w.Code(datasets.WithdrawalStatus, r.status)
	w.Money(datasets.WithdrawalAmount, amount)
	w.Code(datasets.WithdrawalCurrency, r.currency)
	w.Money(datasets.WithdrawalFeeAmount, nil)
	w.Code(datasets.WithdrawalFeeCurrency, "")
	w.Rate(datasets.WithdrawalExecutedRate, rate)
	w.Money(datasets.WithdrawalPayoutAmount, payout)
	w.Code(datasets.WithdrawalPayoutCurrency, payoutCurrency)
	w.Instant(datasets.WithdrawalAvailableAt, nil)
	w.Instant(datasets.WithdrawalBookedAt, nil)
	w.Text(datasets.OrderID, "")
	w.Text(datasets.PayoutID, "")
	w.Text(datasets.BankReceiptNo, "")
	w.Money(datasets.WithdrawalRunningBalance, r.balance)
	w.Text(datasets.WithdrawalReference, r.reference)
	w.Instant(datasets.ExportedAt, nil)
	w.Code(pipeline.FromFile, r.file)
	w.Code(pipeline.FromSheet, nullable.Code(pipeline.FromSheet.In(rec), r.row))
	w.Int(pipeline.FromRow, pipeline.FromRow.In(rec).Value(r.row))
	w.Code(datasets.FormerStatus, r.former)
}

// rateOf returns credit / debit at the scale of rates, rounded half up; nil where it
// does not fit.
func rateOf(credit, debit int64) *int64 {
	if debit <= 0 || credit <= 0 {
		return nil
	}
	rate := big.NewRat(credit, debit)
	return fxrate.Rounded(rate.Mul(rate, big.NewRat(pipeline.RateScale, 1)))
}
