package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

const (
	defaultMemory = 1 << 30
	defaultKeep   = 3
)

// Options say how a plan is run.
type Options struct {
	In    string        // input folder
	Out   string        // output folder, made if missing
	AsOf  *arrow.Date32 // business date; nil = the latest date of the data up to Today
	Today *arrow.Date32 // day of the run; nil = no date of the data is a later one
	Pack  string        // policy pack
	Files []FileRule    // what is configured for some files
	// Config is the configuration in canonical form; it is part of the run's id.
	Config []byte
	// QuarantineLimit is the largest share, 0..1, of the data rows of a file
	// that may be quarantined (D44).
	QuarantineLimit float64
	Memory          int64 // bytes; up to a quarter of it holds rows between steps; 0 = 1 GiB
	// MemoryFor chooses Memory when the input files are listed, by how many bytes they
	// have. Nil leaves it as it is.
	MemoryFor func(inputBytes int64) int64
	Workers   int  // goroutines at work; 0 = one per processor
	Strict    bool // a refused file is an error
	Keep      int  // runs kept, the newest included; 0 = 3
	Version   string
	// DryRun recognises and counts, and writes nothing.
	DryRun bool
	// OpenMart makes the writer of a mart; its files go to the folder, which
	// exists.
	OpenMart func(folder string, d *Dataset) (MartWriter, error)
	// Render writes the reports below folder/reports from the marts below
	// folder/datasets. The manifest is complete but for the list of files. Nil
	// writes no reports.
	Render   func(ctx context.Context, folder string, m *Manifest) error
	Progress Progress // nil = nobody watches
}

// A Result says what a run did.
type Result struct {
	ID       string
	Dir      string // the published run; empty after a dry run
	AsOf     arrow.Date32
	Manifest *Manifest      // nil after a dry run
	Files    []*SourceFile  // input files and shipped tables, by name; if Reused, what the manifest tells of them
	Totals   []ControlTotal // by file, dataset and currency
	Findings FindingDigest  // empty if the run was published before
	Reused   bool           // the same run was published before
	Future   *FutureDates   // where no as-of date was given; nil = none
	Spilled  int64          // bytes of rows that went to disk and back, for want of memory
}

// FutureDates are dates of the data after the day of the run: nobody meant one of them as
// the as-of date.
type FutureDates struct {
	File   string // the first, by name, that has one
	Latest arrow.Date32
}

// A run is one execution of a plan.
type run struct {
	plan     *Plan
	options  Options
	mem      memory.Allocator
	disk     disk
	parts    func(inputBytes, memory int64) spreading
	progress Progress
	ledger   *ledger
	findings *findingLog // once there is a store for them
}

func newRun(p *Plan, o Options) *run {
	if o.Memory <= 0 {
		o.Memory = defaultMemory
	}
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Keep <= 0 {
		o.Keep = defaultKeep
	}
	progress := o.Progress
	if progress == nil {
		progress = silent{}
	}
	return &run{
		plan: p, options: o, mem: memory.NewGoAllocator(), disk: osDisk{}, parts: spreadingFor, progress: progress,
		ledger: newLedger(),
	}
}

// Run executes a plan over the files of a folder and publishes its marts by one
// atomic swap, or changes nothing that a reader can see. The marts are a
// function of the input files, the shipped tables, the configuration, the
// policy pack, the as-of date and the program: not of the number of workers, the
// memory, the clock or the place of the folders.
//
// The error is an *[InputError], *[QuarantineError], *[LockedError],
// *[OutputError], *[StageError], *[InternalError], or wraps that of ctx.
func Run(ctx context.Context, p *Plan, o Options) (*Result, error) {
	if err := Validate(p); err != nil {
		return nil, &InternalError{Reason: "plan", Err: err}
	}
	r := newRun(p, o)
	if o.DryRun {
		return r.count(ctx)
	}
	return r.execute(ctx)
}

// makeOut makes the output folder. One that is there keeps the mode that its owner gave it.
func (r *run) makeOut() error {
	out := r.options.Out
	if _, err := os.Stat(out); !errors.Is(err, fs.ErrNotExist) {
		return r.disk.makeFolder(out) // which complains if it is a file
	}
	if err := r.disk.makeFolder(out); err != nil {
		return err
	}
	return r.disk.finish(out, folderMode)
}

// execute runs the plan under the lock of the output folder.
func (r *run) execute(ctx context.Context) (result *Result, err error) {
	out := r.options.Out
	if err := r.makeOut(); err != nil {
		return nil, &OutputError{Path: out, Err: err}
	}
	held, err := lock(out)
	if err != nil {
		return nil, err
	}
	defer held.release()
	p := &publisher{disk: r.disk, out: out}
	if err := p.prepare(); err != nil {
		return nil, err
	}
	published := false
	defer func() {
		if !published {
			p.abandon()
		}
	}()
	result, err = r.make(ctx, p)
	if err != nil {
		return nil, err
	}
	if result.Reused {
		err = p.point(result.ID)
	} else {
		err = p.commit(result.ID)
		published = err == nil
	}
	if err != nil {
		return nil, err
	}
	result.Dir = p.path(runsName, result.ID)
	return result, p.prune(r.options.Keep)
}

// make fills and seals the draft, unless the run is there already.
func (r *run) make(ctx context.Context, p *publisher) (*Result, error) {
	draft := p.path(draftName)
	seeds := filepath.Join(draft, "seeds")
	files, odd, err := r.list(seeds)
	if err != nil {
		return nil, err
	}
	if result := r.published(ctx, p, files); result != nil {
		return result, nil
	}
	rows := r.openStore(filepath.Join(draft, "spill"))
	defer func() { _ = rows.close() }()
	last, err := r.ingest(ctx, files, odd, seeds, rows)
	if err != nil {
		return nil, err
	}
	if err := r.judge(); err != nil { // before asOf: rows that cannot be used may be why there is no date
		return nil, err
	}
	asOf, err := r.asOf(last.past)
	if err != nil {
		return nil, err
	}
	published, err := r.compute(ctx, draft, asOf, rows)
	if err != nil {
		return nil, err
	}
	totals := r.ledger.totals()
	told, err := r.describe(files, totals, published, func(d *Dataset) (MartWriter, error) { return r.openMart(draft, d, asOf) })
	if err != nil {
		return nil, err
	}
	for _, private := range []string{seeds, rows.folder} {
		if err := os.RemoveAll(private); err != nil {
			return nil, &OutputError{Path: private, Err: err}
		}
	}
	m := r.manifest(asOf, last.latest, files, totals, published)
	if r.options.Render != nil {
		if err := r.options.Render(ctx, draft, m); err != nil {
			return nil, reportError(err)
		}
	}
	if err := p.seal(ctx, m, r.progress); err != nil {
		return nil, err
	}
	return &Result{ID: m.ID, AsOf: asOf, Manifest: m, Files: files, Totals: m.Totals, Findings: told, Spilled: rows.spilledBytes, Future: r.future(last)}, nil
}

// compute runs the stages over what was read and returns how many rows each mart got.
func (r *run) compute(ctx context.Context, draft string, asOf arrow.Date32, rows *store) (map[*Dataset]int64, error) {
	e := &executor{
		plan: r.plan, mem: r.mem, asOf: asOf, pack: r.options.Pack, workers: r.options.Workers, spread: rows.spread, store: rows,
		ledger: r.ledger, findings: r.findings, progress: r.progress,
		open: func(d *Dataset) (MartWriter, error) { return r.openMart(draft, d, asOf) },
	}
	if err := e.run(ctx); err != nil {
		return nil, err
	}
	if err := r.ledger.check(); err != nil {
		return nil, err
	}
	return e.rows, r.judge()
}

// reportError tells a full or broken disk from a mistake of the reports.
func reportError(err error) error {
	var disk *fs.PathError
	if errors.As(err, &disk) {
		return &OutputError{Path: disk.Path, Err: err}
	}
	return fmt.Errorf("reports: %w", err)
}

// count recognises and reads the files and keeps nothing.
func (r *run) count(ctx context.Context) (*Result, error) {
	private, err := os.MkdirTemp("", "ozpayout-seeds-")
	if err != nil {
		return nil, &OutputError{Path: os.TempDir(), Err: err}
	}
	defer func() { _ = os.RemoveAll(private) }()
	files, odd, err := r.list(private)
	if err != nil {
		return nil, err
	}
	rows := r.openStore(filepath.Join(private, "spill"))
	defer func() { _ = rows.close() }()
	last, err := r.ingest(ctx, files, odd, private, nil)
	if err != nil {
		return nil, err
	}
	asOf, err := r.asOf(last.past)
	if err != nil {
		return nil, err
	}
	told, err := r.findings.finish(nil)
	if err != nil {
		return nil, err
	}
	return &Result{ID: runID(files, r.options, dateText(asOf)), AsOf: asOf, Files: files, Totals: r.ledger.totals(), Findings: told, Future: r.future(last)}, nil
}

// ingest recognises the files, reads them into a store, or only counts without one, and returns
// their last dates. Odd is what was found when they were listed; scratch is a private folder.
func (r *run) ingest(ctx context.Context, files []*SourceFile, odd []Finding, scratch string, to *store) (lastDates, error) {
	if err := r.findings.add(odd...); err != nil {
		return lastDates{}, err
	}
	r.ledger.expect(files)
	recogniser := r.recogniser(files, scratch)
	if err := r.recognise(ctx, recogniser, files); err != nil {
		return lastDates{}, err
	}
	if to != nil {
		to.spread = r.parts(inputBytes(files), r.options.Memory) // known since files are
	}
	last, err := r.read(ctx, recogniser, files, to)
	if err != nil {
		return lastDates{}, err
	}
	return last, r.findings.add(missingPages(files)...)
}

// openStore opens the store of the run, which spills to a folder, and the log of findings
// in it. Rows of tables come once the store knows how they are spread.
func (r *run) openStore(spill string) *store {
	rows := newStore(r.mem, spreading{}, stagedMemory(r.options.Memory), spill)
	r.findings = newFindingLog(r.mem, rows)
	return rows
}

// list returns the input files and the shipped tables, by name, and what is found about
// others. The shipped ones are put into a private folder, which must last until all is read.
func (r *run) list(private string) (files []*SourceFile, odd []Finding, err error) {
	files, odd, err = listFiles(r.options.In, r.options.Out)
	if err != nil {
		return nil, nil, err
	}
	if r.options.MemoryFor != nil {
		r.options.Memory = r.options.MemoryFor(bytesOf(files))
	}
	seeds, err := materialise(r.plan, private)
	if err != nil {
		return nil, nil, err
	}
	files = append(files, seeds...)
	slices.SortFunc(files, func(a, b *SourceFile) int { return strings.Compare(a.Name, b.Name) })
	return files, odd, nil
}

// today returns the day of the run, the last of all days where nobody says.
func (r *run) today() arrow.Date32 {
	if r.options.Today == nil {
		return lastDay
	}
	return *r.options.Today
}

// future tells of dates after the day of the run where they might have been the as-of date.
func (r *run) future(last lastDates) *FutureDates {
	if r.options.AsOf != nil || last.futureFile == "" {
		return nil
	}
	return &FutureDates{last.futureFile, last.latest}
}

// asOf returns the as-of date; latest is that of the data, up to the day of the run.
func (r *run) asOf(latest arrow.Date32) (arrow.Date32, error) {
	switch {
	case r.options.AsOf != nil:
		return *r.options.AsOf, nil
	case latest == noDate:
		return noDate, &InputError{File: r.options.In, Reason: "no file has a date up to the day of the run: give the as-of date"}
	}
	return latest, nil
}

// judge refuses a run of which too many rows cannot be used.
func (r *run) judge() error {
	files := r.ledger.quarantined(r.options.QuarantineLimit)
	if len(files) == 0 {
		return nil
	}
	told, err := r.findings.finish(nil)
	if err != nil {
		return err
	}
	return &QuarantineError{Limit: r.options.QuarantineLimit, Files: files, Findings: told}
}

// MartFolder returns the folder of a mart in the folder of a run; asOf is as in [Manifest].
func MartFolder(run string, d *Dataset, asOf string) string {
	return filepath.Join(run, "datasets", d.Name, "dt="+asOf)
}

func (r *run) openMart(draft string, d *Dataset, asOf arrow.Date32) (MartWriter, error) {
	folder := MartFolder(draft, d, dateText(asOf))
	if err := os.MkdirAll(folder, folderMode); err != nil {
		return nil, &OutputError{Path: folder, Err: err}
	}
	w, err := r.options.OpenMart(folder, d)
	if err != nil {
		return nil, &OutputError{Path: folder, Err: err}
	}
	return w, nil
}
