package tabular

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// jsonTables is how many arrays of objects are told apart in one file.
const jsonTables = 64

// A jsonSurvey is what one reading of all documents tells about their layout.
type jsonSurvey struct {
	*jsonScanner
	wrapped  bool // a document is an array
	elements int
	members  int // most members of an element

	arrays []string      // paths of arrays that hold objects
	empty  []string      // paths of arrays that hold nothing
	maps   []string      // paths of objects whose values are objects with one first key
	wide   []string      // those of maps that have several values somewhere
	full   map[byte]bool // lists that could not take all

	scalars    []jsonScalar   // those outside arrays, one of each path
	without    string         // the path that leads to all scalars for which there was no room
	seen       map[string]int // by mark and path, the index in its list
	duplicates []string       // paths of objects outside arrays in which a key comes twice

	path []byte
	mark []byte
	kept int // bytes of the scalars
	keys keyStack
}

// Bounds of what a survey keeps.
const (
	scalarsKept = 1 << 16  // scalars outside arrays
	scalarBytes = 16 << 20 // of them and their paths
	surveyKeys  = 64 << 20 // of the keys of open objects: a million records in a map
)

// The lists of a survey, as marks before a path in seen.
const (
	arrayMark     = '['
	emptyMark     = '_'
	mapMark       = '{'
	wideMark      = '*'
	scalarMark    = '$'
	duplicateMark = '='
)

// A jsonScalar is a value outside arrays: the first of its path, of a flag the last.
type jsonScalar struct{ path, text string }

// survey reads all documents to the end.
func survey(s *jsonScanner) (*jsonSurvey, error) {
	v := &jsonSurvey{jsonScanner: s, seen: map[string]int{}, full: map[byte]bool{}}
	err := elements(s, func(event jsonEvent) error {
		v.elements++
		v.wrapped = v.wrapped || s.stack[0] == arrayStart
		if event != objectStart {
			return s.skipValue(event)
		}
		members, _, err := v.object()
		v.members = max(v.members, members)
		return err
	})
	return v, err
}

// first reports whether the current path is new under a mark of which n are
// kept already, and fewer than limit may be.
func (v *jsonSurvey) first(mark byte, n, limit int) bool {
	v.mark = append(append(v.mark[:0], mark), v.path...)
	if _, isSeen := v.seen[string(v.mark)]; isSeen {
		return false
	}
	if n == limit {
		v.full[mark] = true
		return false
	}
	v.seen[string(v.mark)] = n
	return true
}

// note adds the current path to a list, once.
func (v *jsonSurvey) note(list *[]string, mark byte) {
	if v.first(mark, len(*list), jsonTables) {
		*list = append(*list, string(v.path))
	}
}

// object reads the object that was opened last. It returns the number of its
// members and a hash of the first key.
func (v *jsonSurvey) object() (members int, first uint64, err error) {
	mark := len(v.path)
	defer func() { v.path = v.path[:mark] }()
	v.keys.open()
	defer v.keys.close()
	alike, shape := true, uint64(0)
	for {
		event, err := v.next()
		if err != nil {
			return 0, 0, err
		}
		if event == objectEnd {
			v.path = v.path[:mark]
			if alike {
				v.noteMap(members)
			}
			return members, first, nil
		}
		if v.keys.add(v.text) {
			v.path = v.path[:mark]
			v.note(&v.duplicates, duplicateMark)
		}
		if v.keys.bytes > surveyKeys {
			return 0, 0, v.faultf("more than %d MiB of keys in one object: export fewer records to a file", surveyKeys>>20)
		}
		if members == 0 {
			first = hashOf(v.text)
		}
		members++
		v.path = appendKey(v.path[:mark], v.text)
		if event, err = v.next(); err != nil {
			return 0, 0, err
		}
		switch event {
		case objectStart:
			inner, key, err := v.object()
			if err != nil {
				return 0, 0, err
			}
			alike = alike && inner > 0 && (members == 1 || key == shape)
			shape = key
		case arrayStart:
			alike = false
			if err := v.array(); err != nil {
				return 0, 0, err
			}
		default:
			alike = false
			v.scalar(event)
		}
	}
}

// noteMap notes an object all of whose members are objects with one first key.
func (v *jsonSurvey) noteMap(members int) {
	if members > 0 {
		v.note(&v.maps, mapMark)
	}
	if members > 1 {
		v.note(&v.wide, wideMark)
	}
}

// hashOf is FNV-1a.
func hashOf(key []byte) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range key {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h
}

func (v *jsonSurvey) scalar(event jsonEvent) {
	most, wasFull := scalarsKept, v.full[scalarMark]
	if v.kept > scalarBytes {
		most = len(v.scalars)
	}
	switch {
	case v.first(scalarMark, len(v.scalars), most):
		text := ""
		if event != nullValue {
			text = clip(v.text, faultRaw)
		}
		v.kept += len(v.path) + len(text) + besideKey
		v.scalars = append(v.scalars, jsonScalar{string(v.path), text})
	case v.isSeen():
		if event == trueValue || event == falseValue {
			v.scalars[v.seen[string(v.mark)]].text = strconv.FormatBool(event == trueValue)
		}
	case wasFull:
		v.without = commonPath(v.without, string(v.path))
	default:
		v.without = string(v.path)
	}
}

// isSeen reports whether the current path is one of the scalars that are kept.
func (v *jsonSurvey) isSeen() bool {
	_, isSeen := v.seen[string(v.mark)]
	return isSeen
}

// commonPath returns the keys with which two paths begin.
func commonPath(a, b string) string {
	for a != "" && a != b && !strings.HasPrefix(b, a+".") {
		a = a[:max(strings.LastIndexByte(a, '.'), 0)]
	}
	return a
}

func (v *jsonSurvey) array() error {
	noted := false
	for length := 0; ; length++ {
		event, err := v.next()
		if err != nil {
			return err
		}
		switch event {
		case arrayEnd:
			if length == 0 {
				v.note(&v.empty, emptyMark)
			}
			return nil
		case objectStart:
			if !noted {
				v.note(&v.arrays, arrayMark)
				noted = true
			}
		}
		if err := v.skipValue(event); err != nil {
			return err
		}
	}
}

// pageMembers is the most members that the page of an answer is expected to
// have beside and including its array ("postings", "cursor", "has_next").
const pageMembers = 4

// choose decides which tables the file has. Names returns the flattened names
// of a table, which the probe is asked with. Where the probe knows none, a
// sequence of elements is a table of records unless they look like pages of
// answers; a single one is searched for arrays, then for maps.
func (v *jsonSurvey) choose(known Probe, names func(jsonTable) ([]string, error)) ([]jsonTable, error) {
	knownOf := func(tables []jsonTable) (recognised []jsonTable, err error) {
		for _, t := range tables {
			header, err := names(t)
			if err != nil {
				return nil, err
			}
			if len(header) > 0 && known(header) {
				recognised = append(recognised, t)
			}
		}
		return recognised, nil
	}
	records := []jsonTable{{layout: elementRecords}}
	arrays := tablesAt(arrayRecords, v.arrays)
	if recognised, err := knownOf(records); len(recognised) > 0 || err != nil {
		return recognised, err
	}
	if recognised, err := knownOf(arrays); len(recognised) > 0 || err != nil {
		return arrays, err
	}
	if recognised, err := knownOf(tablesAt(mapRecords, v.maps)); len(recognised) > 0 || err != nil {
		return recognised, err
	}
	sequence := v.wrapped || v.elements > 1
	pages := len(arrays) > 0 && v.members <= pageMembers
	switch {
	case sequence && !pages:
		return records, nil
	case len(arrays) > 0:
		return arrays, nil
	}
	if wide := tablesAt(mapRecords, v.wide); len(wide) > 0 {
		return wide, nil
	}
	return tablesAt(arrayRecords, v.empty), nil
}

func tablesAt(layout jsonLayout, paths []string) []jsonTable {
	tables := make([]jsonTable, len(paths))
	for i, path := range paths {
		tables[i] = jsonTable{layout, path}
	}
	return tables
}

// check refuses documents whose reading would be a matter of luck.
func (v *jsonSurvey) check(tables []jsonTable) error {
	if len(tables) > 0 && tables[0].layout == elementRecords {
		return nil
	}
	if v.full[arrayMark] || v.full[mapMark] && len(v.arrays) == 0 || v.full[duplicateMark] {
		return fmt.Errorf("more than %d arrays of objects, or objects with doubled keys", jsonTables)
	}
	for _, t := range tables {
		isOfRecords := t.layout == mapRecords && (v.without == t.path || t.above(v.without))
		if v.full[scalarMark] && !isOfRecords {
			return fmt.Errorf("more than %d values outside arrays, or %d MiB of them", scalarsKept, scalarBytes>>20)
		}
	}
	for _, at := range v.duplicates {
		inRecord := false
		for _, t := range tables {
			inRecord = inRecord || t.layout == mapRecords && at != t.path && t.above(at)
		}
		if !inRecord {
			return fmt.Errorf("a key comes twice in the object at %q", "$."+at)
		}
	}
	return nil
}

// header joins the names of a table's records and of the scalars beside it.
func (v *jsonSurvey) header(t jsonTable, records []string) []string {
	header := slices.Clone(records)
	if t.layout == elementRecords {
		return header
	}
	if t.layout == mapRecords {
		header = append(header, mapKeyName)
	}
	named := map[string]bool{}
	for _, name := range header {
		named[name] = true
	}
	for _, scalar := range v.scalars {
		if t.layout == mapRecords && t.above(scalar.path) {
			continue
		}
		if name, _ := t.scalarName(scalar.path); !named[name] {
			named[name] = true
			header = append(header, name)
		}
	}
	return header
}

// mostBeside is how many scalars a page of an answer has at most beside its records.
const mostBeside = 64

// beside returns the values of the scalars beside a table by name, as [Sheet.Beside] has
// them.
func (v *jsonSurvey) beside(t jsonTable) map[string]string {
	if t.layout != arrayRecords || len(v.scalars) > mostBeside {
		return nil
	}
	values := make(map[string]string, len(v.scalars))
	nearest := make(map[string]int, len(v.scalars))
	for _, scalar := range v.scalars {
		name, nearness := t.scalarName(scalar.path)
		if _, isKnown := values[name]; !isKnown || nearness > nearest[name] {
			values[name], nearest[name] = scalar.text, nearness
		}
	}
	return values
}
