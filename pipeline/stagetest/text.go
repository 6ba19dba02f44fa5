package stagetest

import (
	"fmt"
	"strings"
)

// A field is a cell of a text table.
type field struct {
	text string
	null bool // nothing there, not even quotes
}

// A table is a header and rows of as many fields.
type table struct {
	header []string
	rows   [][]field
}

// parseTable reads a text table: a header line, then a line for each row.
func parseTable(text string) (table, error) {
	var t table
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSuffix(line, "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		fields, err := splitLine(line)
		if err != nil {
			return table{}, fmt.Errorf("line %d: %w", i+1, err)
		}
		if t.header == nil {
			for _, f := range fields {
				t.header = append(t.header, f.text)
			}
			continue
		}
		if len(fields) != len(t.header) {
			return table{}, fmt.Errorf("line %d: %d cells, the header has %d", i+1, len(fields), len(t.header))
		}
		t.rows = append(t.rows, fields)
	}
	return t, nil
}

// splitLine splits a line at its commas. encoding/csv would not tell an empty
// cell from a quoted empty one.
func splitLine(line string) ([]field, error) {
	var fields []field
	for {
		var f field
		if strings.HasPrefix(line, `"`) {
			text, rest, err := unquote(line[1:])
			if err != nil {
				return nil, err
			}
			f.text, line = text, rest
		} else {
			end := strings.IndexByte(line, ',')
			if end < 0 {
				end = len(line)
			}
			f.text, line = strings.TrimSpace(line[:end]), line[end:]
			f.null = f.text == ""
		}
		fields = append(fields, f)
		if line == "" {
			return fields, nil
		}
		line = strings.TrimLeft(line[1:], " ")
	}
}

// unquote reads up to the closing quote, and returns what is after it: nothing,
// or a comma and more.
func unquote(line string) (text, rest string, err error) {
	var b strings.Builder
	for {
		end := strings.IndexByte(line, '"')
		if end < 0 {
			return "", "", fmt.Errorf("no closing quote in %q", line)
		}
		b.WriteString(line[:end])
		line = line[end+1:]
		if !strings.HasPrefix(line, `"`) {
			break
		}
		b.WriteByte('"')
		line = line[1:]
	}
	if line != "" && line[0] != ',' {
		return "", "", fmt.Errorf("%q after a closing quote", line)
	}
	return b.String(), line, nil
}

// joinLine is the inverse of splitLine.
func joinLine(fields []field) string {
	var b strings.Builder
	for i, f := range fields {
		if i > 0 {
			b.WriteByte(',')
		}
		switch {
		case f.null:
		case f.text == "" || f.text != strings.TrimSpace(f.text) || strings.ContainsAny(f.text, ",\""):
			b.WriteString(`"` + strings.ReplaceAll(f.text, `"`, `""`) + `"`)
		default:
			b.WriteString(f.text)
		}
	}
	return b.String()
}
