package reports

import (
	"strconv"

	"github.com/xuri/excelize/v2"
)

// The palette of Okabe and Ito, which people with colour-vision deficiency can
// tell apart (jfly.uni-koeln.de/color).
const (
	blue       = "0072B2"
	skyBlue    = "56B4E9"
	vermillion = "D55E00"
	darkRed    = "A14700" // vermillion, dark enough to be read as text (5 : 1 on pale red)
	paleRed    = "FBE5D9" // background of dark red text
	paleGrey   = "EEF2F5"
	grey       = "5A5A5A"
	black      = "000000"
)

// palette are the colours of lines of a chart, of the same authors.
var palette = [...]string{blue, "E69F00", "009E73", vermillion, "CC79A7", skyBlue, black, grey}

// numberFormats returns the number formats of cells. Programs write the marks of
// thousands and decimals as their user does; the order of a date is ours to say.
func numberFormats(language string) [formats]string {
	day := "yyyy-mm-dd"
	if language == "ru" {
		day = "dd.mm.yyyy"
	}
	return [formats]string{
		textFormat: "@", wideFormat: "@", wholeFormat: "#,##0", moneyFormat: "#,##0.00;[Red]-#,##0.00;0.00",
		rateFormat: "#,##0.0000######", dateFormat: day, instantFormat: day + " hh:mm:ss", percentFormat: "0.00%", decimalFormat: "#,##0.00##",
	}
}

// fontOf names the font of a language. Spreadsheets fall back to a font of the
// machine where it is missing.
func fontOf(language string) string {
	if language == "zh" {
		return "Microsoft YaHei"
	}
	return "Arial"
}

// styles are the cell styles of a workbook, each made once.
type styles struct {
	cells                          [formats]int // unlocked
	formulas                       [formats]int // locked
	totals                         [formats]int // locked, bold
	quoted, quotedWide             int          // text that looks like a formula
	heading, title, section, label int
	link, note, alertSample        int
	leftDate                       int
	alert                          int      // conditional
	opens                          []string // by style: see open
}

func newStyles(file *excelize.File, language string) (*styles, error) {
	s := &styles{}
	family, numbers := fontOf(language), numberFormats(language)
	border := []excelize.Border{{Type: "bottom", Color: "D9D9D9", Style: 1}}
	var err error
	make := func(style excelize.Style) (id int) {
		if style.Font == nil {
			style.Font = &excelize.Font{}
		}
		style.Font.Family = family
		if style.Font.Size == 0 {
			style.Font.Size = 10
		}
		if err == nil {
			id, err = file.NewStyle(&style)
		}
		return id
	}
	fill := func(color string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
	}
	for f := range formats {
		align := &excelize.Alignment{Vertical: "top", WrapText: f == wideFormat}
		if f == textFormat || f == wideFormat {
			align.Horizontal, align.Indent = "left", 1 // apart from a number at its left
		}
		if f == moneyFormat {
			align.Horizontal = "right" // also where it is written as text
		}
		unlocked := &excelize.Protection{}
		s.cells[f] = make(excelize.Style{CustomNumFmt: &numbers[f], Alignment: align, Border: border, Protection: unlocked})
		s.formulas[f] = make(excelize.Style{CustomNumFmt: &numbers[f], Alignment: align, Border: border, Fill: fill(paleGrey)})
		s.totals[f] = make(excelize.Style{
			CustomNumFmt: &numbers[f], Alignment: align, Font: &excelize.Font{Bold: true}, Fill: fill(paleGrey),
			Border: []excelize.Border{{Type: "top", Color: grey, Style: 1}},
		})
	}
	s.heading = make(excelize.Style{
		Font: &excelize.Font{Bold: true, Color: "FFFFFF"}, Fill: fill(blue),
		Alignment: &excelize.Alignment{WrapText: true, Vertical: "center", Horizontal: "center"},
	})
	s.title = make(excelize.Style{Font: &excelize.Font{Bold: true, Size: 16, Color: blue}})
	s.section = make(excelize.Style{Font: &excelize.Font{Bold: true, Size: 12, Color: blue}})
	s.label = make(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top"}})
	s.link = make(excelize.Style{Font: &excelize.Font{Color: blue, Underline: "single"}, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}})
	s.note = make(excelize.Style{Font: &excelize.Font{Italic: true, Color: grey}})
	s.leftDate = make(excelize.Style{CustomNumFmt: &numbers[dateFormat], Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left", Indent: 1}, Border: border})
	s.alertSample = make(excelize.Style{Font: &excelize.Font{Color: darkRed}, Fill: fill(paleRed)})
	if err != nil {
		return nil, err
	}
	s.quoted = quotePrefixed(file, s.cells[textFormat])
	s.quotedWide = quotePrefixed(file, s.cells[wideFormat])
	s.alert, err = file.NewConditionalStyle(&excelize.Style{Font: &excelize.Font{Color: darkRed}, Fill: fill(paleRed)})
	for style := range file.Styles.CellXfs.Count {
		s.opens = append(s.opens, `" s="`+strconv.Itoa(style)+`"`)
	}
	return s, err
}

// open returns what follows the name of a cell, <c r="A2: the closing quote and a style.
func (s *styles) open(style int) string { return s.opens[style] }

// quotePrefixed copies a style and adds the mark by which a spreadsheet keeps a
// leading = + - @ as text when the cell is edited. The library has no option
// for it.
func quotePrefixed(file *excelize.File, style int) int {
	all := file.Styles.CellXfs
	quoted, yes := all.Xf[style], true
	quoted.QuotePrefix = &yes
	all.Xf = append(all.Xf, quoted)
	all.Count = len(all.Xf)
	return all.Count - 1
}

// text returns the style of a text cell.
func (s *styles) text(f format, text string) int {
	switch {
	case !looksLikeFormula(text):
		return s.cells[f]
	case f == wideFormat:
		return s.quotedWide
	}
	return s.quoted
}
