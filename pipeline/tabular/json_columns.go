package tabular

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// jsonColumns says where the values of a record belong.
type jsonColumns struct {
	cells []jsonSlot // of each cell of the chunk
	// slots finds the slot of a flattened name.
	slots   map[string]jsonSlot
	counts  [3]int // slots of each kind
	explode string // the array whose elements make records; "" for none
	firsts  bool   // a name has "[0]"
}

// A jsonSlot is the place of a value while a record is read.
type jsonSlot struct {
	kind  slotKind
	index int
}

type slotKind uint8

const (
	recordSlot  slotKind = iota
	elementSlot          // one value per element of the array gone through
	pageSlot             // a scalar beside the table
)

// newJSONColumns reads wanted names. Two arrays gone through, or another place
// in an array than "[]", "[0]" and "[#]", are errors of the caller.
func newJSONColumns(want []string) (*jsonColumns, error) {
	c := &jsonColumns{slots: map[string]jsonSlot{}}
	for _, name := range want {
		slot, ok := c.slots[name]
		if !ok {
			kind, err := c.kindOf(name)
			if err != nil {
				return nil, err
			}
			slot = jsonSlot{kind, c.counts[kind]}
			c.counts[kind]++
			c.slots[name] = slot
		}
		c.cells = append(c.cells, slot)
	}
	return c, nil
}

func (c *jsonColumns) kindOf(name string) (slotKind, error) {
	if strings.HasPrefix(name, "$.") {
		return pageSlot, nil
	}
	path := strings.TrimSuffix(strings.TrimSuffix(name, "[]"), "[#]")
	through, first := strings.Count(path, "[]"), strings.Count(path, "[0]")
	switch {
	case strings.Count(path, "[") != through+first:
		return 0, fmt.Errorf("column %q: only [], [0] and a last [#] are known", name)
	case through+first > 1:
		return 0, fmt.Errorf("column %q goes through more than one array", name)
	case first == 1:
		c.firsts = true
		return recordSlot, nil
	case through == 0:
		return recordSlot, nil
	}
	array := path[:strings.Index(path, "[]")]
	if c.explode != "" && c.explode != array {
		return 0, fmt.Errorf("column %q goes through the array %q, another column through %q", name, array, c.explode)
	}
	c.explode = array
	return elementSlot, nil
}

// A jsonValue is a value of a record that is being read.
type jsonValue struct {
	set  bool
	kind Kind
	text span
}

// A jsonFault is the first thing that spoils a record.
type jsonFault struct{ code, column, message string }

// jsonRecord takes the wanted values of one object.
type jsonRecord struct {
	columns *jsonColumns
	cellMax int

	data     []byte // texts, behind those of the objects before
	record   []jsonValue
	elements []jsonValue // counts[elementSlot] per element
	length   int         // of the array gone through
	first    []byte
	fault    jsonFault
}

// reset begins the next object, whose texts go behind data.
func (r *jsonRecord) reset(data []byte) {
	clear(r.record)
	r.data, r.elements, r.length, r.fault = data, r.elements[:0], 0, jsonFault{}
}

func (r *jsonRecord) scalar(w *jsonWalker, event jsonEvent) {
	if slot, ok := r.columns.slots[string(w.name)]; ok {
		r.put(w, slot, event)
	}
	if name, ok := r.firstName(w); ok {
		if slot, ok := r.columns.slots[string(name)]; ok {
			r.put(w, slot, event)
		}
	}
}

func (r *jsonRecord) array(w *jsonWalker, length int) {
	if len(w.indexes) == 0 && string(w.name) == r.columns.explode {
		r.length = length
	}
	w.name = append(w.name, "[#]"...)
	defer func() { w.name = w.name[:len(w.name)-len("[#]")] }()
	if slot, ok := r.columns.slots[string(w.name)]; ok {
		if value := r.value(w, slot); value.set {
			r.spoil(w, "duplicate_key", "two values for one path")
		} else {
			start := len(r.data)
			r.data = fmt.Append(r.data, length)
			*value = jsonValue{true, NumberCell, span{uint32(start), uint32(len(r.data))}}
		}
	}
}

// firstName returns the name with "[0]" if the value lies in the first element
// of its outermost array. It is good until the next call.
func (r *jsonRecord) firstName(w *jsonWalker) ([]byte, bool) {
	if !r.columns.firsts || len(w.indexes) == 0 || w.indexes[0] != 0 {
		return nil, false
	}
	before, behind, _ := bytes.Cut(w.name, []byte("[]"))
	r.first = append(append(append(r.first[:0], before...), "[0]"...), behind...)
	return r.first, true
}

// value returns the place of a value that belongs in a slot.
func (r *jsonRecord) value(w *jsonWalker, slot jsonSlot) *jsonValue {
	if slot.kind == recordSlot {
		return &r.record[slot.index]
	}
	width := r.columns.counts[elementSlot]
	at := w.indexes[0]*width + slot.index
	for len(r.elements) <= at {
		r.elements = append(r.elements, jsonValue{})
	}
	return &r.elements[at]
}

func (r *jsonRecord) put(w *jsonWalker, slot jsonSlot, event jsonEvent) {
	if slot.kind == pageSlot {
		return // a key that is spelled like a scalar beside the table
	}
	value := r.value(w, slot)
	text, kind := w.text, TextCell
	switch event {
	case numberValue:
		kind = NumberCell
	case trueValue, falseValue:
		kind = BoolCell
	case nullValue:
		text, kind = nil, NullCell
	case stringValue:
		r.checkText(w)
	}
	start := len(r.data)
	if strings.HasSuffix(string(w.name), "[]") {
		// An array of scalars is one text.
		kind = TextCell
		if value.set {
			r.data = append(r.data, r.data[value.text.start:value.text.end]...)
			if value.text.end == uint32(start) {
				r.data = r.data[:start]
				start = int(value.text.start)
			}
			r.data = append(r.data, '|')
		}
	} else if value.set {
		r.spoil(w, "duplicate_key", "two values for one path")
	}
	r.data = append(r.data, text...)
	if size := len(r.data) - start; size > r.cellMax {
		r.spoil(w, "cell_too_long", fmt.Sprintf("at most %d bytes expected, %d found", r.cellMax, size))
	}
	*value = jsonValue{true, kind, span{uint32(start), uint32(len(r.data))}}
}

// checkText spoils the record if the string cannot be a cell.
func (r *jsonRecord) checkText(w *jsonWalker) {
	if w.loneSurrogate {
		r.spoil(w, "invalid_utf8", "half a surrogate pair is no character")
	} else if slices.Contains(w.text, 0) {
		r.spoil(w, "nul_byte", `\u0000 is no text`)
	}
}

func (r *jsonRecord) spoil(w *jsonWalker, code, message string) {
	if r.fault.code == "" {
		r.fault = jsonFault{code, string(w.name), message}
	}
}
