package tabular

import "context"

const (
	// A chunk goes to the caller when it holds this many records or bytes.
	chunkRows  = 2000
	chunkBytes = 4 << 20
	// faultRaw is how many bytes of a record a fault shows.
	faultRaw = 200
)

// A chunkBuilder gathers the records of a table that is no CSV into chunks.
type chunkBuilder struct {
	chunk Chunk
	yield func(*Chunk) error
}

// isFull reports whether the chunk is large enough to be handed over.
func (b *chunkBuilder) isFull() bool {
	return len(b.chunk.Rows)+len(b.chunk.Faults) >= chunkRows || len(b.chunk.data) >= chunkBytes
}

// flush hands over what was gathered.
func (b *chunkBuilder) flush(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c := &b.chunk
	if len(c.Rows) > 0 || len(c.Faults) > 0 || c.NotData > 0 {
		if err := b.yield(c); err != nil {
			return err
		}
	}
	*c = Chunk{Width: c.Width, Rows: c.Rows[:0], Faults: c.Faults[:0], data: c.data[:0], spans: c.spans[:0], kinds: c.kinds[:0]}
	return nil
}

// A passOn carries an error of the caller through the reading of a document, whose own
// errors are damage.
type passOn struct{ error }

// pass makes an error of the caller a passOn.
func pass(err error) error {
	if err == nil {
		return nil
	}
	return passOn{err}
}
