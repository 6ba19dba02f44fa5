package listescalations

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/routing"
	"ozpayout/stages/internal/vector"
)

// A line is a payout line that needs a ticket.
type line struct {
	lineKey
	batch, order, posting, receipt string // "" = not known
	amount                         *int64 // minor units of currency
	currency                       string
	status, intendedRoute          string
	clockCode, dueRule             string
	clockStart, dueOn, arrivedOn   *calendar.Day
	daysAfterDue                   *int32
	pack                           string
	isOverdue                      bool // escalated and open (B22)
	isFallback                     bool // sent by the backup channel (A33)
	causes                         []cause
}

type lineKey struct{ seller, payout, line string }

// A cause is what stood in the way of a line, and on how many late working days.
type cause struct {
	code string
	days int32
}

// readLines reads the lines that need a ticket, by far the fewest.
func readLines(batch arrow.Record, asOf calendar.Day) (lines []*line) {
	escalated, open := datasets.IsEscalated.In(batch), datasets.IsOpen.In(batch)
	isFallbackAt := fallbacks(batch, asOf)
	for i := range int(batch.NumRows()) {
		isOverdue := nullable.IsTrue(escalated, i) && nullable.IsTrue(open, i)
		isFallback := isFallbackAt(i)
		if isOverdue || isFallback {
			l := lineOf(nullable.Row{Batch: batch, At: i})
			l.isOverdue, l.isFallback = isOverdue, isFallback
			lines = append(lines, l)
		}
	}
	return lines
}

// lineOf reads a row of payout_facts.
func lineOf(r nullable.Row) *line {
	return &line{
		lineKey: lineKey{r.Code(datasets.SellerID), r.Text(datasets.PayoutID), r.Text(datasets.LineNo)},
		batch:   r.Text(datasets.SettlementBatchNo), order: r.Text(datasets.OrderID), posting: r.Text(datasets.PostingNumber), receipt: r.Text(datasets.LastReceiptNo),
		amount: r.Money(datasets.Amount), currency: r.Code(datasets.Currency),
		status: r.Code(datasets.StatusCode), intendedRoute: r.Code(datasets.IntendedRoute),
		clockCode: r.Code(datasets.ClockCode), dueRule: r.Code(datasets.LineDueRule),
		clockStart: (*calendar.Day)(r.Date(datasets.ClockStartOn)), dueOn: (*calendar.Day)(r.Date(datasets.DueOn)), arrivedOn: (*calendar.Day)(r.Date(datasets.ArrivedDay)),
		daysAfterDue: r.Days(datasets.DaysAfterDue), pack: r.Code(datasets.PolicyPack),
	}
}

// fallbacks tells the lines of a batch that were sent through the backup channel:
// those that count as rerouted. What is no sale and verification transfers do not
// (A30), and a payout that settles after the as-of date was not sent yet.
func fallbacks(batch arrow.Record, asOf calendar.Day) func(i int) bool {
	isLeftOut := vector.CodesOf(datasets.ScopeCode.In(batch), func(code string) bool { return code == "not_a_sale" || code == "test_transfer" })
	status, route := vector.WordsOf(datasets.StatusCode.In(batch)), vector.WordsOf(datasets.RouteCode.In(batch))
	intended, settled := vector.WordsOf(datasets.IntendedRoute.In(batch)), datasets.SettledOn.In(batch)
	return func(i int) bool {
		return routing.IsFallback(status.At(i), route.At(i), intended.At(i)) && !isLeftOut.At(i) &&
			(settled.IsNull(i) || calendar.Day(settled.Value(i)) <= asOf)
	}
}

// readCauses adds their causes to the lines.
func readCauses(t *pipeline.Task, lines []*line) error {
	at := make(map[lineKey]*line, len(lines))
	for _, l := range lines {
		at[l.lineKey] = l
	}
	for batch, err := range t.Read(datasets.DelayCauses) {
		if err != nil {
			return err
		}
		sellers, payouts, numbers := datasets.SellerID.In(batch), datasets.PayoutID.In(batch), datasets.LineNo.In(batch)
		codes, days := vector.WordsOf(datasets.LineCause.In(batch)), datasets.BlockedDays.In(batch)
		for i := range int(batch.NumRows()) {
			l := at[lineKey{nullable.Code(sellers, i), nullable.Text(payouts, i), nullable.Text(numbers, i)}]
			if l != nil {
				l.causes = append(l.causes, cause{codes.At(i), days.Value(i)})
			}
		}
	}
	return nil
}
