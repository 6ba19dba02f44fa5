package load

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/policy"
)

// A period is the validity of a row.
type period struct {
	row int
	policy.Period
}

// rejectPeriods quarantines rows of one key whose periods overlap: on the days that
// both claim, neither can be believed (formats.md 9.1). So is a row whose period ends
// before it begins: it would hold on no day.
func rejectPeriods(t *pipeline.Task, raw *pipeline.Dataset, rec arrow.Record, class []pipeline.Class) {
	byKey := map[string][]period{}
	from, to := datasets.ValidFrom.In(rec), datasets.ValidTo.In(rec)
	place := placesOf(rec)
	reject := func(row int, column pipeline.Column, code, message string) {
		t.Reject(pipeline.Finding{
			File: place.file(int32(row)), Row: place.row.Value(row), Column: column.ColumnName(), Code: code,
			Severity: pipeline.Fault, Dataset: raw.Name, Message: message,
		})
	}
	for row := range int(rec.NumRows()) {
		if class[row] != pipeline.Loaded {
			continue
		}
		var key strings.Builder
		for _, c := range raw.Key {
			if c != pipeline.Column(datasets.ValidFrom) {
				key.WriteString(pipeline.ValuesOf(rec, c).ValueStr(row) + "\x00")
			}
		}
		p := period{row, policy.PeriodOf(from, to, row)}
		if p.From > p.To {
			class[row] = pipeline.Quarantined
			reject(row, datasets.ValidTo, datesOutOfOrder, "The row ends to hold before it begins to.")
			continue
		}
		for _, other := range byKey[key.String()] {
			if p.Overlaps(other.Period) {
				class[p.row], class[other.row] = pipeline.Quarantined, pipeline.Quarantined
			}
		}
		byKey[key.String()] = append(byKey[key.String()], p)
	}
	for _, periods := range byKey {
		for _, p := range periods {
			if class[p.row] == pipeline.Quarantined {
				reject(p.row, datasets.ValidFrom, "overlapping_validity", "Another row of the same key holds on some of the same days.")
			}
		}
	}
}

// hasPeriods reports whether the rows of a table hold for a time.
func hasPeriods(d *pipeline.Dataset) bool {
	return slices.Contains(d.Columns, pipeline.Column(datasets.ValidFrom)) && slices.Contains(d.Columns, pipeline.Column(datasets.ValidTo))
}
