package reports

import (
	"context"
	"fmt"
	"time"

	"github.com/xuri/excelize/v2"
)

// A book is a workbook being written.
type book struct {
	ctx    context.Context
	file   *excelize.File
	labels *labels
	styles *styles
	run    Run
	marts  Source
	facts  *facts
	limit  int // rows of a worksheet
	sheets []*sheet
	parts  []part // in the order of the tabs
}

// A part is a worksheet: a page, a table, or a piece of a table that is too long
// for one.
type part struct {
	sheet   *sheet
	name    string // of the tab
	number  int    // 1, 2, ...
	rows    int    // of the table, totals not counted; -1 for pages
	leftOut int64  // rows of the mart that no part of the sheet shows; on the last part
}

func newBook(ctx context.Context, spill string, words *labels, run Run, marts Source, limit int) (*book, error) {
	b := &book{ctx: ctx, labels: words, run: run, marts: marts, limit: limit}
	var err error
	if b.facts, err = gatherFacts(ctx, marts); err != nil {
		return nil, err
	}
	b.file = excelize.NewFile(excelize.Options{TmpDir: spill})
	if err := b.prepare(); err != nil {
		_ = b.file.Close() // nothing is written yet
		return nil, err
	}
	return b, nil
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

// fill writes the sheets. Pages come last, because they show what the tables
// have; their tabs keep their place.
func (b *book) fill(sheets []*sheet) error {
	b.sheets = sheets
	for _, s := range sheets {
		if s.Page != nil {
			if _, err := b.newPart(s, 1, -1); err != nil {
				return err
			}
			continue
		}
		if err := b.writeTable(s); err != nil {
			return fmt.Errorf("sheet %s: %w", s.Key, err)
		}
	}
	for _, s := range sheets {
		if s.Page == nil {
			continue
		}
		p := b.open(b.name(s, 1))
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
func (b *book) newPart(s *sheet, number, rows int) (part, error) {
	p := part{sheet: s, name: b.name(s, number), number: number, rows: rows}
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

// partsOf returns the worksheets of a sheet.
func (b *book) partsOf(s *sheet) []part {
	var out []part
	for _, p := range b.parts {
		if p.sheet == s {
			out = append(out, p)
		}
	}
	return out
}
