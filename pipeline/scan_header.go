package pipeline

import (
	"bytes"
	"strings"

	"ozpayout/pipeline/tabular"
)

// repeatedHeader is the code of the finding about a header that stands among the rows of a
// table again, as where exports were written one behind the other. It is no data.
const repeatedHeader = "repeated_header"

// byteOrderMark stands in front of such a header where its file began with one.
const byteOrderMark = "\ufeff"

// findRepeatedHeader reports whether a row, of which a cell cannot be read, is the header
// again. It is marked as no data.
func (t *typer) findRepeatedHeader(c *tabular.Chunk, row int) bool {
	for col, header := range t.headers {
		text := c.Cell(row, col)
		if string(text) != header && string(bytes.TrimPrefix(text, []byte(byteOrderMark))) != header {
			return false
		}
	}
	t.total[row] = true
	t.rejectHeader(c.Rows[row])
	return true
}

// isRepeatedHeader reports whether a record that cannot be read is the header again: behind
// a byte order mark its quotes are none.
func (t *typer) isRepeatedHeader(f tabular.Fault) bool {
	text, isMarked := strings.CutPrefix(f.Raw, byteOrderMark)
	header := strings.Join(t.r.File.Sheets[t.r.Sheet].Header, string(t.r.File.Delimiter))
	const shown = 200 // bytes of a record
	return isMarked && len(f.Raw) >= min(len(header), shown) && strings.HasPrefix(header, strings.ReplaceAll(text, `"`, ""))
}

func (t *typer) rejectHeader(row int64) {
	t.reject(row, "", repeatedHeader, "", Note, "The header stands here again: it is no data.")
}
