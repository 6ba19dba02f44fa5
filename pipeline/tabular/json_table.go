package tabular

import (
	"errors"
	"strings"
)

// A jsonLayout says how the records of a table lie in the documents. The
// elements of a file are its documents or, where a document is an array, the
// objects in it.
type jsonLayout uint8

const (
	elementRecords jsonLayout = iota // every element is a record
	arrayRecords                     // the objects of an array in each element
	mapRecords                       // the values of an object in each element, by key
)

// A jsonTable is a place where records lie.
type jsonTable struct {
	layout jsonLayout
	path   string // keys from the element, joined by "."; "" for the element itself
}

// container returns the path of the object that holds the table.
func (t jsonTable) container() string {
	return t.path[:max(strings.LastIndexByte(t.path, '.'), 0)]
}

// above reports whether a path leads into the table's array or map.
func (t jsonTable) above(path string) bool {
	return t.path == "" || strings.HasPrefix(path, t.path+".")
}

// mapKeyName is the column with the key of a record in a map.
const mapKeyName = "@key"

// scalarName names a scalar at path for the records of the table: the keys
// that lead from the nearest object around both, behind "$.". So "page_count"
// beside the array has one name with and without an envelope. It also returns
// how near that object is to the table.
func (t jsonTable) scalarName(path string) (name string, nearness int) {
	within := t.container()
	rest := path
	for within != "" {
		key, deeper, _ := strings.Cut(within, ".")
		after, ok := strings.CutPrefix(rest, key+".")
		if !ok {
			break
		}
		rest, within = after, deeper
		nearness++
	}
	return "$." + rest, nearness
}

// errStop ends a walk early; it never leaves the package.
var errStop = errors.New("stop")

// A jsonLocator finds the records of one table.
type jsonLocator struct {
	*jsonScanner
	table   jsonTable
	element int // index of the current element

	// record is called with the first piece of a record and its key in a map,
	// and must read it to the end. Only an objectStart is really a record.
	record func(event jsonEvent, key []byte) error

	path []byte
	key  []byte
}

// locate reads all documents.
func (l *jsonLocator) locate() error {
	return elements(l.jsonScanner, func(event jsonEvent) error {
		defer func() { l.element++ }()
		switch {
		case l.table.layout == elementRecords:
			return l.record(event, nil)
		case event != objectStart:
			return l.skipValue(event)
		case l.table.layout == mapRecords && l.table.path == "":
			return l.entries()
		}
		return l.object()
	})
}

// elements calls visit with the first piece of each element; visit must read
// it to the end.
func elements(s *jsonScanner, visit func(event jsonEvent) error) error {
	for {
		event, err := s.next()
		switch {
		case err != nil || event == jsonEnd:
			return err
		case event == arrayEnd: // of a document
		case event == arrayStart && s.depth() == 1:
		default:
			if err := visit(event); err != nil {
				return err
			}
		}
	}
}

// object looks for the table in the object that was opened last.
func (l *jsonLocator) object() error {
	mark := len(l.path)
	defer func() { l.path = l.path[:mark] }()
	for {
		event, err := l.next()
		if err != nil || event == objectEnd {
			return err
		}
		l.path = appendKey(l.path[:mark], l.text)
		if event, err = l.next(); err != nil {
			return err
		}
		here := string(l.path) == l.table.path
		switch {
		case here && event == arrayStart && l.table.layout == arrayRecords:
			err = l.records()
		case here && event == objectStart && l.table.layout == mapRecords:
			err = l.entries()
		case event == objectStart && strings.HasPrefix(l.table.path, string(l.path)+"."):
			err = l.object()
		default:
			err = l.skipValue(event)
		}
		if err != nil {
			return err
		}
	}
}

func (l *jsonLocator) records() error {
	for {
		event, err := l.next()
		if err != nil || event == arrayEnd {
			return err
		}
		if err := l.record(event, nil); err != nil {
			return err
		}
	}
}

func (l *jsonLocator) entries() error {
	for {
		event, err := l.next()
		if err != nil || event == objectEnd {
			return err
		}
		l.key = append(l.key[:0], l.text...)
		if event, err = l.next(); err != nil {
			return err
		}
		if err := l.record(event, l.key); err != nil {
			return err
		}
	}
}

func appendKey(path, key []byte) []byte {
	if len(path) > 0 {
		path = append(path, '.')
	}
	return append(path, key...)
}
