package pipeline

import (
	"strconv"
	"strings"
	"sync"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// mostRaw is how many bytes of a cell a finding shows.
const mostRaw = 200

// escaped returns a cell as [Finding].Raw shows it: letters of all scripts as they are, for
// who has to find and mend the cell, and what does not show as an escape.
func escaped(raw string) string {
	quoted := strconv.Quote(raw[:min(len(raw), mostRaw)])
	return quoted[1 : len(quoted)-1]
}

// toldOfKind is how many rows of one file, column and code a run tells one by one.
const toldOfKind = 3

// A FindingDigest is what a run tells of its findings at once. It grows with the files and
// their tables, not with their rows: the dataset [Findings] has all.
type FindingDigest struct {
	// Told are, in the order of the dataset, all findings about files and tables, and of
	// rows that are not used the first three of each file, column and code.
	Told   []Finding
	Untold int64 // findings of rows that are not used beyond those
	// Warnings is the number of warnings about rows that are used, nearly all of them cells
	// that could not be read and are empty.
	Warnings int64
}

// findingBatch is how many findings are made rows at a time.
const findingBatch = 1 << 12

// A findingLog takes the findings of a run, from several goroutines, and gives them back in
// the order of the dataset [Findings]. They are rows from the start and are gathered like
// those of a mart: however many there are, they take no more of the memory than a store
// leaves them.
type findingLog struct {
	mem  memory.Allocator
	rows *gathering

	mu    sync.Mutex
	begun *Builder // rows of the batch at hand; nil without any
}

func newFindingLog(mem memory.Allocator, s *store) *findingLog {
	return &findingLog{mem: mem, rows: newGathering(mem, s, Findings)}
}

// add takes findings. It fails if they can neither be kept nor spilled.
func (l *findingLog) add(findings ...Finding) error {
	for _, f := range findings {
		full := l.append(f)
		if full == nil {
			continue
		}
		err := l.rows.add(full)
		full.Release()
		if err != nil {
			return err
		}
	}
	return nil
}

// append adds a row to the batch at hand. It returns the batch if that makes it full, for
// the caller to release, else nil.
func (l *findingLog) append(f Finding) (full arrow.Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.begun == nil {
		l.begun = NewBuilder(l.mem, Findings)
	}
	addFinding(l.begun, f)
	if l.begun.Len() < findingBatch {
		return nil
	}
	return l.begun.Record()
}

// publish writes the mart [Findings] and closes its writer. It returns what is to be told
// of the findings at once, and the number of all.
func (l *findingLog) publish(w MartWriter) (told FindingDigest, rows int64, err error) {
	o := newOutlet(l.mem, Findings, w, nil)
	defer o.discard()
	if told, err = l.finish(o.write); err != nil {
		return told, 0, err
	}
	rows, err = o.finish()
	return told, rows, err
}

// finish calls write, if not nil, with all findings in order, batch by batch with the rows
// that count, and returns what is to be told of them at once. It is called once, after the
// last add.
func (l *findingLog) finish(write func(arrow.Record, []int32) error) (FindingDigest, error) {
	if l.begun != nil {
		rest := l.begun.Record()
		l.begun.Release()
		err := l.rows.add(rest)
		rest.Release()
		if err != nil {
			return FindingDigest{}, err
		}
	}
	var digest digestWriter
	err := l.rows.finish(func(rec arrow.Record, order []int32) error {
		order = distinctRows(Findings, rec, order)
		digest.write(rec, order)
		if write == nil {
			return nil
		}
		return write(rec, order)
	})
	return digest.FindingDigest, err
}

// distinctRows returns the rows of a sorted batch, nil = as they stand, without those that
// say the same as the one before: what is wrong with a table that every partition reads is
// told by each of them. Equal rows are never in two batches that are gathered, since the
// ranges of a [gathering] part keys.
func distinctRows(d *Dataset, rec arrow.Record, order []int32) []int32 {
	compare := rowOrder(d, rec)
	distinct := make([]int32, 0, rec.NumRows())
	for i := range int32(rec.NumRows()) {
		row := i
		if order != nil {
			row = order[i]
		}
		if i == 0 || compare(distinct[len(distinct)-1], row) != 0 {
			distinct = append(distinct, row)
		}
	}
	return distinct
}

// A digestWriter makes the digest of findings that come in order.
type digestWriter struct {
	FindingDigest

	file string
	told map[findingKind]int // of the file
}

type findingKind struct{ column, code string }

// write takes the given rows of a batch.
func (w *digestWriter) write(rec arrow.Record, rows []int32) {
	r := newFindingReader(rec)
	for _, row := range rows {
		if r.number.Value(int(row)) == 0 {
			w.Told = append(w.Told, r.finding(row))
			continue
		}
		switch r.text(r.severity, row) {
		case string(Fault):
		case string(Warning):
			w.Warnings++
			continue
		default:
			continue
		}
		if file := r.text(r.file, row); file != w.file || w.told == nil {
			w.file, w.told = strings.Clone(file), map[findingKind]int{}
		}
		kind := findingKind{r.column.Value(int(row)), r.text(r.code, row)}
		count, isKnown := w.told[kind]
		if count == toldOfKind {
			w.Untold++
			continue
		}
		if !isKnown { // the batch does not outlive the call
			kind = findingKind{strings.Clone(kind.column), strings.Clone(kind.code)}
		}
		w.told[kind]++
		w.Told = append(w.Told, r.finding(row))
	}
}

// A findingReader reads rows of [Findings].
type findingReader struct {
	file, sheet, code, severity, dataset *array.Dictionary
	column, raw, message                 *array.String
	number                               *array.Int64
}

func newFindingReader(rec arrow.Record) *findingReader {
	return &findingReader{
		file: FileName.In(rec), sheet: FileSheet.In(rec), number: FileRow.In(rec),
		column: FindingColumn.In(rec), code: FindingCode.In(rec), raw: RawValue.In(rec),
		severity: SeverityCode.In(rec), message: Message.In(rec), dataset: DatasetName.In(rec),
	}
}

// text returns the code of a row; it is good as long as the batch is.
func (r *findingReader) text(codes *array.Dictionary, row int32) string {
	return codes.Dictionary().(*array.String).Value(codes.GetValueIndex(int(row)))
}

// finding returns a row, which is good after the batch is released.
func (r *findingReader) finding(row int32) Finding {
	at := int(row)
	return Finding{
		File: strings.Clone(r.text(r.file, row)), Sheet: strings.Clone(r.text(r.sheet, row)), Row: r.number.Value(at),
		Column: strings.Clone(r.column.Value(at)), Code: strings.Clone(r.text(r.code, row)), Raw: strings.Clone(r.raw.Value(at)),
		Severity: Severity(strings.Clone(r.text(r.severity, row))), Message: strings.Clone(r.message.Value(at)),
		Dataset: strings.Clone(r.text(r.dataset, row)),
	}
}
