package pipeline

import (
	"errors"
	"sync"
)

// A firstFault keeps the complaint about the first faulty input file, by name, of those
// that workers come upon: which of them is met first is chance.
type firstFault struct {
	mu   sync.Mutex
	file string
	err  error
}

// keep keeps an error if it is an [InputError] and its file the first so far. It returns
// other errors.
func (f *firstFault) keep(err error) error {
	var fault *InputError
	if !errors.As(err, &fault) {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil || fault.File < f.file {
		f.file, f.err = fault.File, err
	}
	return nil
}

// precedes reports whether a file before that of the name is faulty: then nobody asks any
// more what is wrong with it.
func (f *firstFault) precedes(name string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.err != nil && f.file < name
}
