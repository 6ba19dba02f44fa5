package pipeline

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// A manifestEntry is of a list with an entry or two for each input file: thousands are written
// without package encoding/json, to the same bytes.
type manifestEntry interface{ appendJSON(b []byte) []byte }

func (in *ManifestInput) appendJSON(b []byte) []byte {
	b = appendText(append(b, `{"name":`...), in.Name)
	b = appendText(append(b, `,"sha256":`...), in.SHA256)
	b = appendText(append(b, `,"xxh3":`...), in.XXH3)
	b = strconv.AppendInt(append(b, `,"bytes":`...), in.Bytes, 10)
	before := `,"datasets":[`
	for _, dataset := range in.Datasets {
		b = appendText(append(b, before...), dataset)
		before = ","
	}
	if len(in.Datasets) > 0 {
		b = append(b, ']')
	}
	b = strconv.AppendInt(append(b, `,"rows":`...), in.Rows, 10)
	if in.Refused != "" {
		b = appendText(append(b, `,"refused":`...), in.Refused)
	}
	if in.Unread {
		b = append(b, `,"unread":true`...)
	}
	return append(b, '}')
}

func (t *ControlTotal) appendJSON(b []byte) []byte {
	b = appendText(append(b, `{"source_file":`...), t.File)
	b = appendText(append(b, `,"dataset":`...), t.Dataset)
	b = appendText(append(b, `,"currency":`...), t.Currency)
	for _, field := range [...]struct {
		before string
		value  int64
	}{
		{`,"rows_read":`, t.RowsRead},
		{`,"rows_loaded":`, t.RowsLoaded},
		{`,"rows_duplicate":`, t.RowsDuplicate},
		{`,"rows_superseded":`, t.RowsSuperseded},
		{`,"rows_quarantined":`, t.RowsQuarantined},
		{`,"rows_not_data":`, t.RowsNotData},
		{`,"amount_read":`, t.AmountRead},
		{`,"amount_loaded":`, t.AmountLoaded},
		{`,"amount_duplicate":`, t.AmountDuplicate},
		{`,"amount_superseded":`, t.AmountSuperseded},
		{`,"amount_quarantined":`, t.AmountQuarantined},
	} {
		b = strconv.AppendInt(append(b, field.before...), field.value, 10)
	}
	b = appendNumber(append(b, `,"stated_total":`...), t.StatedTotal)
	b = appendNumber(append(b, `,"amount_published":`...), t.AmountPublished)
	return append(b, '}')
}

// appendNumber appends a number, or null.
func appendNumber(b []byte, n *int64) []byte {
	if n == nil {
		return append(b, "null"...)
	}
	return strconv.AppendInt(b, *n, 10)
}

// appendText appends a string of JSON. One beyond the plain characters of ASCII is left to
// package encoding/json.
func appendText(b []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			var encoded bytes.Buffer
			e := json.NewEncoder(&encoded)
			e.SetEscapeHTML(false)
			_ = e.Encode(text) // a string never fails
			return append(b, bytes.TrimSuffix(encoded.Bytes(), []byte("\n"))...)
		}
	}
	return append(append(append(b, '"'), text...), '"')
}
