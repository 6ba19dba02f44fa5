package countwaits

import (
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// write writes the counts. They may be many: their texts are codes already.
func (c *cells) write(t *pipeline.Task, to *pipeline.Dataset) error {
	counts := c.counts.Entries()
	if len(counts) == 0 {
		return nil
	}
	built := make(map[pipeline.Column]arrow.Array)
	for i, column := range lineColumns {
		built[column] = c.words[i].column(t.Mem, counts, func(n *count) int32 { return n.Key.codes[i] })
	}
	if to.Index(datasets.LandmarkCode) >= 0 {
		built[datasets.LandmarkCode] = c.landmarks.column(t.Mem, counts, func(n *count) int32 { return n.Key.landmark })
	}
	built[datasets.MonthOn] = numbers(t.Mem, pipeline.DateType, counts, func(n *count) arrow.Date32 { return n.Key.month })
	built[datasets.WaitDays] = numbers(t.Mem, pipeline.DaysType, counts, func(n *count) int32 { return n.Key.days })
	for i, column := range [outcomes]*pipeline.Int{
		datasets.WaitsArrived, datasets.WaitsCensored, datasets.WaitsReturned, datasets.WaitsEntered,
	} {
		built[column] = numbers(t.Mem, pipeline.IntType, counts, func(n *count) int64 { return n.Counts[i] })
	}
	waits := pipeline.Assemble(to, built)
	defer waits.Release()
	return t.Write(to, waits)
}

// column builds a code column from the codes of the vocabulary.
func (v *vocabulary) column(mem memory.Allocator, counts []count, code func(*count) int32) arrow.Array {
	b := vector.NewCodeBuilder(mem, len(counts), v.texts[1:]...)
	defer b.Release()
	for i := range counts {
		if c := code(&counts[i]); c == null {
			b.AppendNull()
		} else {
			b.Append(int(c - 1))
		}
	}
	return b.Column()
}

func numbers[T vector.Value](mem memory.Allocator, of pipeline.Type, counts []count, value func(*count) T) arrow.Array {
	v := vector.New[T](mem, len(counts))
	defer v.Release()
	for i := range counts {
		v.Append(value(&counts[i]))
	}
	return v.Column(of.Arrow())
}
