package shop

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/zstd"
)

const (
	bufferBytes = 128 << 10
	packWindow  = 256 << 10 // there are a dozen files for each seller
)

// An output is a file being written. Errors stick to the buffer and come out
// when the file is closed.
type output struct {
	*bufio.Writer
	pack io.Closer // between buffer and file; nil for a plain file
	file *os.File
	path string // relative to the input folder, with slashes
}

// outputs opens files below a folder and closes them all.
type outputs struct {
	folder string
	packed bool // zstd around whatever is no workbook
	open   []*output
	files  int
}

// create makes a file; the path is relative to the folder, with slashes.
func (o *outputs) create(path string) (*output, error) {
	packed := o.packed && filepath.Ext(path) != ".xlsx"
	if packed {
		path += ".zst"
	}
	name := filepath.Join(o.folder, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return nil, err
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	out := &output{file: file, path: path}
	var to io.Writer = file
	if packed {
		z, err := zstd.NewWriter(file, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(packWindow), zstd.WithLowerEncoderMem(true))
		if err != nil {
			return nil, errors.Join(err, file.Close())
		}
		to, out.pack = z, z
	}
	out.Writer = bufio.NewWriterSize(to, bufferBytes)
	o.open = append(o.open, out)
	o.files++
	return out, nil
}

// copy makes a file that is equal to one that is closed.
func (o *outputs) copy(from, to string) error {
	original, err := os.Open(filepath.Join(o.folder, filepath.FromSlash(from)))
	if err != nil {
		return err
	}
	defer original.Close()
	copied, err := os.Create(filepath.Join(o.folder, filepath.FromSlash(to)))
	if err != nil {
		return err
	}
	o.files++
	if _, err = io.Copy(copied, original); err != nil {
		err = fmt.Errorf("%s: %w", to, err)
	}
	return errors.Join(err, copied.Close())
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
	if o.pack != nil && err == nil {
		err = o.pack.Close()
	}
	if closeErr := o.file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("%s: %w", o.path, err)
	}
	return nil
}
