package tabular

import "bytes"

// tellForm finds out the form and the encoding that the first bytes show. Refusal is
// not empty for a file that has no table.
func (in *opening) tellForm(f *File) (refusal string, err error) {
	if in.charset, in.marked, refusal = markedCharset(in.head); refusal != "" {
		return refusal, nil
	}
	f.Form, refusal = formOf(in.head, in.charset.text(in.head, in.all))
	if refusal == onlyBlanks && !in.all {
		if err := in.readOn(); err != nil {
			return "", err
		}
		f.Form, refusal = formOf(in.head, in.charset.text(in.head, in.all))
	}
	return refusal, nil
}

func compressionOf(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		return "gzip"
	case bytes.HasPrefix(head, []byte{0x28, 0xb5, 0x2f, 0xfd}):
		return "zstd"
	}
	return ""
}

const onlyBlanks = "the file holds nothing but blanks"

// formOf tells the form of a file from its first bytes and their text. Refusal
// is not empty for a file that has no table.
func formOf(head, text []byte) (form Form, refusal string) {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return XLSX, ""
	case bytes.HasPrefix(head, []byte{0xd0, 0xcf, 0x11, 0xe0}):
		return "", "an old .xls workbook, or one with a password: save it as .xlsx without a password"
	case bytes.HasPrefix(head, []byte("PAR1")):
		return "", "a Parquet file: no export has this form"
	case bytes.HasPrefix(head, []byte("%PDF")):
		return "", "a PDF document: download the report as a table"
	case compressionOf(head) != "":
		return "", "compressed twice: unpack it first"
	}
	text = bytes.TrimPrefix(text, []byte(byteOrderMark))
	text = bytes.TrimLeft(text, " \t\r\n")
	switch {
	case len(text) == 0:
		return "", onlyBlanks
	case bytes.HasPrefix(text, []byte(`{\rtf`)):
		return "", "a rich text document: save the table in it as .csv or .xlsx"
	case text[0] == '{', beginsArray(text):
		return JSON, ""
	case text[0] != '<':
		return CSV, ""
	}
	start := bytes.ToLower(text[:min(len(text), 1024)])
	if bytes.HasPrefix(start, []byte("<!doctype html")) || bytes.Contains(start, []byte("<html")) {
		return "", "an HTML page, probably a login page"
	}
	return XML, ""
}

// beginsArray reports whether a text begins like an array of JSON that may hold rows.
// Settings and logs, which lie about in folders, begin with a bracket and a word.
func beginsArray(text []byte) bool {
	inside, ok := bytes.CutPrefix(text, []byte("["))
	inside = bytes.TrimLeft(inside, " \t\r\n")
	return ok && (len(inside) == 0 || bytes.IndexByte([]byte(`{["]`), inside[0]) >= 0)
}
