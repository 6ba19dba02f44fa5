package ticket

import (
	"cmp"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// End returns the end of the as-of day: what happened from then on is not known
// yet (D06).
func End(t *pipeline.Task) arrow.Timestamp { return calendar.MoscowMidnight(calendar.Day(t.AsOf) + 1) }

// Read reads [datasets.Tickets] in the order of sellers and ticket numbers. Later
// tickets were opened after the as-of day and are not known on it (D06).
func Read(t *pipeline.Task) (known, later []Ticket, err error) {
	end := End(t)
	for batch, err := range t.Read(datasets.Tickets) {
		if err != nil {
			return nil, nil, err
		}
		r := newReader(batch)
		for row := range int(batch.NumRows()) {
			if one := r.ticket(row); one.Opened < end {
				known = append(known, one)
			} else {
				later = append(later, one)
			}
		}
	}
	slices.SortFunc(known, compare)
	slices.SortFunc(later, compare)
	return known, later, nil
}

func compare(a, b Ticket) int {
	return cmp.Or(cmp.Compare(a.SellerID, b.SellerID), cmp.Compare(a.ID, b.ID))
}

// A reader reads the rows of a batch.
type reader struct {
	sellers, processes, categories, addressees, providers, causes, languages, scripts, attachments, files vector.Codes[string]

	ids, errors    *array.String
	attempts, rows *array.Int64
	times          [len(times)]*array.Timestamp
}

func newReader(batch arrow.Record) *reader {
	words := func(column *pipeline.Code) vector.Codes[string] { return vector.WordsOf(column.In(batch)) }
	known := func(column *pipeline.Code) vector.Codes[string] {
		return vector.CodesOf(column.In(batch), func(code string) string {
			if code == Unknown {
				return ""
			}
			return strings.Clone(code)
		})
	}
	r := &reader{
		sellers: words(datasets.SellerID), processes: words(datasets.TicketProcess), categories: words(datasets.TicketCategory),
		addressees: words(datasets.TicketAddressedTo), providers: known(datasets.Provider), causes: known(datasets.TicketFailureCause),
		languages: words(datasets.TicketLanguage), scripts: words(datasets.TicketBodyScript), attachments: words(datasets.TicketAttachments),
		files: words(pipeline.FromFile),
		ids:   datasets.TicketID.In(batch), errors: datasets.TicketErrorCode.In(batch), attempts: datasets.TicketAttemptNo.In(batch), rows: pipeline.FromRow.In(batch),
	}
	for i, column := range times {
		r.times[i] = column.In(batch)
	}
	return r
}

// ticket returns a row with copies of its texts, which outlive their batch.
func (r *reader) ticket(row int) Ticket {
	t := Ticket{
		SellerID: r.sellers.At(row), ID: nullable.CopyText(r.ids, row),
		Process: ProcessOf(r.processes.At(row), r.categories.At(row)), AddressedTo: cmp.Or(r.addressees.At(row), "ozon"), Provider: r.providers.At(row),
		ErrorCode: nullable.CopyText(r.errors, row), FailureCause: r.causes.At(row), Language: r.languages.At(row), Script: r.scripts.At(row), Attachments: r.attachments.At(row),
		File: r.files.At(row), Row: r.rows.Value(row),
	}
	if r.attempts.IsValid(row) {
		t.AttemptNo = r.attempts.Value(row)
	}
	for i, column := range r.times {
		if column.IsValid(row) {
			t.moments[i], t.isMomentKnown[i] = column.Value(row), true
		}
	}
	t.Opened = t.moments[0]
	return t
}
