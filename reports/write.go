package reports

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"golang.org/x/sync/errgroup"

	"ozpayout/pipeline"
)

// A Source gives the rows of a published mart with the columns asked for. A
// batch is valid until the loop body returns. A mart without rows yields none.
type Source func(d *pipeline.Dataset, columns ...pipeline.Column) iter.Seq2[arrow.Record, error]

// A Run is what the cover says of the run.
type Run struct {
	ID      string
	AsOf    arrow.Date32 // business date
	Pack    string       // policy pack that judged
	Version string       // of the program
}

// Languages are the languages of the workbook.
var Languages = [...]string{"en", "zh", "ru"}

// maxRows is the number of rows of a worksheet, a limit of the file format.
const maxRows = 1_048_576

// A Book is a workbook to be written, in one of the [Languages].
type Book struct{ Path, Language string }

// Write writes the workbooks of a run, as many at a time as there are workers
// (0 = one per processor). Equal runs and marts give equal bytes.
//
// Text of the marts is written as text and is never evaluated. An amount of more than 15
// digits, which a spreadsheet would round, is written as text; a text of more than 32,767
// characters is cut, with a mark, and the worksheet says so. A table with more rows than
// a worksheet continues on "name (2)" and stands in an index.
//
// Memory does not grow with the rows: rows that do not fit go to a hidden folder beside
// the first workbook, which is removed. After an error there is no file.
func Write(ctx context.Context, run Run, marts Source, workers int, books ...Book) error {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	return write(ctx, run, marts, limits{rows: maxRows, run: runRows, workers: workers}, books)
}

// write is Write with limits.
func write(ctx context.Context, run Run, marts Source, limit limits, wanted []Book) (err error) {
	if len(wanted) == 0 {
		return nil
	}
	var words []*labels
	for _, w := range wanted {
		l, err := labelsIn(w.Language)
		if err != nil {
			return err
		}
		words = append(words, l)
	}
	// Not in a temporary folder of the system, which may be too small.
	folder, err := os.MkdirTemp(filepath.Dir(wanted[0].Path), ".workbook-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	r := &reader{ctx: ctx, mem: memory.NewGoAllocator(), spill: folder, limit: limit, marts: marts}
	if r.facts, err = gatherFacts(ctx, marts); err != nil {
		return err
	}
	var books []*book
	defer func() {
		for _, b := range books {
			b.close()
		}
	}()
	for i, w := range wanted {
		b, err := newBook(w.Path, folder, words[i], run, r)
		if err != nil {
			return err
		}
		books = append(books, b)
	}
	if err := fill(books, limit.workers); err != nil {
		return err
	}
	return saveAll(books, limit.workers)
}

// fill writes the sheets. The rows of a table are read once for all workbooks.
func fill(books []*book, workers int) error {
	for _, s := range sheets {
		if err := writeSheet(s, books, workers); err != nil {
			return fmt.Errorf("workbook, sheet %s: %w", s.Key, err)
		}
	}
	return each(books, workers, func(b *book) error {
		if b.isSplit() {
			b.sheets = append(slices.Clip(sheets), partIndex)
			if _, err := b.newPart(partIndex, 1, -1); err != nil {
				return err
			}
		}
		return b.writePages()
	})
}

func writeSheet(s *sheet, books []*book, workers int) (err error) {
	if s.Page != nil {
		for _, b := range books {
			if _, err := b.newPart(s, 1, -1); err != nil {
				return err
			}
		}
		return nil
	}
	if s.Rows != nil {
		return each(books, workers, func(b *book) error { return b.writeOwnRows(s) })
	}
	rows, err := books[0].reader.rows(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.close()) }()
	return each(books, workers, func(b *book) error { return b.writeTable(s, rows) })
}

// each does something for each workbook, as many at a time as there are workers.
func each(books []*book, workers int, do func(*book) error) error {
	var group errgroup.Group
	group.SetLimit(workers)
	for _, b := range books {
		group.Go(func() (err error) {
			defer pipeline.RecoverAs(&err, b.path)
			return do(b)
		})
	}
	return group.Wait()
}

// saveAll saves all workbooks or none.
func saveAll(books []*book, workers int) error {
	err := each(books, workers, func(b *book) error { return b.save() })
	if err == nil {
		return nil
	}
	for _, b := range books {
		if gone := os.Remove(b.path); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return err
}
