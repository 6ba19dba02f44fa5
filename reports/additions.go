package reports

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// The library looks through all names of a workbook for each that is added, and through all
// of a worksheet for each comment. A workbook has a thousand of both, so the functions below
// ask it for the first and copy that. A test compares what they make with what the library
// makes of the same.

// defineName does what SetDefinedName of the library does, of names that are right and new.
func defineName(file *excelize.File, name excelize.DefinedName) error {
	if file.WorkBook.DefinedNames == nil {
		return file.SetDefinedName(&name)
	}
	all := &file.WorkBook.DefinedNames.DefinedName
	*all = append(*all, (*all)[0])
	last := len(*all) - 1
	clear((*all)[last:])
	(*all)[last].Name, (*all)[last].Data = name.Name, name.RefersTo
	if name.Scope == "" {
		return nil
	}
	tab, err := file.GetSheetIndex(name.Scope)
	(*all)[last].LocalSheetID = &tab
	return err
}

// addHeadingComments does what AddComment of the library does, of one comment for each
// column, in the first row of a worksheet that has properties and no comments yet. Widths are
// those of the columns, in characters.
func addHeadingComments(file *excelize.File, name string, widths []float64, comments []excelize.Comment) error {
	if err := file.AddComment(name, comments[0]); err != nil {
		return err
	}
	number := len(file.Comments) // its files are numbered as they were made
	texts := &file.Comments[fmt.Sprintf("xl/comments%d.xml", number)].CommentList.Comment
	shapes := &file.VMLDrawing[fmt.Sprintf("xl/drawings/vmlDrawing%d.vml", number)].Shape
	for column, c := range comments[1:] {
		column++
		text, shape := (*texts)[0], (*shapes)[0]
		text.Ref, text.Text.T = c.Cell, &c.Text
		shape.Val = replaceElement(shape.Val, "x:Anchor", headingAnchor(widths, column, int(c.Width), int(c.Height)))
		shape.Val = replaceElement(shape.Val, "x:Column", fmt.Sprint(column))
		*texts, *shapes = append(*texts, text), append(*shapes, shape)
	}
	return nil
}

// replaceElement replaces the text of the only element of a name.
func replaceElement(xml, name, text string) string {
	before, after, _ := strings.Cut(xml, "<"+name+">")
	_, after, _ = strings.Cut(after, "</"+name+">")
	return before + "<" + name + ">" + text + "</" + name + ">" + after
}

// headingAnchor says where the comment of a column in the first row stands: from a cell and
// how far into it, to a cell and how far into that (MS-OI29500, 2.1.629, Anchor). Width and
// height are in pixels.
func headingAnchor(widths []float64, column, width, height int) string {
	const rowPixels, columnPixels, digitPixels, fromLeft = 18, 64, 8, 23 // as the library counts: a row of 15 points, a column without a width
	end, row := column, 0
	for ; ; end++ {
		pixels := columnPixels
		if end < len(widths) {
			pixels = int(widths[end]*digitPixels + 0.5)
		}
		if width < pixels {
			break
		}
		width -= pixels
	}
	for ; height >= rowPixels; row++ {
		height -= rowPixels
	}
	return fmt.Sprintf("%d, %d, 0, 0, %d, %d, %d, %d", column, fromLeft, end, width, row, height)
}
