package tabular

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// many returns n texts, each made of its number, with a separator between them.
func many(n int, separator string, text func(i int) string) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(separator)
		}
		b.WriteString(text(i))
	}
	return b.String()
}

// What stands beside the records of a tree is kept in memory, so it has bounds, and a
// file beyond them says which. What stands inside records is bounded record by record.
func TestTreesAreBounded(t *testing.T) {
	long := strings.Repeat("7", DefaultLimits.CellBytes+1)
	member := func(i int) string { return fmt.Sprintf(`"k%d":%d`, i, i) }
	record := func(i int) string { return fmt.Sprintf(`"k%d":{"id":%d}`, i, i) }
	for _, test := range []struct {
		name, text string
		want       string // in the error; "" = it is read
	}{
		{"a long value before the records", `{"page":"` + long + `","rows":[{"id":1}]}`, `the value at "$.page" has 32768 bytes, at most 32767 are read`},
		{"a long value behind the records", `{"rows":[{"id":1}],"page":` + long + `}`, `the value at "$.page" has 32768 bytes, at most 32767 are read`},
		{"a long key", `{"` + strings.Repeat("k", jsonKey+1) + `":1,"rows":[{"id":1}]}`, "a key of 4097 bytes, at most 4096 are read"},
		{"many values beside an array", `{` + many(scalarsKept+1, ",", member) + `,"rows":[{"id":1}]}`, "more than 65536 values outside arrays"},
		{"many values in the records of a map", `{"page":1,"rows":{` + many(scalarsKept+1, ",", record) + `}}`, ""},
		{"many values in the records of a map, and one behind it", `{"rows":{` + many(scalarsKept+1, ",", record) + `},"page":1}`, "more than 65536 values outside arrays"},
		{"many pages", `{"rows":[{"id":1}],"page":1}` + strings.Repeat(" {}", pageBytes/besideCell), "more than 128 MiB of values beside the records: export fewer pages to a file"},
		{"too many keys", `{"rows":{` + many(surveyKeys/(besideKey+7)+fewKeys+2, ",", func(i int) string { return fmt.Sprintf(`"%07d":{}`, i) }) + `}}`, "more than 64 MiB of keys in one object: export fewer records to a file"},

		{"a long attribute of the root", `<a Date="` + long + `"><r><id>1</id></r></a>`, "attribute Date of the root has 32768 bytes, at most 32767 are read"},
		{"many attributes", `<a><r ` + many(namesKept+1, " ", func(i int) string { return fmt.Sprintf(`k%d="1"`, i) }) + `/></a>`, "more than 4096 columns in <r>"},
		{"many columns of one name", `<a><r>` + strings.Repeat("<id>1</id>", namesKept+1) + `</r></a>`, "more than 4096 columns in <r>"},
		{"many kinds of records", `<a>` + many(xmlElements+1, "", func(i int) string { return fmt.Sprintf("<r%d><id>1</id></r%d>", i, i) }) + `</a>`, "more than 64 kinds of records"},
	} {
		t.Run(test.name, func(t *testing.T) {
			open := openDocument
			if strings.HasPrefix(test.text, "<") {
				open = openRates
			}
			f, err := open(test.text, hasColumn("id"))
			if err == nil {
				for i := range f.Sheets {
					if _, err = scanSheet(f, i, nil); err != nil {
						break
					}
				}
			}
			if test.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			var damage *DamageError
			if !errors.As(err, &damage) || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got error %.200v, want damage: %s", err, test.want)
			}
		})
	}
}
