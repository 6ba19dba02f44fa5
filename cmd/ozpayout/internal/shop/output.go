package shop

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
)

const bufferBytes = 128 << 10

// An output is a file being written. Errors stick to the buffer and come out
// when the file is closed.
type output struct {
	*bufio.Writer
	file *os.File
	path string // relative to the input folder, with slashes
}

// outputs opens files below a folder and closes them all.
type outputs struct {
	folder string
	open   []*output
	files  int
}

// create makes a file; the path is relative to the folder, with slashes.
func (o *outputs) create(path string) (*output, error) {
	name := filepath.Join(o.folder, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, err
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	out := &output{Writer: bufio.NewWriterSize(file, bufferBytes), file: file, path: path}
	o.open = append(o.open, out)
	o.files++
	return out, nil
}

// close ends one file before the others.
func (o *outputs) close(out *output) error {
	for i := range o.open {
		if o.open[i] == out {
			o.open = append(o.open[:i], o.open[i+1:]...)
			break
		}
	}
	return out.end()
}

// closeAll ends every file that is still open and returns the first error.
func (o *outputs) closeAll() error {
	var first error
	for _, out := range o.open {
		if err := out.end(); err != nil && first == nil {
			first = err
		}
	}
	o.open = nil
	return first
}

func (o *output) end() error {
	err := o.Flush()
	if closeErr := o.file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("%s: %w", o.path, err)
	}
	return nil
}
