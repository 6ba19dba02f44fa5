package tabular

import (
	"fmt"
	"io"
	"unicode/utf8"
)

// A window is the part of a stream that a scanner looks at: the bytes from pos
// to end. It grows to hold one piece of the syntax, up to a limit.
type window struct {
	src    io.Reader
	srcErr error // what src ended with
	buf    []byte
	pos    int // first byte not yet taken
	end    int
	base   int64 // offset of buf[0] in the stream
	limit  int   // most bytes of one piece
}

const windowBytes = 128 << 10 // at first, of a stream that is not known to be short

// newWindow returns a window of so many bytes, which is at least one.
func newWindow(src io.Reader, limit, size int) window {
	return window{src: src, buf: make([]byte, size), limit: limit}
}

// offset returns the place of the first byte not yet taken.
func (w *window) offset() int64 { return w.base + int64(w.pos) }

// faultf makes an error that tells the place in the stream.
func (w *window) faultf(format string, args ...any) error {
	return fmt.Errorf("byte %d: "+format, append([]any{w.offset()}, args...)...)
}

// more reads further bytes behind those not yet taken, which may move to
// another place. It returns io.EOF at the end of the stream.
func (w *window) more() error {
	if w.srcErr != nil {
		return w.srcErr
	}
	if w.pos > 0 {
		copy(w.buf, w.buf[w.pos:w.end])
		w.base += int64(w.pos)
		w.end -= w.pos
		w.pos = 0
	}
	if w.end == len(w.buf) {
		if len(w.buf) >= w.limit {
			return w.faultf("a tag, text or value is longer than %d bytes", w.limit)
		}
		w.buf = append(w.buf, make([]byte, len(w.buf))...)
	}
	const emptyReads = 100
	for range emptyReads {
		n, err := w.src.Read(w.buf[w.end:])
		w.end += n
		w.srcErr = err
		if n > 0 {
			return nil
		}
		if err != nil {
			return err
		}
	}
	w.srcErr = io.ErrNoProgress
	return w.srcErr
}

// need is more for a piece that has begun: the stream must not end in it.
func (w *window) need() error {
	err := w.more()
	if err == io.EOF {
		return w.faultf("the end comes inside %q: the content is truncated", clip(w.buf[w.pos:w.end], 40))
	}
	return err
}

// clip returns the first bytes of b, cut between two characters.
func clip(b []byte, n int) string {
	if len(b) <= n {
		return string(b)
	}
	for n > 0 && !utf8.RuneStart(b[n]) {
		n--
	}
	return string(b[:n])
}

// closeInto closes c; its error counts only where there is no other.
func closeInto(err *error, c io.Closer) {
	if closeErr := c.Close(); *err == nil {
		*err = closeErr
	}
}
