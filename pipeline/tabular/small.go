package tabular

import "io/fs"

// small reads a file of at most [BeginBytes] in one go and returns its content, nil if it
// is not small or not what was listed: who opens it again learns why.
func (b *Buffers) small(path string, listed fs.FileInfo) []byte {
	if b == nil || listed.Size() == 0 || listed.Size() > BeginBytes {
		return nil
	}
	content := b.beginning(listed.Size())
	if !readListed(path, listed, content) {
		return nil
	}
	return content
}
