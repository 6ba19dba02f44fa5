package pipeline

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/digest"
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
	// mostReadOnce is the size up to which CSV files are only looked at, to be read when they
	// are scanned; others are read before that, too, to find where they can be cut.
	mostReadOnce int64

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
	one.limits, one.mostReadOnce = r.limits, r.mostReadOnce
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
	if err == nil && f.Size > r.mostReadOnce && f.CanBeCut() {
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
		refused.Sums = f.Sums
	}
	switch {
	case errors.As(err, &damage):
		return nil, damaged(file, name, err), nil
	case err != nil:
		return nil, nil, err
	}
	return found, refused, nil
}

// recogniseFile is recognise of a file of a run: what cannot be read is an error of the run
// that names the file, and of a refused file the checksum is known.
func (r *Recogniser) recogniseFile(f *SourceFile, b *tabular.Buffers) (tables []*Recognition, refused *Refusal, err error) {
	defer RecoverAs(&err, f.Name)
	tables, refused, err = r.recognise(f.path, f.Name, f.info, b)
	if err != nil {
		return nil, nil, cmp.Or[error](scratchFailure(err), diskFailure(f, err), &InputError{File: f.Name, Reason: "cannot be read", Err: err})
	}
	if refused != nil && !refused.Damaged && refused.Sums == (digest.Sums{}) {
		h := digest.New()
		if _, err := copyFile(h, f.path); err != nil {
			return nil, nil, &InputError{File: f.Name, Reason: "cannot be read", Err: err}
		}
		refused.Sums = h.Sums()
	}
	return tables, refused, nil
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
		if rule.Matches(name) {
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
