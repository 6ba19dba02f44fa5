package pipeline

import (
	"slices"

	"ozpayout/pipeline/tabular"
)

// gatheredTables are tables of small files whose records are gathered, to be typed as one
// chunk: so a loop over a column has thousands of rows, and not the dozens of a file.
type gatheredTables struct {
	tables []gatheredTable

	isTrying bool // they are typed as one chunk
	isOdd    bool // which cannot be done
	done     int  // how often it was done
	odd      int  // how often it could not
}

// mostOdd is how much more often files of a lot must be typed by themselves than they can be
// typed as one chunk, until it is not tried any more.
const mostOdd = 2

// A gatheredTable is a table and how many records it has.
type gatheredTable struct {
	r        *Recognition
	firstRow int64
	records  int
}

// gather leaves the records of a small file to [typer.typeGathered], behind those of the files
// before. It reports false if they must be typed by themselves.
func (t *typer) gather(r *Recognition, sp tabular.Split) bool {
	input := r.Dataset.Input
	if t.gathered.odd > t.gathered.done+mostOdd || input.Numbered != nil || input.Section != nil || r.Dataset.Index(FromFile) < 0 {
		return false
	}
	for column := range r.constants {
		if kind := column.Type(); kind != CodeType && kind != TextType { // it might be no good
			return false
		}
	}
	records, ok := t.scanner.buffers.Gather(r.File, sp, t.headers)
	if ok {
		t.r = r // which the next must continue
		t.gathered.tables = append(t.gathered.tables, gatheredTable{r, sp.FirstRow, records})
	}
	return ok
}

// typeGathered types the tables that were gathered, and tells of each, in their order, what it
// held.
func (t *typer) typeGathered(tell func(i int, scanned scanTotals) error) error {
	g := &t.gathered
	tables := g.tables
	g.tables = g.tables[:0]
	c := t.scanner.buffers.Gathered()
	base := t.columns[0].values.rows()
	isTyped := t.typeAtOnce(c, tables[0].r)
	var part tabular.Chunk // of a table
	from := 0
	for i, table := range tables {
		part = c.Part(from, from+table.records)
		t.begin(table.r, table.firstRow)
		if isTyped {
			t.complete(&part, base+from)
		} else {
			t.chunk(&part)
		}
		if err := tell(i, t.scanned); err != nil {
			return err
		}
		from += table.records
	}
	return t.emitFull()
}

// typeAtOnce types the cells of tables that are alike, one of which is given. It reports false,
// and takes back what it did, if there is a finding about any of them, or a row that is no
// data: these are of a table.
func (t *typer) typeAtOnce(c *tabular.Chunk, r *Recognition) bool {
	g := &t.gathered
	base := t.columns[0].values.rows()
	t.bad, t.total = reuse(t.bad, c.Len()), reuse(t.total, c.Len())
	t.turnTo(r)
	t.findTotals(c)
	g.isTrying, g.isOdd = true, slices.Contains(t.total, true)
	for i := 0; i < len(t.columns) && !g.isOdd; i++ {
		if cr := t.columns[i]; cr.source >= 0 {
			cr.read(c)
		}
	}
	if !g.isOdd {
		t.boundDays(c)
		t.boundAmounts(c)
	}
	g.isTrying = false
	if g.isOdd {
		g.odd++
		for _, cr := range t.columns {
			cr.values.cut(base)
		}
		return false
	}
	g.done++
	return true
}

// complete fills what a file does not say in columns, for the rows of a table that were typed
// with others, and accounts for them. They begin with the given row of the batch.
func (t *typer) complete(c *tabular.Chunk, base int) {
	n := c.Len()
	t.scanned.rows += int64(n)
	t.bad, t.total = reuse(t.bad, n), reuse(t.total, n)
	for _, cr := range t.columns {
		if cr.source < 0 {
			cr.read(c)
		}
		cr.base = base
		cr.fillSnapshot(n)
	}
	t.account(c)
	t.latest()
}
