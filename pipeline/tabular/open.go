package tabular

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"syscall"

	"ozpayout/pipeline/digest"
)

// An Opener opens files. Several goroutines may use it.
type Opener struct {
	Known  Probe  // tells the header rows of the caller's tables
	Limits Limits // zero fields mean those of [DefaultLimits]
}

// Look recognises a file by its content, never by its name, and reads it to its end for
// its checksum. Of a CSV it reads only the beginning: such a file is one split, and a scan
// of it that goes to the end takes the checksum on its way; or [File.Finish] does, and
// learns where the file can be cut. Listed is what [os.Lstat] said of the path: a file that
// was changed since then is damaged.
//
// A file that is no regular file, is damaged or beyond limits gives a *[DamageError], one
// that is empty or of a kind that is not read a *[RefusedError], with a reason that a person
// can act on. A table that the probe does not know is no error: its Sheet has Known false.
//
// The buffers may be nil. They remember how the last file began, for the next may begin
// alike. A CSV of at most [BeginBytes] stays in them for one scan, until they are used to
// look at another file; then it is read again.
func (o *Opener) Look(path string, listed fs.FileInfo, b *Buffers) (*File, error) {
	return o.look(path, listed, b, blockBytes)
}

// CanBeCut reports whether [File.Finish] may find places at which a file that was only
// looked at can be cut: one that is compressed or transcoded has none.
func (f *File) CanBeCut() bool {
	r, ok := f.reader.(*csvReader)
	return ok && r.seekable && r.unread
}

// Finish reads a file that was only looked at to its end. Errors are those of Look.
func (f *File) Finish() error {
	if r, ok := f.reader.(*csvReader); ok {
		return r.finish(f)
	}
	return nil
}

// look is Look with the distance of cuts as a parameter, for tests.
func (o *Opener) look(path string, listed fs.FileInfo, b *Buffers, block int) (*File, error) {
	f := &File{Path: path, Size: listed.Size()}
	in := opening{opener: o, buffers: b, src: source{path: path, info: listed, lim: o.Limits.orDefaults()}, block: block}
	defer in.close()
	if content := b.small(path, listed); content != nil {
		f.Sums = digest.Of(content)
		if err := in.open(f, content, true, noMore{}); err != nil {
			return nil, err
		}
		return f, o.openTree(f, in)
	}
	file, err := openAsListed(path, listed)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if f.Size == 0 {
		return nil, f.decline("the file is empty")
	}
	hash := digest.New()
	disk := io.TeeReader(file, hash)
	head, all, err := readUpTo(disk, b.beginning(min(BeginBytes, f.Size)))
	if err != nil {
		return nil, err
	}
	if err := in.src.unchanged(file); err != nil {
		return nil, err
	}
	if err := in.open(f, head, all || int64(len(head)) == f.Size, disk); err != nil {
		return nil, err
	}
	r, ok := f.reader.(*csvReader)
	isUnread := ok && r.unread
	if !isUnread {
		if _, err := io.Copy(io.Discard, disk); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if err := in.src.unchanged(file); err != nil {
		return nil, err
	}
	if isUnread {
		return f, nil
	}
	f.Sums = hash.Sums()
	return f, o.openTree(f, in)
}

// An opening is a file while it is opened.
type opening struct {
	opener  *Opener
	buffers *Buffers // nil = nothing is kept
	src     source
	head    []byte // first bytes of the unpacked content
	all     bool   // head is all of it
	rest    io.Reader
	charset charset
	marked  bool // charset comes from a byte order mark
	block   int  // as in a csvReader

	unpacked io.ReadCloser // nil if the file is not compressed
}

// readOn makes the beginning of the content as long as it may be.
func (in *opening) readOn() error {
	more, all, err := readUpTo(in.rest, make([]byte, headBytes-len(in.head)))
	in.head, in.all = append(in.head, more...), all
	return err
}

// open tells the form of a file and completes it, if it is a CSV. Head is how the file begins
// on disk, or all of it; disk reads on.
func (in *opening) open(f *File, head []byte, all bool, disk io.Reader) error {
	if err := in.begin(f, head, all, disk); err != nil {
		return err
	}
	refusal, err := in.tellForm(f)
	switch {
	case err != nil:
		return err
	case refusal != "":
		return f.decline(refusal)
	case f.Form == XLSX && f.Compression != "":
		return f.decline("a workbook inside " + f.Compression + ": unpack it first")
	case f.Form == XLSX && f.Size > in.src.lim.FileBytes:
		return f.refuse(fmt.Sprintf("%d bytes on disk, at most %d are read", f.Size, in.src.lim.FileBytes))
	case f.Form == CSV:
		return openCSV(f, in)
	}
	return nil
}

// begin finds out how the content begins, unpacked.
func (in *opening) begin(f *File, head []byte, all bool, disk io.Reader) (err error) {
	in.head, in.all, in.rest = head, all, disk
	f.Compression = compressionOf(head)
	in.src.compression = f.Compression
	if f.Compression == "" {
		return nil
	}
	whole := io.MultiReader(bytes.NewReader(head), disk)
	if in.unpacked, err = unpack(whole, f.Path, f.Compression, f.Size, in.src.lim); err != nil {
		return err
	}
	in.rest = in.unpacked
	if in.head, in.all, err = readUpTo(in.unpacked, make([]byte, headBytes)); err == nil && len(in.head) == 0 {
		err = f.decline("the file is empty")
	}
	return err
}

// close gives back what begin took.
func (in *opening) close() {
	if in.unpacked != nil {
		in.unpacked.Close()
	}
}

// openTree completes a file that is no CSV. It is opened again: its tables may stand
// anywhere in it.
func (o *Opener) openTree(f *File, in opening) error {
	if f.Form != CSV && f.Form != XLSX {
		f.Encoding = in.charset.name
		if in.marked {
			f.Repairs = append(f.Repairs, "byte order mark")
		}
	}
	src, lim := in.src, in.src.lim
	src.charset = in.charset
	switch f.Form {
	case XLSX:
		return openXLSX(f, o.Known, lim)
	case JSON:
		return openJSON(f, src.withoutMark, o.Known, lim)
	case XML:
		return openXML(f, src.withoutMark, o.Known, lim)
	}
	return nil
}

// decline says that a file is whole but no table that is read.
func (f *File) decline(reason string) error { return &RefusedError{Path: f.Path, Reason: reason} }

func (f *File) refuse(reason string) error {
	return &DamageError{Path: f.Path, Part: f.Compression, Reason: reason}
}

// openRegular opens a file that is neither a link nor a device, a pipe or a folder. Its
// size, time and identity are told, too.
func openRegular(path string) (*os.File, fs.FileInfo, error) {
	listed, err := os.Lstat(path)
	if err != nil {
		return nil, nil, err
	}
	file, err := openListed(path, listed)
	return file, listed, err
}

// openListed is openRegular where [os.Lstat] was asked before.
func openListed(path string, listed fs.FileInfo) (*os.File, error) {
	file, err := openAsListed(path, listed)
	if err != nil {
		return nil, err
	}
	if err := unchanged(file, listed); err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// openAsListed is openListed, but whether the file is still the one that was listed is
// left to ask when something of it was read.
func openAsListed(path string, listed fs.FileInfo) (*os.File, error) {
	if !listed.Mode().IsRegular() {
		return nil, &DamageError{Path: path, Reason: "is " + kindOf(listed.Mode()) + ", not a regular file"}
	}
	// A pipe that took its place must not be waited for. Nor does the Go runtime then ask
	// whether it should wait for a file, which takes four calls of the system.
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsDir():
		return "a folder"
	case mode&fs.ModeSymlink != 0:
		return "a symbolic link"
	case mode&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case mode&fs.ModeSocket != 0:
		return "a socket"
	case mode&fs.ModeDevice != 0:
		return "a device"
	}
	return "a special file"
}

// noMore is a reader at its end.
type noMore struct{}

func (noMore) Read([]byte) (int, error) { return 0, io.EOF }

// readUpTo fills as much of to as there is to read; all says that there is no more.
func readUpTo(r io.Reader, to []byte) (head []byte, all bool, err error) {
	have, err := io.ReadFull(r, to)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		return to[:have], true, nil
	}
	return to[:have], false, err
}

// A source opens the content of a file anew.
type source struct {
	path        string
	info        fs.FileInfo // as it was when the file was listed
	compression string
	charset     charset
	lim         Limits
}

// text opens the unpacked and decoded content. A byte order mark stays in it.
func (s source) text() (io.ReadCloser, error) {
	file, err := s.disk()
	if err != nil {
		return nil, err
	}
	content, err := s.decoded(file)
	if err != nil {
		file.Close()
		return nil, err
	}
	return stream{content, []io.Closer{content, file}}, nil
}

// decoded unpacks and decodes what is read of the file.
func (s source) decoded(file io.Reader) (io.ReadCloser, error) {
	if s.compression == "" {
		return io.NopCloser(s.charset.reader(file)), nil
	}
	unpacked, err := unpack(file, s.path, s.compression, s.info.Size(), s.lim)
	if err != nil {
		return nil, err
	}
	return stream{s.charset.reader(unpacked), []io.Closer{unpacked}}, nil
}

// withoutMark is text without its byte order mark.
func (s source) withoutMark() (io.ReadCloser, error) {
	content, err := s.text()
	if err != nil {
		return nil, err
	}
	start := make([]byte, len(byteOrderMark))
	n, err := io.ReadFull(content, start)
	if err != nil && err != io.EOF && err != io.ErrUnexpectedEOF {
		content.Close()
		return nil, err
	}
	start = bytes.TrimPrefix(start[:n], []byte(byteOrderMark))
	return stream{io.MultiReader(bytes.NewReader(start), content), []io.Closer{content}}, nil
}

// A stream is a reader with all that must be closed after it.
type stream struct {
	io.Reader
	closers []io.Closer
}

func (s stream) Close() error {
	var errs []error
	for _, c := range s.closers {
		errs = append(errs, c.Close())
	}
	return errors.Join(errs...)
}

// disk opens the file as it lies on disk, if it is still the same.
func (s source) disk() (*os.File, error) { return openListed(s.path, s.info) }

// unchanged says whether an open file is still the one that was listed.
func (s source) unchanged(file *os.File) error { return unchanged(file, s.info) }

// unchanged compares size, time and identity of an open file with what was listed.
func unchanged(file *os.File, listed fs.FileInfo) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() != listed.Size() || !info.ModTime().Equal(listed.ModTime()) || !os.SameFile(info, listed) {
		return changedFile(file.Name())
	}
	return nil
}

// orDefaults replaces zero fields by those of [DefaultLimits].
func (l Limits) orDefaults() Limits {
	d := DefaultLimits
	return Limits{
		FileBytes:     cmp.Or(l.FileBytes, d.FileBytes),
		UnpackedBytes: cmp.Or(l.UnpackedBytes, d.UnpackedBytes),
		Ratio:         cmp.Or(l.Ratio, d.Ratio),
		RatioFloor:    cmp.Or(l.RatioFloor, d.RatioFloor),
		Entries:       cmp.Or(l.Entries, d.Entries),
		RecordBytes:   cmp.Or(l.RecordBytes, d.RecordBytes),
		CellBytes:     cmp.Or(l.CellBytes, d.CellBytes),
		StringBytes:   cmp.Or(l.StringBytes, d.StringBytes),
		Scratch:       l.Scratch,
	}
}
