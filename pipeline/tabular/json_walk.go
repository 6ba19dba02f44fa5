package tabular

// A jsonWalker reads one object and names what it finds: the keys on the way
// joined by ".", "[]" for each array gone through (once for an array of arrays).
type jsonWalker struct {
	*jsonScanner
	visitor jsonVisitor
	end     int64 // offset beyond which the object is too long to be kept

	name      []byte // of the current value
	indexes   []int  // place in each open array
	keys      keyStack
	duplicate string // name of a key that came twice in its object; "" for none
	tooLong   bool
}

// A jsonVisitor is told the values of an object. Name and place are in the
// walker, the text in its scanner.
type jsonVisitor interface {
	scalar(w *jsonWalker, event jsonEvent)
	array(w *jsonWalker, length int) // at the end of an array
}

// walk reads the rest of the object that was opened last.
func (w *jsonWalker) walk(maxBytes int) error {
	w.name, w.indexes, w.duplicate, w.tooLong = w.name[:0], w.indexes[:0], "", false
	w.end = w.offset() + int64(maxBytes)
	return w.object()
}

func (w *jsonWalker) object() error {
	mark := len(w.name)
	w.keys.open()
	defer w.keys.close()
	for {
		event, err := w.next()
		if err != nil || event == objectEnd {
			w.name = w.name[:mark]
			return err
		}
		w.name = w.name[:mark]
		if mark > 0 {
			w.name = append(w.name, '.')
		}
		w.name = append(w.name, w.text...)
		if w.tooLong = w.tooLong || w.offset() > w.end; !w.tooLong && w.keys.add(w.text) && w.duplicate == "" {
			w.duplicate = string(w.name)
		}
		if event, err = w.next(); err != nil {
			return err
		}
		if err := w.value(event); err != nil {
			return err
		}
	}
}

func (w *jsonWalker) value(event jsonEvent) error {
	switch event {
	case objectStart:
		return w.object()
	case arrayStart:
		mark := len(w.name)
		w.name = append(w.name, "[]"...)
		length, err := w.elements()
		w.name = w.name[:mark]
		if err == nil && !w.tooLong {
			w.visitor.array(w, length)
		}
		return err
	}
	if w.tooLong = w.tooLong || w.offset() > w.end; !w.tooLong {
		w.visitor.scalar(w, event)
	}
	return nil
}

// elements reads the rest of an array.
func (w *jsonWalker) elements() (int, error) {
	place := len(w.indexes)
	w.indexes = append(w.indexes, 0)
	defer func() { w.indexes = w.indexes[:place] }()
	for {
		event, err := w.next()
		if err != nil || event == arrayEnd {
			return w.indexes[place], err
		}
		if event == arrayStart {
			_, err = w.elements()
		} else {
			err = w.value(event)
		}
		if err != nil {
			return 0, err
		}
		w.indexes[place]++
	}
}

// A keyStack finds keys that come twice in one of the open objects.
type keyStack struct {
	text   []byte
	ends   []int // of each key in text
	levels []keyLevel
	bytes  int // of the keys that are in maps
}

type keyLevel struct {
	first int             // its first key in ends
	many  map[string]bool // the keys once there are more than fewKeys
	bytes int             // of those
}

const (
	// fewKeys is how many keys are compared one by one.
	fewKeys = 48
	// besideKey is what a key takes in a map beside its text.
	besideKey = 32
)

func (k *keyStack) open() { k.levels = append(k.levels, keyLevel{first: len(k.ends)}) }

func (k *keyStack) close() {
	level := k.levels[len(k.levels)-1]
	k.levels = k.levels[:len(k.levels)-1]
	k.bytes -= level.bytes
	k.ends = k.ends[:level.first]
	k.text = k.text[:k.start(level.first)]
}

func (k *keyStack) start(i int) int {
	if i == 0 {
		return 0
	}
	return k.ends[i-1]
}

// add notes a key of the innermost object and reports whether it was there.
func (k *keyStack) add(key []byte) bool {
	level := &k.levels[len(k.levels)-1]
	if level.many != nil {
		seen := level.many[string(key)]
		if !seen {
			level.many[string(key)] = true
			level.bytes += len(key) + besideKey
			k.bytes += len(key) + besideKey
		}
		return seen
	}
	for i := level.first; i < len(k.ends); i++ {
		if string(k.text[k.start(i):k.ends[i]]) == string(key) {
			return true
		}
	}
	k.text = append(k.text, key...)
	k.ends = append(k.ends, len(k.text))
	if len(k.ends)-level.first > fewKeys {
		level.many = map[string]bool{}
		for i := level.first; i < len(k.ends); i++ {
			level.many[string(k.text[k.start(i):k.ends[i]])] = true
		}
	}
	return false
}
