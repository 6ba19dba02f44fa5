package pipeline

// Progress is told how far a run is. Its methods are called by several
// goroutines and must return at once.
type Progress interface {
	// Phase begins a phase of a run: "compare", "recognise", "read", the first stage of a
	// group, "publish". Total is in the unit of the phase: bytes, files, bytes, partitions
	// or, of Whole stages, these, and files.
	Phase(name string, total int64)
	// Advance adds to what is done of the phase.
	Advance(n int64)
}

// silent is the progress that nobody watches.
type silent struct{}

func (silent) Phase(string, int64) {}

func (silent) Advance(int64) {}
