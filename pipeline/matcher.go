package pipeline

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// A matcher lays tables beside the datasets that files of some rules may hold.
type matcher struct {
	rule       FileRule
	candidates []*candidate
	pages      []page
	notInputs  []NotInput // titles folded
	narrowest  int        // cells that a header of a candidate has at least
	opener     *tabular.Opener

	last    atomic.Pointer[headerMatch] // that was asked for: the next file mostly has the same header
	mu      sync.Mutex
	headers map[string]*headerMatch // of headers that fit, by their cells
}

// A page is a dataset that stands on a sheet laid out for print.
type page struct {
	dataset *Dataset
	title   string // folded
}

// A headerMatch is what a header is.
type headerMatch struct {
	header    []string
	best, tie *match
	words     []string // its cells as [cell.FoldWord] folds them
	refused   string   // the report that it is, of those that are no input, or ""
}

func newMatcher(rule FileRule, sources []*Dataset, notInputs []NotInput) (*matcher, error) {
	m := &matcher{rule: rule, notInputs: notInputs, headers: map[string]*headerMatch{}}
	var err error
	if m.candidates, err = candidatesFor(rule, sources); err != nil {
		return nil, err
	}
	for i, c := range m.candidates {
		if i == 0 || c.narrowest < m.narrowest {
			m.narrowest = c.narrowest
		}
	}
	for _, d := range sources {
		if s := d.Input.Section; s != nil && rule.allows(d) {
			m.pages = append(m.pages, page{d, cell.FoldWord(s.Title)})
		}
	}
	return m, nil
}

// knows is the [tabular.Probe] of the candidates.
func (m *matcher) knows(header []string) bool {
	filled := 0
	for _, text := range header {
		if text != "" {
			filled++
		}
	}
	return filled >= m.narrowest && m.match(header).best.fits()
}

// match lays a header beside the candidates that it could fit: without one of them best
// is nil. The result is not to be changed.
func (m *matcher) match(header []string) *headerMatch {
	if last := m.last.Load(); last != nil && slices.Equal(last.header, header) {
		return last
	}
	key := strings.Join(header, "\x00")
	m.mu.Lock()
	known := m.headers[key]
	m.mu.Unlock()
	if known != nil {
		m.last.Store(known)
		return known
	}
	found := &headerMatch{header: header}
	heading := headingOf(header)
	for _, c := range m.candidates {
		if c.couldFit(heading) {
			found.add(c.fit(heading, m.rule))
		}
	}
	if found.best.fits() {
		found.words, found.best.mapped = folded(header), found.best.mappings(m.rule)
		found.refused = m.reportOf(header, found.words)
		m.mu.Lock()
		defer m.mu.Unlock()
		m.headers[key] = found
	}
	return found
}

// add lets a match compete.
func (h *headerMatch) add(m *match) {
	switch order := compareMatches(m, h.best); {
	case order > 0:
		h.best, h.tie = m, nil
	case order == 0 && m.fits():
		h.tie = m
	}
}

// best returns the winner of a sheet and, if there is one, its tie. A best that
// does not fit is the nearest miss. Known is the match of its header, nil if it is not known.
func (m *matcher) best(sheet tabular.Sheet, known *headerMatch) (best, tie *match) {
	if known != nil {
		return known.best, known.tie
	}
	headers := []heading{headingOf(sheet.Header)}
	for _, row := range sheet.Head {
		headers = append(headers, headingOf(row))
	}
	var found headerMatch
	for _, c := range m.candidates {
		var nearest *match
		for _, h := range headers {
			if f := c.fit(h, m.rule); nearest == nil || f.share() > nearest.share() {
				nearest = f
			}
		}
		if !nearest.fits() { // else a row of data happens to look like a header
			found.add(nearest)
		}
	}
	return found.best, found.tie
}

// titles returns the texts that may be a title of a sheet, folded: the cells down
// to its header. They are not to be changed.
func (m *matcher) titles(sheet tabular.Sheet, known *headerMatch) (titles []string) {
	if isHeaderFirst(sheet) {
		return known.words
	}
	for _, row := range toHeader(sheet) {
		if sheet.Known && slices.Equal(row, sheet.Header) {
			titles = append(titles, known.words...)
		} else {
			titles = append(titles, folded(row)...)
		}
	}
	return titles
}

// notInput returns the name of the report that a sheet is, of those that are
// refused, else "".
func (m *matcher) notInput(sheet tabular.Sheet, known *headerMatch, titles []string) string {
	if isHeaderFirst(sheet) {
		return known.refused
	}
	return m.reportOf(sheet.Header, append(titles, cell.FoldWord(sheet.Name)))
}

// isHeaderFirst reports whether a sheet is what thousands of files are: a known header,
// and nothing above it, not even a name.
func isHeaderFirst(sheet tabular.Sheet) bool {
	return sheet.Known && sheet.HeaderRow == 1 && sheet.Name == ""
}

// reportOf returns the name of the report, of those that are refused, that has such a
// header or titles, else "".
func (m *matcher) reportOf(header, titles []string) string {
	for _, n := range m.notInputs {
		if slices.ContainsFunc(n.Titles, func(title string) bool { return oneBegins(titles, title) }) {
			return n.Report
		}
		missing := func(name string) bool { return !slices.Contains(header, name) }
		if len(n.Names) > 0 && !slices.ContainsFunc(n.Names, missing) {
			return n.Report
		}
	}
	return ""
}

// oneBegins reports whether one of the texts begins with a title; all are folded.
func oneBegins(texts []string, title string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return strings.HasPrefix(text, title) })
}
