package stages

import (
	"iter"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/policy"
)

// CheckPolicy reads the reference tables as the stages read them, for each of the packs, and
// returns what a batch would stop at, told once.
func CheckPolicy(references []pipeline.Reference, packs []string) []error {
	var stops []error
	for _, pack := range packs {
		task := &pipeline.Task{Pack: pack, Read: func(d *pipeline.Dataset) iter.Seq2[arrow.Record, error] {
			return func(yield func(arrow.Record, error) bool) {
				for _, r := range references {
					if r.Dataset == d {
						yield(r.Rows, nil)
					}
				}
			}
		}}
		for _, stop := range policy.Check(task) {
			if !slices.ContainsFunc(stops, func(told error) bool { return told.Error() == stop.Error() }) {
				stops = append(stops, stop)
			}
		}
	}
	return stops
}
