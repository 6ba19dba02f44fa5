package pipeline

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ozpayout/pipeline/tabular"
)

// NotRegular is the code of findings about links, pipes and devices, which are not read.
const NotRegular = "not_a_regular_file"

// SeedPrefix marks the names of shipped tables among the input files.
const SeedPrefix = "seed:"

// A SourceFile is an input file and what was made of it.
type SourceFile struct {
	Name        string   // path relative to the input folder, "/" between folders
	SHA256      string   // hexadecimal, as XXH3 is
	XXH3        string   // of 128 bits
	Bytes       int64    // on disk
	Datasets    []string // what its tables were recognised as, in the order of the tables
	Generations []string // of each table, "" where the export knows no versions
	Encoding    string
	Dialect     string   // form, delimiter and compression
	Repairs     []string // what was tolerated while reading
	Rows        int64    // data records
	Refused     string   // why nothing of the file was used, and what it comes closest to (D43); empty for a recognised file
	Unread      bool     // recognised, but no selected mart needs it

	path   string
	info   fs.FileInfo
	tables []*Recognition
	pages  []statedPages
	seed   *Dataset // the dataset that a shipped table must be
}

// isSeed reports whether the file is a shipped table.
func (f *SourceFile) isSeed() bool { return f.seed != nil }

// listFiles returns the regular files below a folder in the order of their
// names. Hidden files, lock files of office programs ("~$...") and the output
// folder are no input; links and devices are not followed but told.
func listFiles(folder, out string) (files []*SourceFile, odd []Finding, err error) {
	root, err := filepath.EvalSymlinks(folder)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, &InputError{File: folder, Reason: "no such folder"}
	case err != nil:
		return nil, nil, &InputError{File: folder, Reason: "cannot be read", Err: err}
	}
	info, err := os.Stat(root)
	if err == nil && !info.IsDir() {
		return nil, nil, &InputError{File: folder, Reason: "expected a folder"}
	}
	l := &lister{root: strings.TrimSuffix(root, string(filepath.Separator)) + string(filepath.Separator)}
	l.out, _ = os.Stat(out)
	if l.isOut(info) {
		return nil, nil, nil
	}
	if err := l.list(l.root); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(l.files, func(a, b *SourceFile) int { return strings.Compare(a.Name, b.Name) })
	return l.files, l.odd, nil
}

// A lister lists the files below a folder.
type lister struct {
	root  string      // with a separator behind it
	out   fs.FileInfo // of the output folder; nil if there is none
	files []*SourceFile
	odd   []Finding
}

// isOut reports whether a folder is that of the output.
func (l *lister) isOut(folder fs.FileInfo) bool { return l.out != nil && os.SameFile(folder, l.out) }

// list lists a folder, whose path ends with a separator. Paths are put together here, and the
// state of a file is asked for by its path: with thousands of files it counts.
func (l *lister) list(folder string) error {
	names, err := namesIn(folder)
	if err != nil {
		return &InputError{File: folder, Reason: "cannot be listed", Err: err}
	}
	files := make([]SourceFile, len(names)) // in one piece of memory
	for i, base := range names {
		if isHidden(base) {
			continue // even if it is gone by now: an office program takes its lock file away
		}
		path := folder + base
		name := filepath.ToSlash(path[len(l.root):])
		info, err := os.Lstat(path)
		if err != nil {
			return &InputError{File: name, Reason: "vanished while the folder was listed", Err: err}
		}
		switch {
		case info.IsDir():
			if l.isOut(info) {
				continue
			}
			if err := l.list(path + string(filepath.Separator)); err != nil {
				return err
			}
		case !utf8.ValidString(name): // as an archive made on Windows leaves it; quoted, so that the bytes show
			return &InputError{File: strconv.Quote(name), Reason: "rename it: this name is no UTF-8"}
		case strings.HasPrefix(name, SeedPrefix):
			return &InputError{File: name, Reason: "rename it: names of shipped tables begin with " + SeedPrefix}
		case !info.Mode().IsRegular():
			l.odd = append(l.odd, Finding{
				File: name, Code: NotRegular, Severity: Warning,
				Message: "expected a regular file: links, pipes and devices are not read",
			})
		default:
			files[i] = SourceFile{Name: name, Bytes: info.Size(), path: path, info: info}
			l.files = append(l.files, &files[i])
		}
	}
	return nil
}

// isHidden reports whether a name is that of a hidden file, or of a lock file of an office
// program.
func isHidden(name string) bool { return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") }

// namesIn returns the sorted names of what is in a folder.
func namesIn(folder string) ([]string, error) {
	f, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	names, err := f.Readdirnames(-1)
	slices.Sort(names)
	return names, err
}

// materialise writes the shipped tables of a plan to a private folder, so that
// they are read like any other file.
func materialise(p *Plan, folder string) ([]*SourceFile, error) {
	var out []*SourceFile
	for _, d := range p.Sources() {
		if d.Input.Seed == "" {
			continue
		}
		data, err := fs.ReadFile(p.Seeds, d.Input.Seed)
		if err != nil {
			return nil, &InternalError{Reason: "shipped table of " + d.Name, Err: err}
		}
		path := filepath.Join(folder, filepath.FromSlash(d.Input.Seed))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, &OutputError{Path: folder, Err: err}
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			return nil, &OutputError{Path: path, Err: err}
		}
		info, err := os.Lstat(path)
		if err != nil {
			return nil, &OutputError{Path: path, Err: err}
		}
		out = append(out, &SourceFile{Name: SeedPrefix + d.Input.Seed, Bytes: info.Size(), path: path, info: info, seed: d})
	}
	return out, nil
}

// isSmall reports whether a file is recognised when it is read, so that it is opened once.
// Others are recognised before any is read: they may have to be cut, and tell how much
// there is to be read.
func (f *SourceFile) isSmall() bool { return f.Bytes <= tabular.BeginBytes }

// bytesOf returns the size of files on disk.
func bytesOf(files []*SourceFile) (total int64) {
	for _, f := range files {
		total += f.Bytes
	}
	return total
}

// textPerByte is how many bytes of plain text a byte of a file stands for, roughly. A
// small file is taken for text until it is recognised.
func (f *SourceFile) textPerByte() int64 {
	const packed = 8 // compressed files and workbooks
	if len(f.tables) > 0 && (f.tables[0].File.Compression != "" || f.tables[0].File.Form == tabular.XLSX) {
		return packed
	}
	return 1
}

// inputBytes is the size of the text of all files that are read.
func inputBytes(files []*SourceFile) int64 {
	var total int64
	for _, f := range files {
		if f.Refused == "" && !f.Unread {
			total += f.Bytes * f.textPerByte()
		}
	}
	return total
}

// describe fills in what the recognition found out. The checksum is known when the file
// was read.
func (f *SourceFile) describe() {
	file := f.tables[0].File
	f.Bytes = file.Size
	f.Encoding, f.Repairs = file.Encoding, file.Repairs
	f.Dialect = string(file.Form)
	if file.Delimiter != 0 {
		f.Dialect += " " + delimiterName(file.Delimiter)
	}
	if file.Compression != "" {
		f.Dialect += " " + file.Compression
	}
	for _, t := range f.tables {
		f.Datasets = append(f.Datasets, t.Dataset.Name)
		f.Generations = append(f.Generations, t.Generation)
		f.pages = appendPages(f.pages, t)
	}
}

// share takes what is equal from a file before: thousands of files are of a few kinds, and what
// each keeps until the end is looked through whenever garbage is collected.
func (f *SourceFile) share(before *SourceFile) {
	if f.Dialect == before.Dialect {
		f.Dialect = before.Dialect
	}
	for _, lists := range [...]struct{ mine, other *[]string }{
		{&f.Datasets, &before.Datasets}, {&f.Generations, &before.Generations}, {&f.Repairs, &before.Repairs},
	} {
		if slices.Equal(*lists.mine, *lists.other) {
			*lists.mine = *lists.other
		}
	}
}

func delimiterName(delimiter byte) string {
	switch delimiter {
	case ';':
		return "semicolon"
	case ',':
		return "comma"
	}
	return "tab"
}

// verify takes the checksum of a file that was read, and makes sure that all of it was read
// as it was listed. What only reading needs to know is forgotten: there may be thousands.
func (f *SourceFile) verify() error {
	if len(f.tables) == 0 {
		return f.unchanged()
	}
	first := f.tables[0].File
	f.SHA256, f.XXH3 = first.Sums.Hex()
	f.tables = nil
	if first.Form != tabular.CSV { // the scan of a CSV makes sure of it at the last byte
		if err := f.unchanged(); err != nil {
			return err
		}
	}
	f.info = nil
	return nil
}

// unchanged returns an [InputError] if a file was written to since it was
// listed: its rows may be of two states.
func (f *SourceFile) unchanged() error {
	now, err := os.Lstat(f.path)
	if err == nil && (!os.SameFile(f.info, now) || now.Size() != f.info.Size() || !now.ModTime().Equal(f.info.ModTime())) {
		err = errors.New("size, time or identity differ")
	}
	if err != nil {
		return &InputError{File: f.Name, Reason: "changed while it was read: " + readLater, Err: err}
	}
	return nil
}
