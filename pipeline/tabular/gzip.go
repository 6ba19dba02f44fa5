package tabular

import (
	"bufio"
	"errors"
	"io"

	"github.com/klauspost/compress/gzip"
)

// errBehindGzip says that a file goes on behind its gzip stream with something else.
var errBehindGzip = errors.New("other bytes follow the compressed stream")

// gzipMembers reads the members of a gzip stream one after the other (RFC 1952, section
// 2.2). The library would take a few bytes behind the last one for a member that is cut
// off.
type gzipMembers struct {
	member *gzip.Reader
	packed *bufio.Reader // behind the member, when it has ended
}

func newGzipMembers(packed io.Reader) (*gzipMembers, error) {
	m := &gzipMembers{packed: bufio.NewReader(packed)}
	var err error
	if m.member, err = gzip.NewReader(m.packed); err != nil {
		return nil, err
	}
	m.member.Multistream(false)
	return m, nil
}

func (m *gzipMembers) Read(p []byte) (int, error) {
	for {
		n, err := m.member.Read(p)
		if err != io.EOF {
			return n, err
		}
		if n > 0 {
			return n, nil // the next call finds the end again
		}
		if err := m.next(); err != nil {
			return 0, err
		}
	}
}

func (m *gzipMembers) Close() error { return m.member.Close() }

// next goes to the next member; it returns [io.EOF] behind the last one.
func (m *gzipMembers) next() error {
	const first, second = 0x1f, 0x8b // bytes of every member
	start, err := m.packed.Peek(2)
	switch {
	case len(start) == 0:
		return err
	case start[0] != first || len(start) > 1 && start[1] != second:
		return errBehindGzip
	}
	if err := m.member.Reset(m.packed); err != nil {
		return err
	}
	m.member.Multistream(false)
	return nil
}
