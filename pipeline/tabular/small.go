package tabular

import (
	"io/fs"

	"ozpayout/pipeline/digest"
)

// A smallFile is a file of at most [BeginBytes] that was read in one go, when it was what
// had been listed.
type smallFile struct {
	path    string // empty if none was read
	listed  fs.FileInfo
	content []byte
	hash    *digest.Hash // of the content
	memory  []byte       // of the content, and for one byte behind it, which a scan wants to see the end
}

// Expect says which file will be looked at after the next one, and what [os.Lstat] said of it.
// If both are small they are read together: hashing two takes little longer than hashing one.
func (b *Buffers) Expect(path string, listed fs.FileInfo) {
	b.expected.path, b.expected.listed = path, listed
}

// small returns a small file as it was read, nil if it is not small or if anything is
// wrong with it: who opens it again learns what.
func (b *Buffers) small(path string, listed fs.FileInfo) *smallFile {
	if b == nil || listed.Size() > BeginBytes {
		return nil
	}
	b.forget()
	if b.ahead.path == path && b.ahead.listed == listed {
		b.whole, b.ahead = b.ahead, b.whole
		b.ahead.path = ""
		return &b.whole
	}
	isRead := b.whole.read(path, listed)
	b.ahead.read(b.expected.path, b.expected.listed)
	b.expected.path = ""
	digest.WriteBoth(b.whole.hash, b.ahead.hash, b.whole.content, b.ahead.content)
	if !isRead {
		return nil
	}
	return &b.whole
}

// read reads a file, and reports whether it is the small one that was listed.
func (s *smallFile) read(path string, listed fs.FileInfo) bool {
	if s.memory == nil {
		s.memory, s.hash = make([]byte, BeginBytes+1), digest.New()
	}
	s.path, s.content = "", nil
	s.hash.Reset()
	if path == "" || listed.Size() == 0 || listed.Size() > BeginBytes {
		return false
	}
	content := s.memory[:listed.Size()]
	if !readListed(path, listed, content) {
		return false
	}
	s.path, s.listed, s.content = path, listed, content
	return true
}
