package pipeline

import (
	"io/fs"
	"slices"
)

// A Plan is a nightly batch: its stages in reading order and what is shipped
// with it. [Validate] proves that it hangs together.
type Plan struct {
	Stages    []*Stage
	Seeds     fs.FS      // the files named by Input.Seed
	NotInputs []NotInput // reports that are refused by name
}

// Sources returns the datasets with an Input that some stage reads, seeds
// included, in the order of first use.
func (p *Plan) Sources() []*Dataset {
	var out []*Dataset
	for _, s := range p.Stages {
		for _, d := range s.Inputs {
			if d.Input != nil && !slices.Contains(out, d) {
				out = append(out, d)
			}
		}
	}
	return out
}

// Marts returns the datasets that a run publishes: the marts in the order of
// the stages that write them, then what the run says of itself.
func (p *Plan) Marts() []*Dataset {
	var out []*Dataset
	for _, s := range p.Stages {
		for _, d := range s.Outputs {
			if d.Layer == MartLayer {
				out = append(out, d)
			}
		}
	}
	return append(out, Findings, ControlTotals, SourceFiles)
}

// settled reports whether a stage accounts for the rows of a source.
func (p *Plan) settled(d *Dataset) bool {
	return slices.ContainsFunc(p.Stages, func(s *Stage) bool { return slices.Contains(s.Settles, d) })
}

// lastUse returns for each dataset the index of the last stage that reads it.
func (p *Plan) lastUse() map[*Dataset]int {
	last := map[*Dataset]int{}
	for i, s := range p.Stages {
		for _, d := range s.Inputs {
			last[d] = i
		}
	}
	return last
}
