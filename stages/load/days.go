package load

import (
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// takeCounted returns the payment rows whose settlement and arrival lie in years of the RU
// calendar, and quarantines the others: no wait can be counted from or to them (D16). An
// arrival after the as-of date is not known yet, whatever its year (D06). The caller
// releases the rows.
func takeCounted(t *pipeline.Task, rec arrow.Record) (arrow.Record, error) {
	workdays, err := policy.Calendar(t, "RU")
	if err != nil {
		return nil, err
	}
	first, last := workdays.Span()
	isCounted := func(days *array.Date32, row int32) bool {
		return days.IsNull(int(row)) || calendar.Day(days.Value(int(row))) >= first && calendar.Day(days.Value(int(row))) <= last
	}
	settled, arrived := datasets.SettledOn.In(rec), datasets.ArrivedOn.In(rec)
	place, class := placesOf(rec), make([]pipeline.Class, rec.NumRows())
	var right, wrong []int32
	for _, row := range allRows(rec) {
		column := datasets.SettledOn
		switch {
		case !isCounted(settled, row):
		case !isCounted(arrived, row) && arrived.Value(int(row)) <= t.AsOf:
			column = datasets.ArrivedOn
		default:
			right = append(right, row)
			continue
		}
		wrong, class[row] = append(wrong, row), pipeline.Quarantined
		t.Reject(noCalendar(rec, column, place, row))
	}
	if len(wrong) == 0 {
		rec.Retain()
		return rec, nil
	}
	settle(t, datasets.RawPaymentHistory, rec, wrong, class)
	return pipeline.Take(t.Mem, rec, right), nil
}

// noCalendar is the finding about a day of a payment row in a year without a RU calendar.
func noCalendar(rec arrow.Record, column *pipeline.Date, place *places, row int32) pipeline.Finding {
	days, sheet := column.In(rec), vector.WordsOf(pipeline.FromSheet.In(rec))
	year, _, _ := calendar.Day(days.Value(int(row))).Date()
	return pipeline.Finding{
		File: place.file(row), Sheet: sheet.At(int(row)), Row: place.row.Value(int(row)), Column: column.Name, Code: "no_calendar",
		Raw: days.ValueStr(int(row)), Severity: pipeline.Fault, Dataset: datasets.RawPaymentHistory.Name,
		Message: fmt.Sprintf("The RU calendar has no year %d: correct the date, or add the year to the table calendar.", year),
	}
}
