package pipeline

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Validate reports everything that is wrong with a plan. It checks that
//
//   - names of stages, datasets and columns are snake_case and unique, and
//     stages, datasets and columns are documented;
//   - columns of money have a currency beside them or in their unit, and
//     durations say which days they count; a column that begins another is a text, and
//     so is the other, which begins none;
//   - the columns that a dataset names for a purpose are columns of it: key, partition
//     keys, control amounts, published file, snapshot, holder, and those of its Input;
//     sources say how they are recognised;
//   - each stage has a scope and a Run, reads only sources and what stands above it, settles
//     only sources that it reads, and each source is settled by one stage;
//   - each dataset has one producer, and no source has any; a mart may have several
//     if no stage reads it and each streams it, by partition, in a group of its own;
//   - a stage that runs by partition reads only tables that are spread by its own
//     scope, or that every partition sees: of all others it would see a part, and
//     the part would depend on the number of partitions;
//   - every column of an output is a column of an input, or is made From columns
//     that are, or from which an input was made: none comes from nowhere. Of
//     several stages that write a mart this holds for the last; a mart that is not
//     selected is not looked at.
func Validate(p *Plan) error {
	v := &validation{
		plan: p, stages: map[string]bool{}, settlers: map[*Dataset]*Stage{}, producers: map[*Dataset][]*Stage{},
		toCome: p.writers(), group: map[*Stage]int{}, names: map[string]*Dataset{},
	}
	if len(p.Stages) == 0 {
		v.report("the plan has no stages")
	}
	for i, s := range p.Stages {
		v.stage(s)
		if i > 0 {
			v.group[s] = v.group[p.Stages[i-1]]
			if s.Scope != p.Stages[i-1].Scope {
				v.group[s]++
			}
		}
		for _, d := range s.Inputs {
			v.dataset(d)
			v.input(s, d)
		}
		for _, d := range s.Settles {
			v.settled(s, d)
		}
		for _, d := range s.Outputs {
			v.dataset(d)
			v.output(s, d)
		}
		v.lineage(s)
	}
	for _, d := range []*Dataset{Findings, ControlTotals, SourceFiles} {
		v.dataset(d)
	}
	for _, s := range p.Stages {
		for _, d := range s.Inputs {
			if len(v.producers[d]) > 1 {
				v.report("stage %s reads %s, which several stages write", s.Name, d.Name)
			}
		}
	}
	return errors.Join(v.problems...)
}

var snakeCase = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// A validation collects what is wrong while it walks down the list of stages.
type validation struct {
	plan      *Plan
	problems  []error
	stages    map[string]bool // by name
	settlers  map[*Dataset]*Stage
	producers map[*Dataset][]*Stage
	toCome    map[*Dataset]int // stages further down that write it
	group     map[*Stage]int   // consecutive stages of one scope have the same
	names     map[string]*Dataset
}

func (v *validation) report(format string, args ...any) {
	v.problems = append(v.problems, fmt.Errorf(format, args...))
}

func (v *validation) stage(s *Stage) {
	if !snakeCase.MatchString(s.Name) {
		v.report("stage %q: the name is not snake_case", s.Name)
	}
	if strings.TrimSpace(s.Doc) == "" {
		v.report("stage %s has no doc", s.Name)
	}
	if s.Scope == "" {
		v.report("stage %s has no scope", s.Name)
	}
	if s.Run == nil {
		v.report("stage %s has no Run", s.Name)
	}
	if len(s.Outputs) == 0 {
		v.report("stage %s writes nothing", s.Name)
	}
	if v.stages[s.Name] {
		v.report("two stages are named %s", s.Name)
	}
	v.stages[s.Name] = true
}

func (v *validation) settled(s *Stage, d *Dataset) {
	if !slices.Contains(s.Inputs, d) || d.Input == nil {
		v.report("stage %s settles %s, which is no source that it reads", s.Name, d.Name)
	}
	if other := v.settlers[d]; other != nil {
		v.report("%s is settled by %s and %s", d.Name, other.Name, s.Name)
	}
	v.settlers[d] = s
}

func (v *validation) input(s *Stage, d *Dataset) {
	made := v.producers[d]
	switch {
	case d.Input == nil && made == nil:
		v.report("stage %s reads %s, which is no source and which no stage above it writes", s.Name, d.Name)
	case s.Scope == Whole:
	case d.spread() == Whole && made != nil && made[0].Scope != Whole:
		v.report("stage %s reads %s %s, but %s has no partition keys: it would see its own part only", s.Name, d.Name, s.Scope, d.Name)
	case d.spread() != Whole && d.spread() != s.Scope:
		v.report("stage %s reads %s %s, but %s is spread %s", s.Name, d.Name, s.Scope, d.Name, d.spread())
	}
}

func (v *validation) output(s *Stage, d *Dataset) {
	if d.Input != nil || d.Layer == SourceLayer || d.Layer == SeedLayer {
		v.report("stage %s writes %s, which is a source", s.Name, d.Name)
	}
	for _, other := range v.producers[d] {
		if d.Layer != MartLayer || !d.isStreamed(s.Scope) || !d.isStreamed(other.Scope) || v.group[s] == v.group[other] {
			v.report("%s is written by %s and %s", d.Name, other.Name, s.Name)
		}
	}
	if d.Layer == MartLayer && d.spread() != Whole && s.Scope != Whole && s.Scope != d.spread() {
		v.report("stage %s publishes %s %s, but %s is spread %s", s.Name, d.Name, s.Scope, d.Name, d.spread())
	}
	v.producers[d] = append(v.producers[d], s)
	v.toCome[d]--
	if slices.Contains(s.Inputs, d) {
		v.report("stage %s reads %s and writes it", s.Name, d.Name)
	}
}

// dataset checks a declaration, once.
func (v *validation) dataset(d *Dataset) {
	if have := v.names[d.Name]; have != nil {
		if have != d {
			v.report("two datasets are named %s", d.Name)
		}
		return
	}
	v.names[d.Name] = d
	if !snakeCase.MatchString(d.Name) {
		v.report("dataset %q: the name is not snake_case", d.Name)
	}
	if d.Doc == "" || d.Grain == "" {
		v.report("%s lacks a doc or a grain", d.Name)
	}
	if (d.Layer == SourceLayer || d.Layer == SeedLayer) && d.Input == nil {
		v.report("%s is a source without an Input", d.Name)
	}
	if d.Layer == MartLayer && len(d.Key) == 0 {
		v.report("%s is a mart without a key", d.Name)
	}
	columns := map[string]bool{}
	for _, c := range d.Columns {
		v.column(d, c)
		if columns[c.ColumnName()] {
			v.report("%s has two columns %s", d.Name, c.ColumnName())
		}
		columns[c.ColumnName()] = true
	}
	v.roles(d)
}

func (v *validation) column(d *Dataset, c Column) {
	about := c.About()
	if !snakeCase.MatchString(c.ColumnName()) {
		v.report("%s: column %q is not snake_case", d.Name, c.ColumnName())
	}
	if about.Doc == "" {
		v.report("%s.%s has no doc", d.Name, c.ColumnName())
	}
	switch {
	case c.Type() == MoneyType && about.Currency == nil && about.Unit == "":
		v.report("%s.%s is money of no currency", d.Name, c.ColumnName())
	case c.Type() == MoneyType && about.Currency != nil && d.Index(about.Currency) < 0:
		v.report("%s.%s has its currency in %s, which is no column beside it", d.Name, c.ColumnName(), about.Currency.Name)
	case c.Type() == DaysType && about.Unit == "":
		v.report("%s.%s does not say which days it counts", d.Name, c.ColumnName())
	case c.Type() != TextType && about.Begins != nil:
		v.report("%s.%s begins %s and is no text", d.Name, c.ColumnName(), about.Begins.Name)
	case about.Begins != nil && about.Begins.Begins != nil:
		v.report("%s.%s begins %s, which begins %s itself", d.Name, c.ColumnName(), about.Begins.Name, about.Begins.Begins.Name)
	}
}

// roles checks the columns that a dataset names for a purpose.
func (v *validation) roles(d *Dataset) {
	need := func(c Column, role string) {
		if d.Index(c) < 0 {
			v.report("%s: the %s %s is no column of it", d.Name, role, c.ColumnName())
		}
	}
	for _, c := range d.Key {
		need(c, "key")
	}
	for _, k := range d.Partition {
		need(k.Column, "partition key")
	}
	for _, c := range d.Control {
		need(c.Amount, "control amount")
		if c.Less != nil {
			need(c.Less, "amount taken off a control amount")
		}
		for _, currency := range c.Currencies {
			need(currency, "currency")
		}
		for _, column := range c.Unless {
			need(column, "column beside a control amount")
		}
	}
	if d.Published != nil {
		need(d.Published, "published file")
		if len(d.Control) == 0 {
			v.report("%s publishes control amounts and declares none", d.Name)
		}
	}
	if d.Snapshot != nil {
		need(d.Snapshot, "snapshot")
	}
	if d.Holder != nil {
		need(d.Holder, "holder")
	}
	if d.Input != nil {
		inputRoles(d.Input, need)
	}
}

// inputRoles calls need for the columns that an input names.
func inputRoles(input *Input, need func(c Column, role string)) {
	for _, f := range input.Fields {
		if f.Column != nil {
			need(f.Column, "field")
		}
	}
	if input.Numbered != nil {
		need(input.Numbered, "column that data rows fill")
	}
	for _, p := range input.Preamble {
		need(p.Column, "preamble")
	}
	for _, c := range input.Latest {
		need(c, "latest date")
	}
	for _, b := range input.Bounded {
		need(b.Column, "bounded column")
	}
}

// lineage checks that the outputs of a stage are made of its inputs.
func (v *validation) lineage(s *Stage) {
	known := explained(s)
	for _, d := range s.Outputs {
		if v.toCome[d] > 0 || d.Layer == MartLayer && !v.plan.publishes(d) {
			continue // what this stage leaves empty another one fills, or nobody reads
		}
		for _, c := range d.Columns {
			if known[c] {
				continue
			}
			if len(c.About().From) == 0 {
				v.report("%s.%s comes from nowhere: stage %s reads no such column and it names none", d.Name, c.ColumnName(), s.Name)
				continue
			}
			for _, f := range c.About().From {
				if !known[f] {
					v.report("%s.%s is made from %s, which stage %s does not have", d.Name, c.ColumnName(), f.ColumnName(), s.Name)
				}
			}
		}
	}
}

// explained returns the columns of the inputs of a stage, all that these were made from, and
// those of its outputs that are made of known ones.
func explained(s *Stage) map[Column]bool {
	known := map[Column]bool{}
	for _, d := range s.Inputs {
		for _, c := range d.Columns {
			addAncestors(known, c)
		}
	}
	// Columns may be made of columns that the same stage makes, but not in a
	// circle: go on while something new is explained.
	for isNew := true; isNew; {
		isNew = false
		for _, d := range s.Outputs {
			for _, c := range d.Columns {
				from := c.About().From
				if !known[c] && len(from) > 0 && !slices.ContainsFunc(from, func(f Column) bool { return !known[f] }) {
					known[c], isNew = true, true
				}
			}
		}
	}
	return known
}

// addAncestors marks a column and all that it was made from.
func addAncestors(known map[Column]bool, c Column) {
	if known[c] {
		return
	}
	known[c] = true
	for _, f := range c.About().From {
		addAncestors(known, f)
	}
}
