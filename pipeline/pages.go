package pipeline

import (
	"cmp"
	"fmt"
	"path"
	"strconv"
)

// PagesMissing is the code of findings about answers of an API of which not all pages are
// in the folder.
const PagesMissing = "pages_missing"

// A statedPages is what the pages of a table in a file say of those that belong to them.
type statedPages struct {
	dataset    *Dataset
	generation string
	sheet      string
	count      int   // pages in the file
	isMore     bool  // another page follows the last
	of         int64 // pages that there are; 0 = not said
	rows       int64 // records that they have together; 0 = not said
}

// appendPages adds what a table says of its pages, if it does.
func appendPages(all []statedPages, t *Recognition) []statedPages {
	names, sheet := t.Dataset.Input.Pages, t.File.Sheets[t.Sheet]
	_, isStated := sheet.Beside[cmp.Or(names.More, names.Of)]
	if names == (Pages{}) || !isStated {
		return all
	}
	number := func(name string) int64 {
		n, _ := strconv.ParseInt(sheet.Beside[name], 10, 64)
		return n
	}
	return append(all, statedPages{
		dataset: t.Dataset, generation: t.Generation, sheet: sheet.Name, count: sheet.Pages,
		isMore: sheet.Beside[names.More] == "true", of: number(names.Of), rows: number(names.Rows),
	})
}

// An answer is the pages of some files that may belong together: those that state the same
// numbers, or those of a folder that state none.
type answer struct {
	dataset    *Dataset
	generation string
	folder     string
	of, rows   int64
}

// A foundAnswer is what is there of an answer.
type foundAnswer struct {
	first       *SourceFile
	sheet       string
	pages, rows int64
	hasLast     bool
	seen        map[string]bool // checksums of the files: a copy is no other page
}

// missingPages returns a finding for each answer of which it is certain that a page is not
// there: there are fewer than each of them says, and fewer records, or each says that
// another follows. What is read may be of several answers, so that it is not always certain.
func missingPages(files []*SourceFile) (findings []Finding) {
	found := make(map[answer]*foundAnswer)
	var order []answer
	for _, f := range files {
		if f.Unread {
			continue
		}
		for _, p := range f.pages {
			a := answer{dataset: p.dataset, generation: p.generation, of: p.of, rows: p.rows}
			if p.of == 0 {
				a.rows, a.folder = 0, path.Dir(f.Name)
			}
			there := found[a]
			if there == nil {
				there = &foundAnswer{first: f, sheet: p.sheet, seen: make(map[string]bool)}
				found[a] = there
				order = append(order, a)
			}
			if there.seen[f.SHA256] {
				continue
			}
			there.seen[f.SHA256] = true
			there.pages += int64(p.count)
			there.rows += f.Rows
			there.hasLast = there.hasLast || !p.isMore
		}
	}
	for _, a := range order {
		if message := found[a].lack(a); message != "" {
			findings = append(findings, Finding{
				File: found[a].first.Name, Sheet: found[a].sheet, Code: PagesMissing, Severity: Warning, Message: message, Dataset: a.dataset.Name,
			})
		}
	}
	return findings
}

// lack tells what is certainly not there of an answer, "" for nothing.
func (f *foundAnswer) lack(a answer) string {
	const incomplete = "what is computed of it is not complete: fetch the answer anew, all its pages"
	switch {
	case a.of > 0 && f.pages < a.of && (a.rows == 0 || f.rows < a.rows):
		return fmt.Sprintf("expected %d pages, as the page says, and found %d; %s", a.of, f.pages, incomplete)
	case a.of == 0 && !f.hasLast:
		return fmt.Sprintf("expected the last page: each of the %d in this folder says that another follows; %s", f.pages, incomplete)
	}
	return ""
}
