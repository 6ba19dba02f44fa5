package reports

import (
	"context"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"github.com/apache/arrow/go/v17/arrow"

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

// Write writes the workbook of a run in one of the [Languages]. Equal runs and
// marts give equal bytes. Text of the marts is written as text and is never
// evaluated; what a spreadsheet cannot hold (a text of more than 32,767
// characters, an amount of more than 15 digits) is an error, never a cut. A
// table with more rows than a worksheet continues on "name (2)". After an error
// there is no file.
func Write(ctx context.Context, path, lang string, run Run, marts Source) error {
	return write(ctx, path, lang, run, marts, maxRows)
}

// write is Write with the row limit of a worksheet, which tests lower.
func write(ctx context.Context, path, lang string, run Run, marts Source, limit int) (err error) {
	words, err := labelsIn(lang)
	if err != nil {
		return err
	}
	// The spreadsheet library spills large sheets to files; they lie beside the
	// workbook, not in a temporary folder that may be too small.
	spill, err := os.MkdirTemp(filepath.Dir(path), ".workbook-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(spill) }()

	b, err := newBook(ctx, spill, words, run, marts, limit)
	if err != nil {
		return err
	}
	defer func() { _ = b.file.Close() }()
	if err := b.fill(sheets); err != nil {
		return fmt.Errorf("workbook %s: %w", filepath.Base(path), err)
	}
	return b.save(path, spill)
}
