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
func CheckPolicy(references []pipeline.Reference, packs []string) (stops []error) {
	read := func(d *pipeline.Dataset) iter.Seq2[arrow.Record, error] {
		return func(yield func(arrow.Record, error) bool) {
			if i := slices.IndexFunc(references, func(r pipeline.Reference) bool { return r.Dataset == d }); i >= 0 {
				yield(references[i].Rows, nil)
			}
		}
	}
	for _, pack := range packs {
		for _, stop := range policy.Check(&pipeline.Task{Pack: pack, Read: read}) {
			if !slices.ContainsFunc(stops, func(told error) bool { return told.Error() == stop.Error() }) {
				stops = append(stops, stop)
			}
		}
	}
	return stops
}
