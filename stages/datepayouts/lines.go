package datepayouts

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// lines are the columns of a batch of converted lines that decide.
type lines struct {
	seller vector.Codes[*seller]
	late   vector.Codes[int] // number of the seller among those of late payouts
	payout *array.String

	posting, order *array.String
	postings       []int32 // rows of the postings, -1 = none
	isSale         vector.Codes[bool]
	status         vector.Codes[payoutStatus]
	isBelowMinimum vector.Codes[bool] // held for that reason
	minimum        vector.Codes[policy.MinimumPayout]
	payoutAmount   *array.Int64
	hasPart        vector.Codes[bool] // arrived in part
	hasNoDay       vector.Codes[bool] // arrived without a date
	isTest         *array.Boolean
	confirmedAt    *array.Timestamp
	settledOn      []arrow.Date32
	arrivedOn      *array.Date32
	reported       *array.Int64
	route          *array.Dictionary
	currency       *array.Dictionary

	file vector.Codes[string]
	row  *array.Int64
}

func (d *dater) readLines(rec arrow.Record) *lines {
	numbers, orders := datasets.PostingNumber.In(rec), datasets.OrderID.In(rec)
	return &lines{
		seller:         vector.CodesOf(datasets.SellerID.In(rec), d.sellerOf),
		late:           vector.CodesOf(datasets.SellerID.In(rec), d.late.sellerNumber),
		payout:         datasets.PayoutID.In(rec),
		posting:        numbers,
		order:          orders,
		postings:       d.postings.of(numbers, orders),
		isSale:         vector.CodesOf(datasets.LineCode.In(rec), isSale),
		status:         vector.CodesOf(datasets.StatusCode.In(rec), payoutStatusOf),
		isBelowMinimum: vector.CodesOf(datasets.HoldReason.In(rec), is("below_minimum")),
		minimum:        vector.CodesOf(datasets.PayoutCurrency.In(rec), d.judge.values.MinimumPayout),
		payoutAmount:   datasets.PayoutAmount.In(rec),
		hasPart:        vector.CodesOf(datasets.ArrivalCode.In(rec), is("partially_arrived")),
		hasNoDay:       vector.CodesOf(datasets.ArrivalCode.In(rec), is("unknown")),
		isTest:         datasets.IsTestTransfer.In(rec),
		confirmedAt:    datasets.ConfirmedAt.In(rec),
		settledOn:      datasets.SettledOn.In(rec).Date32Values(),
		arrivedOn:      datasets.ArrivedDay.In(rec),
		reported:       datasets.ReportedDelayDays.In(rec),
		route:          datasets.RouteCode.In(rec),
		currency:       datasets.PayoutCurrency.In(rec),
		file:           vector.WordsOf(datasets.FirstFile.In(rec)),
		row:            datasets.FirstRow.In(rec),
	}
}

func is(code string) func(string) bool { return func(other string) bool { return other == code } }

func (l *lines) place(i int) (file string, row int64) { return l.file.At(i), l.row.Value(i) }

// facts joins a line with its posting, its disputes and its account, in the place
// of another: every fact is set, or has no meaning.
func (l *lines) facts(d *dater, i int, f *facts) {
	posting := int(l.postings[i]) // -1 for a line without one
	settledOn := calendar.Day(l.settledOn[i])
	f.isSale, f.status = l.isSale.At(i), l.status.At(i)
	f.isTestTransfer = nullable.IsTrue(l.isTest, i)
	f.isBelowMinimum, f.hasUnknownArrival = l.isBelowMinimum.At(i), l.hasNoDay.At(i)
	f.minimum, f.payoutAmount = policy.MinimumPayout{}, 0
	if l.payoutAmount.IsValid(i) && !l.hasPart.At(i) {
		f.minimum, f.payoutAmount = l.minimum.At(i), l.payoutAmount.Value(i)
	}
	f.settledOn, f.arrivedOn = settledOn, noDay
	if l.arrivedOn.IsValid(i) {
		f.arrivedOn = calendar.Day(l.arrivedOn.Value(i))
	}
	if f.hasReport = l.reported.IsValid(i); f.hasReport {
		f.reported = l.reported.Value(i)
	}
	if f.seller = l.seller.At(i); f.seller == nil {
		f.seller = noSeller
	}
	f.settledAccount = accountOn(f.seller.accounts, settledOn)
	f.disputes = l.lastClosing(d, posting, i, settledOn)
	f.isOrderCancelled, f.scheme = false, 0
	if posting >= 0 {
		f.isOrderCancelled, f.scheme = d.postings.isCancelled.At(posting), d.postings.scheme.At(posting)
	}
	f.confirmedAt, f.confirmedOn, f.isObserved = l.confirmation(d, posting, i)
}

// confirmation returns when the buyer or the system confirmed: payment history,
// else the delivery as its stand-in (formats.md 9.19). One after the as-of date is not
// known yet (D06); the day is noDay where none is known.
func (l *lines) confirmation(d *dater, posting, i int) (at arrow.Timestamp, on calendar.Day, isObserved bool) {
	if l.confirmedAt.IsValid(i) {
		at = l.confirmedAt.Value(i)
		if on = calendar.MoscowDay(at); on <= d.judge.asOf {
			return at, on, true
		}
	}
	if posting >= 0 && d.postings.deliveredAt.IsValid(posting) {
		at = d.postings.deliveredAt.Value(posting)
		if on = calendar.MoscowDay(at); on <= d.judge.asOf {
			return at, on, false
		}
	}
	return 0, noDay, false
}

// dropUncounted takes a confirmation for none if it lies before the first year of the RU
// calendar: the clock starts at the settlement, and a finding says why (D16, D42).
func (l *lines) dropUncounted(t *pipeline.Task, first calendar.Day, i int, f *facts) {
	if f.confirmedOn == noDay || f.confirmedOn >= first {
		return
	}
	file, row := l.place(i)
	t.Reject(pipeline.Finding{
		File: file, Row: row, Column: datasets.ConfirmedAt.Name, Code: "no_calendar", Raw: f.confirmedOn.String(),
		Severity: pipeline.Warning, Dataset: datasets.RawPaymentHistory.Name,
		Message: "The RU calendar does not know the year in which the order was confirmed: the clock starts at the settlement.",
	})
	f.confirmedAt, f.confirmedOn, f.isObserved = 0, noDay, false
}

// rejectDue says that a line falls due in a year without a RU calendar (D16).
func (l *lines) rejectDue(t *pipeline.Task, i int, v *verdict) {
	column := datasets.SettledOn.Name
	if v.isConfirmed {
		column = datasets.ConfirmedAt.Name
	}
	file, row := l.place(i)
	t.Reject(pipeline.Finding{
		File: file, Row: row, Column: column, Code: "no_calendar", Raw: v.startOn.String(),
		Severity: pipeline.Warning, Dataset: datasets.RawPaymentHistory.Name,
		Message: "The line falls due in a year that the RU calendar does not know: it is not late, but its working days up to then are not counted. Add the year to the table calendar.",
	})
}

// lastClosing returns the day on which the last dispute of a line closed, of those
// that were opened on or before the settlement (D01, D18). It is noDay without a
// dispute.
func (l *lines) lastClosing(d *dater, posting, i int, settledOn calendar.Day) calendar.Day {
	if len(d.disputes.openedOn) == 0 {
		return noDay
	}
	last := noDay
	switch {
	case posting >= 0:
		last = d.disputes.lastOfPosting(posting, settledOn)
	case l.posting.IsValid(i):
		last = d.disputes.lastOf(l.posting.Value(i), settledOn)
	}
	if d.disputes.byOrder == nil {
		return last
	}
	return max(last, d.disputes.lastOfOrder(l.orderOf(i), settledOn))
}

// orderOf returns the order of a line, "" where it is not known.
func (l *lines) orderOf(i int) string {
	switch {
	case l.order.IsValid(i):
		return l.order.Value(i)
	case l.posting.IsValid(i):
		return join.OrderOf(l.posting.Value(i))
	}
	return ""
}
