package ticket

import (
	"cmp"
	"iter"
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

// A Batch is some of the tickets, in no promised order.
type Batch struct {
	Known []Ticket
	Later []Ticket // opened after the as-of day: not known on it (D06)
}

// Batches reads [datasets.Tickets] a batch at a time. What is yielded lives until the next
// batch is.
func Batches(t *pipeline.Task) iter.Seq2[*Batch, error] {
	return func(yield func(*Batch, error) bool) {
		end := End(t)
		var of Batch
		for rec, err := range t.Read(datasets.Tickets) {
			if err != nil {
				yield(nil, err)
				return
			}
			r := newReader(rec)
			of.Known, of.Later = of.Known[:0], of.Later[:0]
			for row := range int(rec.NumRows()) {
				if one := r.ticket(row); one.Opened < end {
					of.Known = append(of.Known, one)
				} else {
					of.Later = append(of.Later, one)
				}
			}
			if !yield(&of, nil) {
				return
			}
		}
	}
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

// ticket returns a row.
func (r *reader) ticket(row int) Ticket {
	t := Ticket{
		SellerID: r.sellers.At(row), ID: nullable.Text(r.ids, row),
		Process: ProcessOf(r.processes.At(row), r.categories.At(row)), AddressedTo: cmp.Or(r.addressees.At(row), "ozon"), Provider: r.providers.At(row),
		ErrorCode: nullable.Text(r.errors, row), FailureCause: r.causes.At(row), Language: r.languages.At(row), Script: r.scripts.At(row), Attachments: r.attachments.At(row),
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
