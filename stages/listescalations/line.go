package listescalations

import (
	"strings"

	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// A line is a payout line that needs a ticket.
type line struct {
	lineKey
	batch, order, posting, receipt string // "" = not known
	amount                         *int64 // minor units of currency
	currency                       string
	intendedRoute                  string
	clockCode, dueRule             string
	clockStart, dueOn, arrivedOn   *calendar.Day
	daysAfterDue                   *int32
	pack                           string
	isOverdue                      bool // escalated and open (B22)
	isFallback                     bool // on the backup channel (A33)
	causes                         []cause
}

type lineKey struct{ seller, payout, line string }

// A cause is what stood in the way of a line, and on how many late working days.
type cause struct {
	code string
	days int32
}

const bankTransfer = "processing_bank_transfer"

// readLines reads the lines that need a ticket, by far the fewest.
func readLines(t *pipeline.Task) ([]*line, error) {
	var lines []*line
	for batch, err := range t.Read(datasets.ExplainedLines) {
		if err != nil {
			return nil, err
		}
		read := newReader(batch)
		escalated, open := datasets.IsEscalated.In(batch), datasets.IsOpen.In(batch)
		status := datasets.StatusCode.In(batch)
		fallback := codeOf(status, bankTransfer)
		for i := range int(batch.NumRows()) {
			isOverdue := nullable.IsTrue(escalated, i) && nullable.IsTrue(open, i)
			isFallback := status.IsValid(i) && status.GetValueIndex(i) == fallback
			if isOverdue || isFallback {
				l := read.line(i)
				l.isOverdue, l.isFallback = isOverdue, isFallback
				lines = append(lines, l)
			}
		}
	}
	return lines, nil
}

// codeOf returns the dictionary code of a text, -1 if no row has it.
func codeOf(column *array.Dictionary, text string) int {
	values := column.Dictionary().(*array.String)
	for i := range values.Len() {
		if values.Value(i) == text {
			return i
		}
	}
	return -1
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
		codes, days := datasets.LineCause.In(batch), datasets.BlockedDays.In(batch)
		for i := range int(batch.NumRows()) {
			l := at[lineKey{nullable.Code(sellers, i), nullable.Text(payouts, i), nullable.Text(numbers, i)}]
			if l != nil {
				l.causes = append(l.causes, cause{strings.Clone(nullable.Code(codes, i)), days.Value(i)})
			}
		}
	}
	return nil
}
