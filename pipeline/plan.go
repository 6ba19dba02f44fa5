package pipeline

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
)

// A Plan is a nightly batch: its stages in reading order and what is shipped
// with it. [Validate] proves that it hangs together.
type Plan struct {
	Stages    []*Stage
	Seeds     fs.FS        // the files named by Input.Seed
	NotInputs []NotInput   // reports that are refused by name
	Since     arrow.Date32 // an earlier day in an [Input.Bounded] column is out of range

	selected map[*Dataset]bool // marts that are published; nil = all
	unread   []*Dataset        // sources that are recognised, but that no selected mart needs
}

// Select returns the plan that makes the marts of the given names and nothing
// that they do not need. Files of sources that none of its stages reads are
// recognised and not read. What a run says of itself is always published.
func (p *Plan) Select(names []string) (*Plan, error) {
	marts := map[string]*Dataset{}
	for _, s := range p.Stages {
		for _, d := range s.Outputs {
			if p.publishes(d) {
				marts[d.Name] = d
			}
		}
	}
	selected := map[*Dataset]bool{}
	for _, name := range names {
		d := marts[name]
		if d == nil {
			return nil, fmt.Errorf("no stage makes a mart named %q: the marts are %s", name, strings.Join(slices.Sorted(maps.Keys(marts)), ", "))
		}
		selected[d] = true
	}
	part := &Plan{Seeds: p.Seeds, NotInputs: p.NotInputs, Since: p.Since, selected: selected}
	needed := maps.Clone(selected)
	for _, s := range slices.Backward(p.Stages) {
		if !slices.ContainsFunc(s.Outputs, func(d *Dataset) bool { return needed[d] }) {
			continue
		}
		part.Stages = append(part.Stages, s)
		for _, d := range s.Inputs {
			needed[d] = true
		}
	}
	slices.Reverse(part.Stages)
	for _, d := range p.Sources() {
		if !needed[d] && d.Input.Seed == "" {
			part.unread = append(part.unread, d)
		}
	}
	return part, nil
}

// publishes reports whether a dataset that a stage writes is a mart of the plan.
func (p *Plan) publishes(d *Dataset) bool {
	return d.Layer == MartLayer && (p.selected == nil || p.selected[d])
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
// the stages that write them first, then what the run says of itself.
func (p *Plan) Marts() []*Dataset {
	var out []*Dataset
	for _, s := range p.Stages {
		for _, d := range s.Outputs {
			if p.publishes(d) && !slices.Contains(out, d) {
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

// readers returns how many stages read each dataset.
func (p *Plan) readers() map[*Dataset]int {
	readers := map[*Dataset]int{}
	for _, s := range p.Stages {
		for _, d := range s.Inputs {
			readers[d]++
		}
	}
	return readers
}

// writers returns how many stages write each dataset.
func (p *Plan) writers() map[*Dataset]int {
	writers := map[*Dataset]int{}
	for _, s := range p.Stages {
		for _, d := range s.Outputs {
			writers[d]++
		}
	}
	return writers
}
