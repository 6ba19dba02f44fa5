package pipeline

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/sync/errgroup"

	"ozpayout/pipeline/tabular"
)

// NotRegular is the code of findings about links, pipes and devices, which are not read.
const NotRegular = "not_a_regular_file"

// seedPrefix marks the names of shipped tables among the input files.
const seedPrefix = "seed:"

// A SourceFile is an input file and what was made of it.
type SourceFile struct {
	Name        string   // path relative to the input folder, "/" between folders
	SHA256      string   // hexadecimal
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
	if info, err := os.Stat(root); err == nil && !info.IsDir() {
		return nil, nil, &InputError{File: folder, Reason: "expected a folder"}
	}
	outInfo, outErr := os.Stat(out)
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return &InputError{File: path, Reason: "cannot be listed", Err: err}
		}
		relative, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		name := filepath.ToSlash(relative)
		info, err := entry.Info()
		if err != nil {
			return &InputError{File: name, Reason: "vanished while the folder was listed", Err: err}
		}
		hidden := name != "." && (strings.HasPrefix(entry.Name(), ".") || strings.HasPrefix(entry.Name(), "~$"))
		switch {
		case entry.IsDir() && (hidden || outErr == nil && os.SameFile(info, outInfo)):
			return filepath.SkipDir
		case entry.IsDir() || hidden:
			return nil
		case !utf8.ValidString(name) || strings.HasPrefix(name, seedPrefix):
			return &InputError{File: strings.ToValidUTF8(name, "?"), Reason: "rename the file: its name is no UTF-8 or begins with " + seedPrefix}
		case !info.Mode().IsRegular():
			odd = append(odd, Finding{
				File: name, Code: NotRegular, Severity: Warning,
				Message: "expected a regular file: links, pipes and devices are not read",
			})
			return nil
		}
		files = append(files, &SourceFile{Name: name, Bytes: info.Size(), path: path, info: info})
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(files, func(a, b *SourceFile) int { return strings.Compare(a.Name, b.Name) })
	return files, odd, nil
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
		out = append(out, &SourceFile{Name: seedPrefix + d.Input.Seed, Bytes: info.Size(), path: path, info: info, seed: d})
	}
	return out, nil
}

// onceShare is the part of what a worker has to read, one in so many, that one file
// may be to be read once, and by one worker. A larger one is read to find where it can
// be cut, so that no worker waits for another.
const onceShare = 3

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

// once returns the size up to which files are read once.
func (r *run) once(files []*SourceFile) int64 {
	total := bytesOf(files)
	if r.options.Workers == 1 {
		return total
	}
	return total / int64(r.options.Workers) / onceShare
}

// recogniser returns a recogniser of the files, which may spill to a folder.
func (r *run) recogniser(files []*SourceFile, scratch string) *Recogniser {
	all := NewRecogniser(slices.Concat(r.plan.Sources(), r.plan.unread), r.plan.NotInputs, r.options.Files)
	all.SpillTo(scratch)
	all.once = r.once(files)
	return all
}

// recognise tells what each file is that is not small. A refused file is a finding, or an
// error if strict; a damaged one is always an error.
func (r *run) recognise(ctx context.Context, recogniser *Recogniser, files []*SourceFile) error {
	files = slices.DeleteFunc(slices.Clone(files), (*SourceFile).isSmall)
	r.progress.Phase("recognise", int64(len(files)))
	refusals := make([]*Refusal, len(files))
	var next atomic.Int64
	var faulty firstFault
	workers, ctx := errgroup.WithContext(ctx)
	for range r.options.Workers {
		workers.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(files) || ctx.Err() != nil {
					return ctx.Err()
				}
				refused, err := r.recogniseFile(recogniser, files[i], nil)
				if err := faulty.keep(err); err != nil {
					return err
				}
				refusals[i] = refused
				r.progress.Advance(1)
			}
		})
	}
	if err := workers.Wait(); err != nil {
		return err
	}
	for i, f := range files {
		if err := faulty.keep(r.refuse(f, refusals[i])); err != nil {
			return err
		}
	}
	return faulty.err
}

// recogniseFile tells what a file is; one that nobody reads is read for its checksum.
// Buffers may keep it: see [tabular.Opener.Look].
func (r *run) recogniseFile(recogniser *Recogniser, f *SourceFile, b *tabular.Buffers) (refused *Refusal, err error) {
	if f.isSeed() {
		recogniser = recogniser.only(f.seed)
	}
	if f.tables, refused, err = recogniser.recogniseFile(f, b); err != nil || refused != nil {
		return refused, err
	}
	f.describe()
	f.Unread = !slices.ContainsFunc(f.tables, func(t *Recognition) bool { return !slices.Contains(r.plan.unread, t.Dataset) })
	if f.Unread {
		if err := f.tables[0].File.Finish(); err != nil {
			return nil, inputDamage(f, err)
		}
	}
	return nil, nil
}

// someKnown is an error if no file is of a known kind, shipped tables left aside.
func (r *run) someKnown(files []*SourceFile) error {
	if slices.ContainsFunc(files, func(f *SourceFile) bool { return !f.isSeed() && f.Refused == "" }) {
		return nil
	}
	told, err := r.findings.finish(nil)
	if err != nil {
		return err
	}
	return &InputError{File: r.options.In, Reason: "no file of a known kind" + whyNone(told.Told)}
}

// whyNone tells why files are not read, of the first few.
func whyNone(findings []Finding) string {
	const most = 5
	told := ""
	for i, f := range findings {
		if i == most {
			return fmt.Sprintf("%s; and %d more", told, len(findings)-most)
		}
		told += "; " + f.File + ": " + strings.TrimPrefix(f.Message, f.File+": ")
	}
	return told
}

func (r *Recogniser) recogniseFile(f *SourceFile, b *tabular.Buffers) (tables []*Recognition, refused *Refusal, err error) {
	defer recoverAs(&err, f.Name)
	tables, refused, err = r.recognise(f.path, f.Name, f.info, b)
	if err != nil {
		return nil, nil, cmp.Or[error](scratchFailure(err), diskFailure(f, err), &InputError{File: f.Name, Reason: "cannot be read", Err: err})
	}
	if refused != nil && !refused.Damaged && refused.SHA256 == "" {
		if _, refused.SHA256, err = hashFile(f.path); err != nil {
			return nil, nil, &InputError{File: f.Name, Reason: "cannot be read", Err: err}
		}
	}
	return tables, refused, nil
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

// refuse records that nothing of a file is used, if it is refused. That may be an error: see
// recognise.
func (r *run) refuse(f *SourceFile, refusal *Refusal) error {
	if refusal == nil {
		return nil
	}
	message := refusal.Reason
	if refusal.Closest != "" {
		message += "; closest: " + refusal.Closest
	}
	f.Refused, f.SHA256 = message, refusal.SHA256
	switch {
	case f.isSeed():
		return &InternalError{Reason: "shipped table " + f.Name + " does not fit its declaration: " + message}
	case refusal.Changed:
		return &InputError{File: f.Name, Reason: "changed while it was read: " + readLater}
	case refusal.Damaged:
		return &InputError{File: f.Name, Reason: message + "; " + exportAgain}
	case r.options.Strict:
		return &InputError{File: f.Name, Reason: message + "; take it away, or run without --strict to leave it out"}
	}
	return r.findings.add(Finding{File: f.Name, Code: "file_refused", Severity: Warning, Message: message})
}

// What to do about a file that somebody writes to, and about one that is broken.
const (
	readLater   = "run again when nobody writes to it"
	exportAgain = "export it again or take it away"
)

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
