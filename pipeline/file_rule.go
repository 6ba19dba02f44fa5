package pipeline

import (
	"maps"
	"path"
	"strings"
)

// A FileRule is what the configuration says of some input files.
type FileRule struct {
	Match     string            // glob on the path relative to the input folder
	Dataset   string            // name of the source dataset, without "raw_"; empty = recognise
	Zone      string            // IANA zone of stamps without offset; empty = the dataset's
	Constants map[string]string // column name to the value of every row
	// Columns maps headers, compared folded, to column names; Words maps, per column
	// name, words to the codes of its word list. So an export of another's making is
	// read without code.
	Columns map[string]string
	Words   map[string]map[string]string
}

// allows reports whether the files may hold a dataset.
func (r FileRule) allows(d *Dataset) bool {
	return r.Dataset == "" || strings.TrimPrefix(d.Name, "raw_") == r.Dataset
}

// Matches reports whether a rule is one of a file, given by its path relative to the input
// folder.
func (r FileRule) Matches(name string) bool {
	for _, text := range []string{name, path.Base(name)} {
		if ok, err := path.Match(r.Match, text); err == nil && ok {
			return true
		}
	}
	return false
}

// needsHeader reports whether a header must feed a field: files may not lack it, and the rule
// gives it no constant.
func (r FileRule) needsHeader(f Field) bool {
	if f.Need == Optional {
		return false
	}
	_, isConstant := r.Constants[f.Column.ColumnName()]
	return !isConstant
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
