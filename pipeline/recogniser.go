package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/tabular"
)

// A Recogniser tells what the tables of files are. What it knows of datasets it
// prepares once, and what it finds out of a header it keeps: a folder may hold
// thousands of files with a few headers. Several goroutines may use it.
type Recogniser struct {
	sources   []*Dataset
	rules     []FileRule
	notInputs []NotInput // titles folded
	limits    tabular.Limits
	// once is the size up to which CSV files are only looked at, to be read when they are
	// scanned; others are read to find where they can be cut.
	once int64

	mu       sync.Mutex
	matchers map[string]*matcher  // by the numbers of the rules that match
	zones    map[string]cell.Zone // by name
}

// NewRecogniser returns a recogniser of files that hold some of the sources or are
// one of the reports that are refused by name.
func NewRecogniser(sources []*Dataset, notInputs []NotInput, rules []FileRule) *Recogniser {
	r := &Recogniser{sources: sources, rules: rules, matchers: map[string]*matcher{}, zones: map[string]cell.Zone{}}
	for _, n := range notInputs {
		n.Titles = folded(n.Titles)
		r.notInputs = append(r.notInputs, n)
	}
	return r
}

// only returns a recogniser of files that hold one table, alike in all else.
func (r *Recogniser) only(d *Dataset) *Recogniser {
	one := NewRecogniser([]*Dataset{d}, nil, nil)
	one.limits, one.once = r.limits, r.once
	return one
}

// SpillTo lets workbooks put shared strings that are beyond [tabular.Limits] for memory
// into files without a name in a folder, which is made when it is needed. Until it is
// called all stay in memory.
func (r *Recogniser) SpillTo(folder string) { r.limits.Scratch = folder }

// Recognise tells what the tables of a file are, by content and never by name.
// Name is its path relative to the input folder, which the rules match.
// Known exports win over canonical tables, then the table with most mapped
// columns wins; a tie is refused. The error is for files that cannot be read.
func (r *Recogniser) Recognise(file, name string) ([]*Recognition, *Refusal, error) {
	listed, err := os.Lstat(file)
	if err != nil {
		return nil, nil, err
	}
	return r.recognise(file, name, listed, nil)
}

// recognise is Recognise of a file that was listed. Buffers may keep it: see [tabular.Opener.Look].
func (r *Recogniser) recognise(file, name string, listed fs.FileInfo, b *tabular.Buffers) ([]*Recognition, *Refusal, error) {
	matcher, err := r.matcherOf(name)
	if err != nil {
		return nil, nil, err
	}
	f, err := matcher.opener.Look(file, listed, b)
	if err == nil && f.Size > r.once && f.CanBeCut() {
		err = f.Finish()
	}
	var damage *tabular.DamageError
	if err != nil {
		var pathErr *fs.PathError
		if errors.As(err, &pathErr) && !errors.As(err, &damage) {
			return nil, nil, err
		}
		return nil, damaged(file, name, err), nil
	}
	found, refused, err := r.tables(f, name, matcher)
	if err == nil && refused != nil {
		err = f.Finish()
		refused.SHA256 = hexHash(f.SHA256)
	}
	switch {
	case errors.As(err, &damage):
		return nil, damaged(file, name, err), nil
	case err != nil:
		return nil, nil, err
	}
	return found, refused, nil
}

// tables tells what the tables of an opened file are, or why none is used.
func (r *Recogniser) tables(f *tabular.File, name string, matcher *matcher) ([]*Recognition, *Refusal, error) {
	var found []*Recognition
	var nearest *match
	for i, sheet := range f.Sheets {
		var known *headerMatch
		if sheet.Known {
			known = matcher.match(sheet.Header)
			f.Sheets[i].Header = known.header // one for thousands of files
		}
		titles := matcher.titles(sheet, known)
		if report := matcher.notInput(sheet, known, titles); report != "" {
			return nil, &Refusal{Name: name, Reason: report + ": not an input"}, nil
		}
		tables, miss, err := matcher.sections(f, i, titles)
		best, tie := matcher.best(sheet, known)
		switch {
		case len(tables) > 0 || err != nil:
		case miss != nil:
			nearest = miss
		case tie != nil:
			return nil, &Refusal{
				Name:   name,
				Reason: fmt.Sprintf("ambiguous: fits %s and %s; name the table in the configuration", best.dataset.Input.Report, tie.dataset.Input.Report),
			}, nil
		case best != nil && best.fits():
			tables = []heldTable{{i, best}}
		case best != nil && (nearest == nil || best.share() > nearest.share()):
			nearest = best
		}
		for _, t := range tables {
			var table *Recognition
			if table, err = r.recognition(f, name, t.sheet, t.match, matcher.rule); err != nil {
				break
			}
			found = append(found, table)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	if len(found) == 0 {
		return nil, refusal(f, name, nearest), nil
	}
	for i := range f.Sheets { // what thousands of files hold until they are read
		f.Sheets[i].Head = nil
	}
	return found, nil, nil
}

// matcherOf returns what is laid beside the tables of a file.
func (r *Recogniser) matcherOf(name string) (*matcher, error) {
	var matching []FileRule
	var key []byte
	for i, rule := range r.rules {
		if rule.matches(name) {
			matching = append(matching, rule)
			key = fmt.Appendf(key, "%d ", i)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if m := r.matchers[string(key)]; m != nil {
		return m, nil
	}
	m, err := newMatcher(merged(matching), r.sources, r.notInputs)
	if err == nil {
		m.opener = &tabular.Opener{Known: m.knows, Limits: r.limits}
		r.matchers[string(key)] = m
	}
	return m, err
}

// matches reports whether a rule is one of a file.
func (r FileRule) matches(name string) bool {
	for _, text := range []string{name, path.Base(name)} {
		if ok, err := path.Match(r.Match, text); err == nil && ok {
			return true
		}
	}
	return false
}

// merged makes rules one; later ones win.
func merged(rules []FileRule) FileRule {
	merged := FileRule{Constants: map[string]string{}, Columns: map[string]string{}, Words: map[string]map[string]string{}}
	for _, r := range rules {
		if r.Dataset != "" {
			merged.Dataset = r.Dataset
		}
		if r.Zone != "" {
			merged.Zone = r.Zone
		}
		maps.Copy(merged.Constants, r.Constants)
		maps.Copy(merged.Columns, r.Columns)
		maps.Copy(merged.Words, r.Words)
	}
	return merged
}

// oneBegins reports whether one of the texts begins with a title; all are folded.
func oneBegins(texts []string, title string) bool {
	return slices.ContainsFunc(texts, func(text string) bool { return strings.HasPrefix(text, title) })
}

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

// match lays a header beside the candidates. The result is not to be changed.
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
		found.add(c.fit(heading, m.rule))
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
