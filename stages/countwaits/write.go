package countwaits

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// write writes the counts. They may be many: their texts are numbers already.
func (c *cells) write(t *pipeline.Task, to *pipeline.Dataset) error {
	counts := c.counts.Entries()
	if len(counts) == 0 {
		return nil
	}
	built := make(map[pipeline.Column]arrow.Array)
	for i, column := range lineColumns {
		built[column] = vector.NamesOf(t.Mem, &c.words[i], counts, func(n *count) int32 { return n.Key.codes[i] })
	}
	if to.Index(datasets.LandmarkCode) >= 0 {
		built[datasets.LandmarkCode] = vector.NamesOf(t.Mem, &c.landmarks, counts, func(n *count) int32 { return n.Key.landmark })
	}
	built[datasets.MonthOn] = vector.ColumnOf(t.Mem, pipeline.DateType, counts, func(n *count) (arrow.Date32, bool) { return n.Key.month, true })
	built[datasets.WaitDays] = vector.ColumnOf(t.Mem, pipeline.DaysType, counts, func(n *count) (int32, bool) { return n.Key.days, true })
	for i, column := range [outcomes]*pipeline.Int{
		datasets.WaitsArrived, datasets.WaitsCensored, datasets.WaitsReturned, datasets.WaitsEntered,
	} {
		built[column] = vector.ColumnOf(t.Mem, pipeline.IntType, counts, func(n *count) (int64, bool) { return n.Counts[i], true })
	}
	waits := pipeline.Assemble(to, built)
	defer waits.Release()
	return t.Write(to, waits)
}
