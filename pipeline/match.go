package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// A candidate is a source dataset prepared for matching headers.
type candidate struct {
	dataset *Dataset
	folded  map[string]int   // folded header to field
	exact   []map[string]int // per field: exact header to its preference
}

func candidatesFor(rule FileRule, sources []*Dataset) ([]*candidate, error) {
	var out []*candidate
	for _, d := range sources {
		if !rule.allows(d) || d.Input.Section != nil {
			continue
		}
		c := &candidate{dataset: d, folded: map[string]int{}, exact: make([]map[string]int, len(d.Input.Fields))}
		for i, f := range d.Input.Fields {
			c.exact[i] = map[string]int{}
			for rank, header := range f.Exact {
				c.exact[i][header] = rank
			}
			if f.Exact != nil {
				continue
			}
			if f.Column != nil {
				c.folded[cell.FoldHeader(f.Column.ColumnName())] = i
			}
			for _, header := range f.Headers {
				text, nth, isRepeated := strings.Cut(header, "#")
				folded := cell.FoldHeader(text)
				if isRepeated {
					folded += "#" + nth
				}
				c.folded[folded] = i
			}
			for header, column := range rule.Columns {
				if f.Column != nil && f.Column.ColumnName() == column {
					c.folded[cell.FoldHeader(header)] = i
				}
			}
		}
		out = append(out, c)
	}
	if rule.Dataset != "" && !slices.ContainsFunc(sources, rule.allows) {
		return nil, fmt.Errorf("configuration names table %q, which does not exist", rule.Dataset)
	}
	return out, nil
}

func (c *candidate) hasFolded(header string) bool { _, ok := c.folded[header]; return ok }

// A match is a header laid beside a dataset.
type match struct {
	dataset    *Dataset
	header     []string // header of each field, "" where none
	mapped     int      // headers that found a field
	width      int      // headers that are not empty
	missing    []string
	duplicate  []string
	unmapped   []string
	generation *Generation
}

func (m *match) fits() bool {
	if m == nil || len(m.missing) > 0 || len(m.duplicate) > 0 {
		return false
	}
	if m.dataset.Input.Known {
		return len(m.dataset.Input.Generations) == 0 || m.generation != nil
	}
	return 2*m.mapped >= m.width // D43
}

// share orders near misses: how much of the dataset's needed columns is there.
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

// A heading is a header and its cells folded.
type heading struct{ cells, folded []string }

func headingOf(cells []string) heading {
	h := heading{cells, make([]string, len(cells))}
	for i, text := range cells {
		h.folded[i] = cell.FoldHeader(text)
	}
	return h
}

func (c *candidate) fit(heading heading, rule FileRule) *match {
	header := heading.cells
	fields := c.dataset.Input.Fields
	m := &match{dataset: c.dataset, header: make([]string, len(fields))}
	seen := map[string]bool{}
	times := map[string]int{} // that a header was met
	exactTaken := make([]bool, len(header))
	for i, f := range fields {
		best := -1
		for j, h := range header {
			if rank, ok := c.exact[i][h]; ok {
				exactTaken[j] = true
				if best < 0 || rank < best {
					best, m.header[i] = rank, h
				}
			}
		}
		if f.Exact != nil && best >= 0 {
			m.mapped++
		}
	}
	for j, h := range header {
		folded := heading.folded[j]
		if folded == "" {
			continue
		}
		m.width++
		seen[folded] = true
		if exactTaken[j] {
			continue
		}
		name := h
		if times[folded]++; times[folded] > 1 {
			if nth := fmt.Sprintf("#%d", times[folded]); c.hasFolded(folded + nth) {
				folded, name = folded+nth, h+nth
			}
		}
		i, ok := c.folded[folded]
		switch {
		case !ok:
			m.unmapped = append(m.unmapped, h)
		case fields[i].Form == Secret && fields[i].Column == nil:
			m.mapped++
		case m.header[i] != "":
			m.duplicate = append(m.duplicate, h)
		default:
			m.header[i] = name
			m.mapped++
		}
	}
	for i, f := range fields {
		if f.Need == Optional || m.header[i] != "" {
			continue
		}
		if _, ok := rule.Constants[f.Column.ColumnName()]; !ok {
			m.missing = append(m.missing, f.Column.ColumnName())
		}
	}
	isExact := len(fields) > 0 && fields[0].Exact != nil
	for i, g := range c.dataset.Input.Generations {
		has := func(h string) bool { return slices.Contains(header, h) || !isExact && seen[cell.FoldHeader(h)] }
		if !slices.ContainsFunc(g.Has, func(h string) bool { return !has(h) }) && !slices.ContainsFunc(g.Lacks, has) {
			m.generation = &c.dataset.Input.Generations[i]
			break
		}
	}
	return m
}

// bestMatch returns the winner of a sheet and, if there is one, its tie. A best
// that does not fit is the nearest miss.
func bestMatch(candidates []*candidate, sheet tabular.Sheet, rule FileRule) (best, tie *match) {
	headers := []heading{headingOf(sheet.Header)}
	if !sheet.Known {
		for _, row := range sheet.Head {
			headers = append(headers, headingOf(row))
		}
	}
	for _, c := range candidates {
		var m *match
		for _, h := range headers {
			if f := c.fit(h, rule); m == nil || f.share() > m.share() {
				m = f
			}
		}
		if m.fits() && !sheet.Known {
			continue // a row of data that happens to look like a header
		}
		switch order := compareMatches(m, best); {
		case order > 0:
			best, tie = m, nil
		case order == 0 && m.fits():
			tie = m
		}
	}
	return best, tie
}

func compareMatches(a, b *match) int {
	if b == nil {
		return 1
	}
	rank := func(m *match) [3]float64 {
		if !m.fits() {
			return [3]float64{0, m.share(), float64(m.mapped)}
		}
		if m.dataset.Input.Known {
			return [3]float64{2, float64(m.mapped), 0}
		}
		return [3]float64{1, float64(m.mapped), 0}
	}
	ra, rb := rank(a), rank(b)
	return slices.Compare(ra[:], rb[:])
}
