package catalog

import (
	"slices"

	"ozpayout/pipeline"
)

// A LineageStep is a column on the way from a mart back to the files.
type LineageStep struct {
	Depth   int // 0 for the column asked for
	Dataset *pipeline.Dataset
	Column  pipeline.Column
	Stage   *pipeline.Stage // wrote the dataset; nil where the column comes from a file
	Carried bool            // the column above is this one, unchanged; else it is made from it
}

// Lineage walks a column back to the columns of the sources, depth first: each
// step is followed by those one deeper that it comes from. A column that the
// writing stage has in an input is carried through, any other is made from the
// columns that it names. Of several stages that write a mart the last is meant. What
// was listed once is not listed again; a column that is not in the dataset has no
// lineage.
func Lineage(stages []*pipeline.Stage, d *pipeline.Dataset, c pipeline.Column) []LineageStep {
	if d.Index(c) < 0 {
		return nil
	}
	l := lineage{stages: stages}
	l.walk(LineageStep{Dataset: d, Column: c})
	return l.steps
}

type lineage struct {
	stages []*pipeline.Stage
	steps  []LineageStep
}

func (l *lineage) walk(step LineageStep) {
	if slices.ContainsFunc(l.steps, func(s LineageStep) bool { return s.Dataset == step.Dataset && s.Column == step.Column }) {
		return
	}
	at := len(l.stages) - 1
	for at >= 0 && !slices.Contains(l.stages[at].Outputs, step.Dataset) {
		at--
	}
	if at < 0 {
		l.steps = append(l.steps, step)
		return
	}
	step.Stage = l.stages[at]
	l.steps = append(l.steps, step)
	carried := holding(step.Stage.Inputs, step.Column)
	for _, d := range carried {
		l.walk(LineageStep{Depth: step.Depth + 1, Dataset: d, Column: step.Column, Carried: true})
	}
	if len(carried) > 0 {
		return
	}
	for _, from := range step.Column.About().From {
		for _, d := range l.origins(at, from) {
			l.walk(LineageStep{Depth: step.Depth + 1, Dataset: d, Column: from})
		}
	}
}

// origins returns the datasets in which the stage finds a column: its inputs,
// else its own outputs, else the last dataset above it that has the column, of
// which an input was made.
func (l *lineage) origins(at int, c pipeline.Column) []*pipeline.Dataset {
	if found := holding(l.stages[at].Inputs, c); len(found) > 0 {
		return found
	}
	if found := holding(l.stages[at].Outputs, c); len(found) > 0 {
		return found
	}
	for _, above := range slices.Backward(l.stages[:at]) {
		for _, datasets := range [][]*pipeline.Dataset{above.Outputs, above.Inputs} {
			if found := holding(datasets, c); len(found) > 0 {
				return found
			}
		}
	}
	return nil
}

// holding returns the datasets that have a column.
func holding(datasets []*pipeline.Dataset, c pipeline.Column) []*pipeline.Dataset {
	var found []*pipeline.Dataset
	for _, d := range datasets {
		if d.Index(c) >= 0 {
			found = append(found, d)
		}
	}
	return found
}
