package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"ozpayout/pipeline/cell"
)

// A candidate is a source dataset prepared for matching headers.
type candidate struct {
	dataset   *Dataset
	folded    map[string]int   // folded header to field
	exact     []map[string]int // per field: exact header to its rank, 0 is preferred
	needs     []need           // the fields that a header must feed
	narrowest int              // filled cells that a header of the dataset has at least
}

// A need is a field that a header must feed, by one of these.
type need struct{ exact, folded []string }

// candidatesFor prepares the sources that files of a rule may hold, sections left out. A rule
// that names a table which does not exist is an error.
func candidatesFor(rule FileRule, sources []*Dataset) ([]*candidate, error) {
	var out []*candidate
	for _, d := range sources {
		if rule.allows(d) && d.Input.Section == nil {
			out = append(out, newCandidate(d, rule))
		}
	}
	if rule.Dataset != "" && !slices.ContainsFunc(sources, rule.allows) {
		return nil, fmt.Errorf("configuration names table %q, which does not exist", rule.Dataset)
	}
	return out, nil
}

func newCandidate(d *Dataset, rule FileRule) *candidate {
	c := &candidate{dataset: d, folded: map[string]int{}, exact: make([]map[string]int, len(d.Input.Fields)), narrowest: narrowest(d, rule)}
	for i, f := range d.Input.Fields {
		c.exact[i] = map[string]int{}
		for rank, header := range f.Exact {
			c.exact[i][header] = rank
		}
		if f.Exact == nil {
			c.fold(i, f, rule)
		}
	}
	c.needs = c.needsOf(rule)
	return c
}

// fold adds the folded headers of the i-th field.
func (c *candidate) fold(i int, f Field, rule FileRule) {
	for _, header := range f.Headers {
		text, nth, isRepeated := strings.Cut(header, "#")
		folded := cell.FoldHeader(text)
		if isRepeated {
			folded += "#" + nth
		}
		c.folded[folded] = i
	}
	if f.Column == nil {
		return
	}
	c.folded[cell.FoldHeader(f.Column.ColumnName())] = i
	for header, column := range rule.Columns {
		if column == f.Column.ColumnName() {
			c.folded[cell.FoldHeader(header)] = i
		}
	}
}

// needsOf lists the fields that a header must feed.
func (c *candidate) needsOf(rule FileRule) (needs []need) {
	folded := make([][]string, len(c.exact))
	for text, i := range c.folded {
		text, _, _ := strings.Cut(text, "#") // the n-th header of a text is one of that text
		folded[i] = append(folded[i], text)
	}
	for i, f := range c.dataset.Input.Fields {
		if rule.needsHeader(f) {
			needs = append(needs, need{f.Exact, folded[i]})
		}
	}
	return needs
}

// narrowest returns how many filled cells a header of a dataset has at least. A
// folded header feeds one field, an exact one any field that lists it.
func narrowest(d *Dataset, rule FileRule) (cells int) {
	taken := map[string]bool{}
	for _, f := range d.Input.Fields {
		if !rule.needsHeader(f) || slices.ContainsFunc(f.Exact, func(header string) bool { return taken[header] }) {
			continue
		}
		for _, header := range f.Exact {
			taken[header] = true
		}
		cells++
	}
	return cells
}

// A match is what matching a header against a dataset gave.
type match struct {
	dataset    *Dataset
	header     []string // header of each field, "" where none
	found      int      // headers that found a field
	width      int      // headers that are not empty
	missing    []string // columns that the dataset needs and the header lacks
	duplicate  []string // headers of a field that has one already
	unmapped   []string // headers of no field
	generation *Generation
	mapped     []Mapping // in the order of the fields; of a match that fits
}

// fits reports whether the header is one of the dataset; no match fits nothing.
func (m *match) fits() bool {
	if m == nil || len(m.missing) > 0 || len(m.duplicate) > 0 {
		return false
	}
	if m.dataset.Input.Known {
		return len(m.dataset.Input.Generations) == 0 || m.generation != nil
	}
	return 2*m.found >= m.width // D43
}

// mappings returns what the header of a match maps.
func (m *match) mappings(rule FileRule) (mapped []Mapping) {
	for i, field := range m.dataset.Input.Fields {
		if m.header[i] == "" || field.Column == nil {
			continue
		}
		words := rule.Words[field.Column.ColumnName()]
		if len(words) > 0 && field.Words != nil {
			field.Words = field.Words.With(words)
		}
		mapped = append(mapped, Mapping{Field: field, Header: m.header[i]})
	}
	return mapped
}

// share returns which part of the columns that the dataset needs is there, 0..1: near
// misses are ordered by it.
func (m *match) share() float64 {
	needed := len(m.missing)
	for i, f := range m.dataset.Input.Fields {
		if f.Need != Optional && m.header[i] != "" {
			needed++
		}
	}
	if needed == 0 {
		return 0
	}
	return 1 - float64(len(m.missing))/float64(needed)
}

// A heading is a header prepared for matching against many datasets.
type heading struct {
	cells, folded []string
	seen          map[string]bool // the folded ones but ""
	repeats       bool            // a folded one is there more than once
}

func headingOf(cells []string) heading {
	h := heading{cells: cells, folded: make([]string, len(cells)), seen: make(map[string]bool, len(cells))}
	for i, text := range cells {
		folded := cell.FoldHeader(text)
		h.folded[i] = folded
		if folded != "" {
			h.repeats = h.repeats || h.seen[folded]
			h.seen[folded] = true
		}
	}
	return h
}

// couldFit reports whether a header has what the dataset needs. It says no of most, in a
// fraction of the time of [candidate.fit], which finds out what feeds what.
func (c *candidate) couldFit(heading heading) bool {
	for _, need := range c.needs {
		isThere := slices.ContainsFunc(need.exact, func(header string) bool { return slices.Contains(heading.cells, header) }) ||
			slices.ContainsFunc(need.folded, func(folded string) bool { return heading.seen[folded] })
		if !isThere {
			return false
		}
	}
	return true
}

// fit matches a header against the dataset.
func (c *candidate) fit(heading heading, rule FileRule) *match {
	fields := c.dataset.Input.Fields
	m := &match{dataset: c.dataset, header: make([]string, len(fields))}
	m.takeFolded(c, heading, m.takeExact(c, heading.cells))
	for i, f := range fields {
		if m.header[i] == "" && rule.needsHeader(f) {
			m.missing = append(m.missing, f.Column.ColumnName())
		}
	}
	m.generation = c.generationOf(heading)
	return m
}

// takeExact finds the fields that list their headers exactly, and returns which headers
// they take. A field takes the one that it prefers; the others feed no field.
func (m *match) takeExact(c *candidate, header []string) (taken []bool) {
	taken = make([]bool, len(header))
	for i, f := range c.dataset.Input.Fields {
		if f.Exact == nil {
			continue
		}
		best := -1
		for j, h := range header {
			if rank, ok := c.exact[i][h]; ok {
				taken[j] = true
				if best < 0 || rank < best {
					best, m.header[i] = rank, h
				}
			}
		}
		if best >= 0 {
			m.found++
		}
	}
	return taken
}

// takeFolded finds the fields of the headers that are not taken, by the folded text. The
// n-th header of one text may have a field of its own, "text#n".
func (m *match) takeFolded(c *candidate, heading heading, taken []bool) {
	fields := c.dataset.Input.Fields
	var times map[string]int // that a header was met
	if heading.repeats {
		times = map[string]int{}
	}
	for j, h := range heading.cells {
		folded := heading.folded[j]
		if folded == "" {
			continue
		}
		m.width++
		if taken[j] {
			continue
		}
		name := h
		if heading.repeats {
			times[folded]++
		}
		if times[folded] > 1 {
			nth := fmt.Sprintf("#%d", times[folded])
			if _, ok := c.folded[folded+nth]; ok {
				folded, name = folded+nth, h+nth
			}
		}
		i, ok := c.folded[folded]
		switch {
		case !ok:
			m.unmapped = append(m.unmapped, h)
		case fields[i].Form == Secret && fields[i].Column == nil:
			m.found++
		case m.header[i] != "":
			m.duplicate = append(m.duplicate, h)
		default:
			m.header[i] = name
			m.found++
		}
	}
}

// generationOf returns the first generation of the export that has such a header, else
// nil.
func (c *candidate) generationOf(heading heading) *Generation {
	fields := c.dataset.Input.Fields
	isExact := len(fields) > 0 && fields[0].Exact != nil
	has := func(h string) bool {
		return slices.Contains(heading.cells, h) || !isExact && heading.seen[cell.FoldHeader(h)]
	}
	for i, g := range c.dataset.Input.Generations {
		if !slices.ContainsFunc(g.Has, func(h string) bool { return !has(h) }) && !slices.ContainsFunc(g.Lacks, has) {
			return &c.dataset.Input.Generations[i]
		}
	}
	return nil
}

// compareMatches orders matches of one header: known exports before canonical
// tables before near misses.
func compareMatches(a, b *match) int {
	if b == nil {
		return 1
	}
	rank := func(m *match) [3]float64 {
		if !m.fits() {
			return [3]float64{0, m.share(), float64(m.found)}
		}
		if m.dataset.Input.Known {
			return [3]float64{2, float64(m.found), 0}
		}
		return [3]float64{1, float64(m.found), 0}
	}
	ra, rb := rank(a), rank(b)
	return slices.Compare(ra[:], rb[:])
}
