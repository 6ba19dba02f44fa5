package main

import (
	"slices"
	"strings"

	"ozpayout/pipeline"
	"ozpayout/stages"
)

// batch is the plan that this program runs and describes.
func batch() *pipeline.Plan { return stages.Plan() }

// tables returns the sources that a person may fill in by hand: canonical tables
// and reference tables, by name.
func tables(p *pipeline.Plan) []*pipeline.Dataset {
	var out []*pipeline.Dataset
	for _, d := range p.Sources() {
		if !d.Input.Known {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b *pipeline.Dataset) int { return strings.Compare(tableName(a), tableName(b)) })
	return out
}

// tableName is the name of a source for people: without "raw_".
func tableName(d *pipeline.Dataset) string { return strings.TrimPrefix(d.Name, "raw_") }
