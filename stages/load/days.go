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
	settled, arrived := datasets.SettledOn.In(rec), datasets.ArrivedOn.In(rec)
	first, last := workdays.Span()
	isCounted := func(days *array.Date32, row int) bool {
		return days.IsNull(row) || calendar.Day(days.Value(row)) >= first && calendar.Day(days.Value(row)) <= last
	}
	var right, wrong []int32
	for _, row := range allRows(rec) {
		if isCounted(settled, int(row)) && (isCounted(arrived, int(row)) || arrived.Value(int(row)) > t.AsOf) {
			right = append(right, row)
		} else {
			wrong = append(wrong, row)
		}
	}
	if len(wrong) == 0 {
		rec.Retain()
		return rec, nil
	}
	place, sheet, class := placesOf(rec), vector.WordsOf(pipeline.FromSheet.In(rec)), make([]pipeline.Class, rec.NumRows())
	for _, row := range wrong {
		class[row] = pipeline.Quarantined
		column, days := datasets.ArrivedOn, arrived
		if !isCounted(settled, int(row)) {
			column, days = datasets.SettledOn, settled
		}
		year, _, _ := calendar.Day(days.Value(int(row))).Date()
		t.Reject(pipeline.Finding{
			File: place.file(row), Sheet: sheet.At(int(row)), Row: place.row.Value(int(row)), Column: column.Name, Code: "no_calendar",
			Raw: days.ValueStr(int(row)), Severity: pipeline.Fault, Dataset: datasets.RawPaymentHistory.Name,
			Message: fmt.Sprintf("The RU calendar has no year %d: correct the date, or add the year to the table calendar.", year),
		})
	}
	settle(t, datasets.RawPaymentHistory, rec, wrong, class)
	return pipeline.Take(t.Mem, rec, right), nil
}
