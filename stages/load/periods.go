package load

import (
	"fmt"
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
	overlaps int32 // first row, by place, that holds on some of the same days; -1 = none
}

// rejectPeriods quarantines rows of one key whose periods overlap: on the days that
// both claim, neither can be believed (formats.md 9.1). So is a row whose period ends
// before it begins: it would hold on no day.
func rejectPeriods(t *pipeline.Task, raw *pipeline.Dataset, rec arrow.Record, class []pipeline.Class) {
	byKey := map[string][]*period{}
	from, to := datasets.ValidFrom.In(rec), datasets.ValidTo.In(rec)
	place := placesOf(rec)
	reject := func(row int, column *pipeline.Date, code, message string) {
		class[row] = pipeline.Quarantined
		t.Reject(pipeline.Finding{
			File: place.file(int32(row)), Sheet: sheetOf(raw, rec, int32(row)), Row: place.row.Value(row), Column: column.Name, Code: code,
			Raw: cellText(column.In(rec), pipeline.DateType, row), Severity: pipeline.Fault, Dataset: raw.Name, Message: message,
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
		p := &period{row, policy.PeriodOf(from, to, row), -1}
		if p.From > p.To {
			reject(row, datasets.ValidTo, datesOutOfOrder, "The row ends to hold before it begins to.")
			continue
		}
		for _, other := range byKey[key.String()] {
			if p.Overlaps(other.Period) {
				p.meet(other, place)
				other.meet(p, place)
			}
		}
		byKey[key.String()] = append(byKey[key.String()], p)
	}
	for _, periods := range byKey {
		for _, p := range periods {
			if p.overlaps >= 0 {
				reject(p.row, datasets.ValidFrom, "overlapping_validity", fmt.Sprintf(
					"Another row of the same key holds on some of the same days: row %d of %s.", place.row.Value(int(p.overlaps)), place.file(p.overlaps)))
			}
		}
	}
}

// meet remembers that the period overlaps another.
func (p *period) meet(other *period, place *places) {
	if row := int32(other.row); p.overlaps < 0 || place.compare(row, p.overlaps) < 0 {
		p.overlaps = row
	}
}

// hasPeriods reports whether the rows of a table hold for a time.
func hasPeriods(d *pipeline.Dataset) bool {
	return slices.Contains(d.Columns, pipeline.Column(datasets.ValidFrom)) && slices.Contains(d.Columns, pipeline.Column(datasets.ValidTo))
}
