package tabular

import (
	"bytes"
	"fmt"
	"path"
	"strings"
)

// A partReader reads one XML part of a workbook. Elements of the vocabulary
// are those with the prefix of the root ("x:row" below "x:worksheet"); all
// others are foreign.
type partReader struct {
	*markupScanner
	prefix string // "" or "x:"
}

// openPart reads up to the root element, which must have the given local name.
func openPart(xml *markupScanner, root string) (*partReader, error) {
	kind, err := xml.next()
	if err != nil {
		return nil, err
	}
	name := string(xml.name)
	prefix, local, ok := strings.Cut(name, ":")
	if !ok {
		prefix, local = "", name
	} else {
		prefix += ":"
	}
	if kind != startTag || local != root {
		return nil, xml.faultf("the root element is <%s>, not <%s>", name, root)
	}
	return &partReader{xml, prefix}, nil
}

// local returns the name of the tag without the prefix, nil for a foreign one.
func (p *partReader) local() []byte {
	if p.prefix == "" {
		if bytes.IndexByte(p.name, ':') >= 0 {
			return nil
		}
		return p.name
	}
	if !bytes.HasPrefix(p.name, []byte(p.prefix)) {
		return nil
	}
	return p.name[len(p.prefix):]
}

// attr returns the value of an attribute of the start tag, nil if it is absent.
func (p *partReader) attr(name string) []byte {
	for _, a := range p.attrs {
		if string(a.name) == name {
			return a.value
		}
	}
	return nil
}

// skip passes over the element whose start tag was read last.
func (p *partReader) skip() error {
	for depth := p.depth() - 1; ; {
		kind, err := p.next()
		if err != nil {
			return err
		}
		if kind == endTag && p.depth() == depth {
			return nil
		}
	}
}

// children calls visit for each element below the one whose start tag was read
// last. visit must read its element to the end. Text between them is refused.
func (p *partReader) children(visit func(local []byte) error) error {
	for depth := p.depth(); ; {
		kind, err := p.next()
		switch {
		case err != nil:
			return err
		case kind == endTag && p.depth() < depth:
			return nil
		case kind == charData && !blank(p.text):
			return p.faultf("text %q between elements", clip(p.text, 40))
		case kind == startTag:
			if err := visit(p.local()); err != nil {
				return err
			}
		}
	}
}

// finishDocument reads to the end of the part.
func (p *partReader) finishDocument() error {
	for {
		if kind, err := p.next(); err != nil || kind == markupEnd {
			return err
		}
	}
}

// readPart opens a member with the given root element, has its children
// visited, and reads on to the end of the member.
func (a *workbookArchive) readPart(member, root string, visit func(p *partReader, local []byte) error) error {
	content, err := a.open(member)
	if err != nil {
		return err
	}
	p, err := openPart(a.scan(member, content), root)
	if err == nil {
		err = p.children(func(local []byte) error { return visit(p, local) })
	}
	if err == nil {
		err = p.finishDocument()
	}
	closeInto(&err, content)
	return a.damage(member, err)
}

// A relation leads from one part of a workbook to another (ECMA-376 part 2).
type relation struct {
	kind   string // the last element of the type's URI: "worksheet", "sharedStrings"
	target string // member of the archive; "" if it lies outside
}

// relations reads the relations of a part, by id; "" is the package itself. A
// part without relations has none.
func (a *workbookArchive) relations(part string) (map[string]relation, error) {
	dir, base := path.Split(part)
	member := dir + "_rels/" + base + ".rels"
	if a.members[strings.ToLower(member)] == nil {
		return nil, nil
	}
	found := map[string]relation{}
	err := a.readPart(member, "Relationships", func(p *partReader, local []byte) error {
		if string(local) != "Relationship" {
			return p.faultf("<%s> among relations", p.name)
		}
		id, uri := string(p.attr("Id")), string(p.attr("Type"))
		if _, twice := found[id]; twice || id == "" {
			return p.faultf("relation id %q is empty or not unique", id)
		}
		rel := relation{kind: uri[strings.LastIndexByte(uri, '/')+1:]}
		if string(p.attr("TargetMode")) != "External" {
			rel.target = resolvePart(part, string(p.attr("Target")))
		}
		found[id] = rel
		return p.skip()
	})
	return found, err
}

// A workbook is what the parts beside the sheets tell.
type workbook struct {
	part     string
	sheets   []workbookSheet
	date1904 bool
	strings  string // member with the shared strings; "" if there is none
}

type workbookSheet struct{ name, member string }

// readWorkbook finds the workbook part, its sheets in their order, hidden ones
// included, and its shared strings. Chart sheets hold no cells and are left out.
func (a *workbookArchive) readWorkbook() (*workbook, error) {
	roots, err := a.relations("")
	if err != nil {
		return nil, err
	}
	part, several := onlyTarget(roots, "officeDocument")
	switch {
	case several:
		return nil, &DamageError{Path: a.path, Reason: "the archive holds two documents"}
	case part == "":
		return nil, a.noWorkbook()
	}
	rels, err := a.relations(part)
	if err != nil {
		return nil, err
	}
	sharedStrings, several := onlyTarget(rels, "sharedStrings")
	if several {
		return nil, &DamageError{Path: a.path, Part: part, Reason: "two parts of shared strings"}
	}
	book := &workbook{part: part, strings: sharedStrings}
	err = a.readPart(part, "workbook", func(p *partReader, local []byte) error {
		switch string(local) {
		case "workbookPr":
			return book.readProperties(p)
		case "sheets":
			return book.readSheets(p, rels)
		}
		return p.skip()
	})
	if err != nil {
		return nil, err
	}
	return book, a.checkSheets(book)
}

// noWorkbook says what an archive is that leads to no document: a workbook that lost its
// way to it, or something else.
func (a *workbookArchive) noWorkbook() error {
	for name := range a.members {
		if strings.HasPrefix(name, "xl/") || strings.HasPrefix(name, "_rels/") || name == "[content_types].xml" {
			return &DamageError{Path: a.path, Reason: "the archive holds no workbook"}
		}
	}
	if a.members["mimetype"] != nil && a.members["content.xml"] != nil {
		return &RefusedError{Path: a.path, Reason: "an OpenDocument file: save it as .xlsx"}
	}
	return &RefusedError{Path: a.path, Reason: "a zip archive that is no workbook: unpack it"}
}

// onlyTarget returns the target of the relation of a kind, "" without one, and whether
// there are several.
func onlyTarget(rels map[string]relation, kind string) (target string, several bool) {
	for _, rel := range rels {
		if rel.kind == kind {
			if target != "" {
				return target, true
			}
			target = rel.target
		}
	}
	return target, false
}

// readProperties reads <workbookPr>.
func (b *workbook) readProperties(p *partReader) error {
	switch value := string(p.attr("date1904")); value {
	case "1", "true":
		b.date1904 = true
	case "", "0", "false":
	default:
		return p.faultf("date1904 is %q", value)
	}
	return p.skip()
}

// readSheets reads <sheets>.
func (b *workbook) readSheets(p *partReader, rels map[string]relation) error {
	return p.children(func(local []byte) error {
		sheet, err := p.sheet(local, rels)
		if err != nil {
			return err
		}
		if sheet.member != "" {
			b.sheets = append(b.sheets, sheet)
		}
		return p.skip()
	})
}

// sheet reads one <sheet>; its member is "" for a chart sheet.
func (p *partReader) sheet(local []byte, rels map[string]relation) (workbookSheet, error) {
	if string(local) != "sheet" {
		return workbookSheet{}, p.faultf("<%s> among the sheets", p.name)
	}
	id := ""
	for _, a := range p.attrs {
		if strings.HasSuffix(string(a.name), ":id") {
			id = string(a.value)
		}
	}
	name := string(p.attr("name"))
	rel, ok := rels[id]
	if !ok {
		return workbookSheet{}, p.faultf("sheet %q has the relation %q, which does not exist", name, id)
	}
	switch rel.kind {
	case "worksheet":
		if rel.target == "" {
			return workbookSheet{}, p.faultf("sheet %q lies in another file", name)
		}
		return workbookSheet{name, rel.target}, nil
	case "chartsheet", "dialogsheet":
		return workbookSheet{}, nil
	}
	return workbookSheet{}, p.faultf("sheet %q is of unknown kind %q", name, rel.kind)
}

// checkSheets refuses a workbook without sheets, or with two of one name or part.
func (a *workbookArchive) checkSheets(book *workbook) error {
	if len(book.sheets) == 0 {
		return &DamageError{Path: a.path, Part: book.part, Reason: "the workbook has no sheets"}
	}
	names, members := map[string]bool{}, map[string]bool{}
	for _, sheet := range book.sheets {
		member := strings.ToLower(sheet.member)
		if names[sheet.name] || members[member] || member == strings.ToLower(book.part) {
			return &DamageError{
				Path: a.path, Part: book.part,
				Reason: fmt.Sprintf("sheet %q shares its name or its part %s with another", sheet.name, sheet.member),
			}
		}
		names[sheet.name], members[member] = true, true
	}
	return nil
}
