package pipeline

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/zeebo/xxh3"
)

const (
	manifestName   = "manifest.json"
	manifestFormat = 1
)

// A Manifest names what a published run was made of and what it consists of. It
// is written last: a run without a manifest does not exist. It has no clock time
// and no absolute path, and equal runs have equal manifests, byte for byte.
type Manifest struct {
	Format   int               `json:"format"` // version of this shape
	ID       string            `json:"id"`
	AsOf     string            `json:"as_of"`       // YYYY-MM-DD
	Latest   string            `json:"latest_date"` // of the data: if no as-of date is given, that of a run on this day or later; empty without a date
	Pack     string            `json:"policy_pack"`
	Version  string            `json:"tool_version"`
	Config   string            `json:"config_sha256"`
	Inputs   []ManifestInput   `json:"inputs"`   // by name
	Datasets []ManifestDataset `json:"datasets"` // by name
	Totals   []ControlTotal    `json:"control_totals"`
	Outputs  []ManifestFile    `json:"outputs"` // by path, the manifest itself left out
}

// A ManifestInput is an input file.
type ManifestInput struct {
	Name     string   `json:"name"`
	SHA256   string   `json:"sha256"`
	XXH3     string   `json:"xxh3"` // of 128 bits; what the next run compares
	Bytes    int64    `json:"bytes"`
	Datasets []string `json:"datasets,omitempty"`
	Rows     int64    `json:"rows"` // data records
	Refused  string   `json:"refused,omitempty"`
	Unread   bool     `json:"unread,omitempty"` // no selected mart needs it
}

// A ManifestDataset is a published mart.
type ManifestDataset struct {
	Name string `json:"name"`
	Rows int64  `json:"rows"`
}

// A ManifestFile is a published file; its path is relative to the run's folder.
type ManifestFile struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
	XXH3   string `json:"xxh3"` // as that of an input
}

// A sumKind is one of the checksums in a manifest.
type sumKind struct {
	newHash func() hash.Hash
	ofFile  func(ManifestFile) string
}

var (
	bySHA256 = sumKind{sha256.New, func(f ManifestFile) string { return f.SHA256 }}
	byXXH3   = sumKind{func() hash.Hash { return xxh3.New128() }, func(f ManifestFile) string { return f.XXH3 }}
)

// encode returns the manifest as JSON, with a line for each entry of its lists: thousands
// of inputs are as many lines to write and to compare.
func (m *Manifest) encode() ([]byte, error) {
	const entryBytes = 400 // roughly
	var b bytes.Buffer
	b.Grow(entryBytes * (len(m.Inputs) + len(m.Totals)))
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	write := func(before string, value any) error {
		b.WriteString(before)
		if entry, ok := value.(manifestEntry); ok {
			b.Write(entry.appendJSON(b.AvailableBuffer()))
			return nil
		}
		if err := e.Encode(value); err != nil {
			return fmt.Errorf("encode manifest: %w", err)
		}
		b.Truncate(b.Len() - 1) // the line end
		return nil
	}
	fields := reflect.ValueOf(m).Elem()
	before := "{\n  "
	for i := range fields.NumField() {
		list := fields.Field(i)
		if err := write(before, fields.Type().Field(i).Tag.Get("json")); err != nil {
			return nil, err
		}
		before = ",\n  "
		if list.Kind() != reflect.Slice || list.Len() == 0 {
			if err := write(": ", list.Interface()); err != nil {
				return nil, err
			}
			continue
		}
		between := ": [\n    "
		for j := range list.Len() {
			if err := write(between, list.Index(j).Addr().Interface()); err != nil {
				return nil, err
			}
			between = ",\n    "
		}
		b.WriteString("\n  ]")
	}
	b.WriteString("\n}\n")
	return b.Bytes(), nil
}

// Verify reads every file of a published run again, workers at a time: none is missing,
// changed or added since the manifest was written, and the control totals of the manifest
// add up. What is not so is an [InputError].
func Verify(ctx context.Context, folder string, workers int) (*Manifest, error) {
	m, err := ReadManifest(folder)
	if err != nil {
		return nil, err
	}
	if err := m.compare(ctx, folder, bySHA256, workers); err != nil {
		return nil, err
	}
	for _, t := range m.Totals {
		if !t.addsUp() {
			return nil, &InputError{
				File: filepath.Join(folder, manifestName), Reason: fmt.Sprintf("the control totals of %s, dataset %s, currency %q do not add up", t.File, t.Dataset, t.Currency),
			}
		}
	}
	return m, nil
}

// ReadManifest reads the manifest of the published run in a folder. One that is not there,
// is damaged or of another version of the program is an [InputError].
func ReadManifest(folder string) (*Manifest, error) {
	path := filepath.Join(folder, manifestName)
	data, err := os.ReadFile(path)
	var disk *fs.PathError
	if errors.As(err, &disk) {
		err = disk.Err // the path is told already
	}
	if err != nil {
		return nil, &InputError{File: path, Reason: "cannot be read: run again", Err: err}
	}
	m := &Manifest{}
	if err := json.Unmarshal(data, m); err != nil {
		return nil, &InputError{File: path, Reason: "was changed after it was published: run again", Err: err}
	}
	if m.Format != manifestFormat {
		return nil, &InputError{File: path, Reason: fmt.Sprintf("has format %d, this program reads %d: run again", m.Format, manifestFormat)}
	}
	return m, nil
}

// compare returns an error unless a folder holds the files of the manifest, byte
// for byte as a checksum tells, and no others. Workers read them.
func (m *Manifest) compare(ctx context.Context, folder string, by sumKind, workers int) error {
	files, _, err := tree(folder)
	if err != nil {
		return &InputError{File: folder, Reason: "cannot be listed", Err: err}
	}
	files = slices.DeleteFunc(files, func(name string) bool { return name == manifestName })
	found := make([]hashedFile, len(m.Outputs))
	for i, f := range m.Outputs {
		found[i] = hashedFile{path: filepath.Join(folder, filepath.FromSlash(f.Path)), size: f.Bytes}
		if _, isThere := slices.BinarySearch(files, f.Path); !isThere {
			return &InputError{File: found[i].path, Reason: "published file is missing"}
		}
	}
	for _, name := range files {
		if !slices.ContainsFunc(m.Outputs, func(f ManifestFile) bool { return f.Path == name }) {
			return &InputError{File: filepath.Join(folder, filepath.FromSlash(name)), Reason: "is no file of the published run"}
		}
	}
	switch err := hashFiles(ctx, found, workers, by.newHash, func(int64) {}); {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return &InputError{File: folder, Reason: "cannot be read", Err: err}
	}
	for i, want := range m.Outputs {
		if found[i].size != want.Bytes || found[i].sum != by.ofFile(want) {
			return &InputError{File: found[i].path, Reason: "was changed after it was published"}
		}
	}
	return nil
}

// tree returns the files and folders below a folder, sorted, with "/" between
// folders. The folder itself is ".".
func tree(folder string) (files, folders []string, err error) {
	err = fs.WalkDir(os.DirFS(folder), ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			folders = append(folders, path)
		case entry.Type().IsRegular():
			files = append(files, path)
		default:
			return errors.New(path + " is no regular file")
		}
		return nil
	})
	slices.Sort(files)
	slices.Sort(folders)
	return files, folders, err
}

// runID returns the name of a run: equal inputs, configuration, policy, as-of
// date and program give equal names.
func runID(files []*SourceFile, o Options, asOf string) string {
	h := sha256.New()
	config := sha256.Sum256(o.Config)
	fmt.Fprintf(h, "config %x\npack %q\nas_of %s\nversion %q\n", config, o.Pack, asOf, o.Version)
	var line []byte
	for _, f := range files { // there may be thousands
		line = strconv.AppendQuote(append(line[:0], "input "...), f.Name)
		line = append(append(append(line, ' '), f.SHA256...), ' ')
		line = append(strconv.AppendQuote(line, f.Refused), '\n')
		h.Write(line)
	}
	return hex.EncodeToString(h.Sum(nil))[:runIDLength]
}

const runIDLength = 16 // hexadecimal digits

// isRunID reports whether a name is one that [runID] could give.
func isRunID(name string) bool {
	return len(name) == runIDLength && strings.Trim(name, "0123456789abcdef") == ""
}

// manifest describes a run before its files are listed. Latest is the latest date of
// the data.
func (r *run) manifest(asOf, latest arrow.Date32, files []*SourceFile, totals []ControlTotal, rows map[*Dataset]int64) *Manifest {
	config := sha256.Sum256(r.options.Config)
	m := &Manifest{
		Format: manifestFormat, ID: runID(files, r.options, dateText(asOf)), AsOf: dateText(asOf), Pack: r.options.Pack, Version: r.options.Version,
		Config: hex.EncodeToString(config[:]), Totals: totals,
	}
	if latest != noDate {
		m.Latest = dateText(latest)
	}
	for _, f := range files {
		m.Inputs = append(m.Inputs, ManifestInput{Name: f.Name, SHA256: f.SHA256, XXH3: f.XXH3, Bytes: f.Bytes, Datasets: f.Datasets, Rows: f.Rows, Refused: f.Refused, Unread: f.Unread})
	}
	for d, n := range rows {
		m.Datasets = append(m.Datasets, ManifestDataset{Name: d.Name, Rows: n})
	}
	slices.SortFunc(m.Datasets, func(a, b ManifestDataset) int { return strings.Compare(a.Name, b.Name) })
	return m
}
