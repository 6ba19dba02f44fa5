package pipeline

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"ozpayout/pipeline/tabular"
)

// A file of at most one onceShare-th of what a worker has to read is read once, by one
// worker. A larger one is read before that to find where it can be cut, so that no worker
// waits for another.
const onceShare = 3

// mostReadOnce returns the size up to which files are read once.
func (r *run) mostReadOnce(files []*SourceFile) int64 {
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
	all.mostReadOnce = r.mostReadOnce(files)
	return all
}

// recognise tells what each file is that is not small. A refused file is a finding, or an
// error if strict; a damaged one is always an error.
func (r *run) recognise(ctx context.Context, recogniser *Recogniser, files []*SourceFile) error {
	files = slices.DeleteFunc(slices.Clone(files), (*SourceFile).isSmall)
	r.progress.Phase("recognise", int64(len(files)))
	refusals := make([]*Refusal, len(files))
	var faulty firstFault
	err := atOnce(ctx, r.options.Workers, files, func(i int, f *SourceFile) error {
		refused, err := r.recogniseFile(recogniser, f, nil)
		if err := faulty.keep(err); err != nil {
			return err
		}
		refusals[i] = refused
		r.progress.Advance(1)
		return nil
	})
	if err != nil {
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
	defer RecoverAs(&err, f.Name)
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

// refuse records that nothing of a file is used, if it is refused. That may be an error: see
// recognise.
func (r *run) refuse(f *SourceFile, refusal *Refusal) error {
	if refusal == nil {
		return nil
	}
	message := refusal.said()
	f.Refused = message
	f.SHA256, f.XXH3 = refusal.Sums.Hex()
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

// someKnown is an error if no file is of a known kind, shipped tables left aside.
func (r *run) someKnown(files []*SourceFile) error {
	if slices.ContainsFunc(files, func(f *SourceFile) bool { return !f.isSeed() && f.Refused == "" }) {
		return nil
	}
	told, err := r.findings.finish(nil)
	if err != nil {
		return err
	}
	reason := "no file to read in this folder"
	if len(told.Told) > 0 {
		reason = "no file of a known kind" + whyNone(told.Told)
	}
	return &InputError{File: r.options.In, Reason: reason}
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
