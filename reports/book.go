package reports

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/xuri/excelize/v2"
)

// A book is a workbook being written.
type book struct {
	path    string
	file    *excelize.File
	rowFile *rowFile
	labels  *labels
	styles  *styles
	run     Run
	reader  *reader
	facts   *facts
	sheets  []*sheet
	parts   []*part // in the order of the tabs
}

// A part is a worksheet: a page, a table, or a piece of a table that is too long
// for one.
type part struct {
	sheet       *sheet
	name        string   // of the tab
	number      int      // 1, 2, ...
	rows        int64    // of the table, totals not counted; -1 for pages
	leftOut     int64    // rows of the mart that no part of the sheet shows; on the last part
	first, last string   // keys of the rows; "" without
	data        rowBlock // rows that are put into the worksheet at the end
	above       int      // rows of the worksheet that stand above these
}

// newBook begins a workbook; folder takes its temporary files.
func newBook(path, folder string, words *labels, run Run, r *reader) (*book, error) {
	b := &book{path: path, labels: words, run: run, reader: r, facts: r.facts, sheets: sheets}
	var err error
	if b.rowFile, err = createRowFile(filepath.Join(folder, words.language+".rows")); err != nil {
		return nil, err
	}
	b.file = excelize.NewFile(excelize.Options{TmpDir: folder})
	if err := b.prepare(); err != nil {
		b.close()
		return nil, err
	}
	return b, nil
}

// close drops the temporary files of the workbook, which is saved or given up.
func (b *book) close() {
	_ = b.file.Close()
	_ = b.rowFile.close()
}

func (b *book) prepare() error {
	if err := b.file.SetDefaultFont(fontOf(b.labels.language)); err != nil {
		return err
	}
	var err error
	if b.styles, err = newStyles(b.file, b.labels.language); err != nil {
		return err
	}
	yes := true
	if err := b.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &yes}); err != nil {
		return err
	}
	// The properties are those of the run: a clock time would make equal runs differ.
	asOf := b.run.AsOf.ToTime().Format(time.RFC3339)
	return b.file.SetDocProps(&excelize.DocProperties{
		Creator: "ozpayout", LastModifiedBy: "ozpayout", Created: asOf, Modified: asOf, Version: "1.0",
		Title: b.labels.text("text.title"), Subject: b.run.ID, Language: b.labels.language,
	})
}

// writePages draws the pages. They come after all tables, because they show what
// these have; their tabs keep their place.
func (b *book) writePages() error {
	for _, s := range b.sheets {
		if s.Page == nil {
			continue
		}
		p := &page{book: b, part: b.partsOf(s)[0], name: b.name(s, 1)}
		p.open()
		if err := s.Page(b, p); err != nil {
			return fmt.Errorf("sheet %s: %w", s.Key, err)
		}
		if err := p.close(); err != nil {
			return fmt.Errorf("sheet %s: %w", s.Key, err)
		}
	}
	return nil
}

// newPart adds a tab.
func (b *book) newPart(s *sheet, number int, rows int64) (*part, error) {
	p := &part{sheet: s, name: b.name(s, number), number: number, rows: rows}
	b.parts = append(b.parts, p)
	if len(b.parts) == 1 {
		return p, b.file.SetSheetName(b.file.GetSheetName(0), p.name)
	}
	_, err := b.file.NewSheet(p.name)
	return p, err
}

// name returns the name of a tab: the label of the sheet, numbered from the
// second part on.
func (b *book) name(s *sheet, number int) string {
	name := b.labels.text("sheet." + s.Key)
	if number > 1 {
		name = fmt.Sprintf("%s (%d)", name, number)
	}
	return name
}

func (b *book) partsOf(s *sheet) []*part {
	var out []*part
	for _, p := range b.parts {
		if p.sheet == s {
			out = append(out, p)
		}
	}
	return out
}
