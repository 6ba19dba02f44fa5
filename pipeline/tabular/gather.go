package tabular

// gatherBytes is how much of small files is gathered at most: as much text as is scanned at a
// time.
const gatherBytes = scanBytes

// A gathering is the records of small files of one header that follow each other. Their texts
// lie one behind the other at the beginning of [Buffers.begun].
type gathering struct {
	filled    int // bytes of begun
	structure structure
	chunk     Chunk
}

// Gather finds the records of the file that was looked at last and leaves them behind those of
// the files before, for [Buffers.Gathered] to hand over as one chunk: so what is done once
// per chunk is not done for each of thousands of files. It returns how many they are. The
// files must have one header, and the same columns must be wanted of them. Gather reports
// false, and leaves the file to [Buffers.Scan], if it is not kept in the buffers, or if any of
// its records is no plain one: a fault, a blank line, or one without a line end.
func (b *Buffers) Gather(f *File, sp Split, want []string) (records int, ok bool) {
	r, ok := f.reader.(*csvReader)
	if !ok || r.content == nil || r != b.kept || len(r.content) > min(r.src.lim.RecordBytes, r.src.lim.CellBytes) {
		return 0, false
	}
	columns, err := b.columnsOf(f.Sheets[sp.Sheet].Header, want)
	if err != nil {
		return 0, false
	}
	g := &b.gathered
	if g.filled == 0 {
		g.structure.reset()
		g.chunk.Rows = g.chunk.Rows[:0]
	}
	cells, ends := len(g.structure.cells), len(g.structure.ends)
	end := b.at + len(r.content)
	if !g.add(b.begun[:end], b.at+int(sp.Start), r) {
		g.structure.cells, g.structure.ends = g.structure.cells[:cells], g.structure.ends[:ends]
		return 0, false
	}
	g.filled = end
	c := &g.chunk
	c.Width, c.columns, c.stride = len(columns), columns, r.width
	for i := range g.structure.ends[ends:] {
		c.Rows = append(c.Rows, sp.FirstRow+int64(i))
	}
	b.forget()
	return len(g.structure.ends) - ends, true
}

// add adds the records of a text, which begin at from, and reports whether all are plain.
func (g *gathering) add(text []byte, from int, r *csvReader) bool {
	s := &g.structure
	cells, ends := len(s.cells), len(s.ends)
	s.doubled = s.doubled[:0]
	if isUTF8, hasNUL := inspect(text[from:]); !isUTF8 || hasNUL || !s.fill(text, from, r.dialect) {
		return false
	}
	start, first := from, cells
	for _, end := range s.ends[ends:] {
		if end.cells-first != r.width || r.isBlank(text[start:r.trimCR(text, start, end.at)]) {
			return false
		}
		start, first = end.at+1, end.cells
	}
	if start != len(text) {
		return false
	}
	if len(s.doubled) > 0 {
		undouble(text, s.cells[cells:])
	}
	return true
}

// HasGathered reports whether enough is gathered to be handed over.
func (b *Buffers) HasGathered() bool { return b.gathered.filled >= gatherBytes }

// Gathered hands over what was gathered. The chunk is good until another file is looked at or
// gathered.
func (b *Buffers) Gathered() *Chunk {
	g := &b.gathered
	g.chunk.data, g.chunk.spans = b.begun[:g.filled], g.structure.cells
	g.filled = 0
	return &g.chunk
}
