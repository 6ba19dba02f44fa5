package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// readableWidth is what a page of A4 in landscape holds at the smallest scale that reads
// well, in characters: 10.9 inches of 13.7 at 65 %, which prints 10 points as 6.5.
const readableWidth = 230

// A printLayout is how the columns of a worksheet go on paper.
type printLayout struct {
	pages   int // side by side
	repeats int // columns at the left that each page repeats; 0 where one page holds all
}

// layOut divides columns among as few pages as can be read. The frozen columns, which
// tell the rows apart, stand on each of them; of those that would take more than half a
// page only the first ones do.
func layOut(widths []float64, frozen int) printLayout {
	all := 0.0
	for _, width := range widths {
		all += width
	}
	layout, repeated := printLayout{pages: 1}, 0.0
	if all <= readableWidth {
		return layout
	}
	for layout.repeats < frozen && repeated+widths[layout.repeats] <= readableWidth/2 {
		repeated += widths[layout.repeats]
		layout.repeats++
	}
	onPage := 0.0
	for _, width := range widths {
		if onPage > repeated && onPage+width > readableWidth {
			layout.pages++
			onPage = repeated
		}
		onPage += width
	}
	return layout
}

// print says how the worksheet is printed: on A4 in landscape, on as few pages side by
// side as can be read, with run, sheet and page number below each.
func (p *page) print() {
	layout := layOut(p.width, p.frozen)
	file, size, landscape, order, height := p.book.file, 9, "landscape", "overThenDown", p.pagesHigh // 9 is A4
	p.try(file.SetPageLayout(p.name, &excelize.PageLayoutOptions{
		Size: &size, Orientation: &landscape, FitToWidth: &layout.pages, FitToHeight: &height, PageOrder: &order,
	}))
	side, top, foot := 0.4, 0.5, 0.3 // inches; all are given, since the library sets the others to 0
	bottom := 0.6
	p.try(file.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{Left: &side, Right: &side, Top: &top, Bottom: &bottom, Header: &foot, Footer: &foot}))
	run := fmt.Sprintf("ozpayout %s, %s", p.book.run.ID, p.book.labels.date(p.book.run.AsOf))
	p.try(file.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddFooter: "&L" + strings.ReplaceAll(run, "&", "&&") + "&C&A&R&P / &N"}))
	var titles []string
	if layout.repeats > 0 {
		titles = append(titles, fmt.Sprintf("%s!$A:$%s", quoteSheet(p.name), columnName(layout.repeats)))
	}
	if p.repeat > 0 {
		titles = append(titles, fmt.Sprintf("%s!$1:$%d", quoteSheet(p.name), p.repeat))
	}
	if len(titles) > 0 {
		p.try(defineName(file, excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.name, RefersTo: strings.Join(titles, ",")}))
	}
}
