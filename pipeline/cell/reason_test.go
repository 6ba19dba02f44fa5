package cell_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ozpayout/pipeline/cell"
)

// Every constant of type Reason is explained in one sentence.
func TestReasonsAreExplained(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "reason.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	reasons := 0
	snake := regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if of, ok := spec.Type.(*ast.Ident); !ok || of.Name != "Reason" {
			return true
		}
		reasons++
		code, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
		if err != nil {
			t.Fatal(err)
		}
		sentence := cell.Reason(code).Explain()
		if !snake.MatchString(code) || !strings.HasSuffix(sentence, ".") {
			t.Errorf("%s %q: %q", spec.Names[0].Name, code, sentence)
		}
		return true
	})
	if reasons < 20 {
		t.Errorf("found only %d reasons in reason.go", reasons)
	}
	if got := cell.Reason("").Explain() + cell.Reason("no_such").Explain(); got != "" {
		t.Errorf("explanation of no reason: %q", got)
	}
}

func TestExcelDamage(t *testing.T) {
	for _, test := range []struct {
		text string
		want cell.Reason
	}{
		{"1.23E+13", cell.ExcelNumber},
		{"1,23E+13", cell.ExcelNumber},
		{" 7E+10 ", cell.ExcelNumber},
		{"#N/A", cell.ExcelError},
		{"#ДЕЛ/0!", cell.ExcelError},
		{"###", cell.ExcelError},
		{"12E4", ""}, // may be an article code
		{"1.23E-13", ""},
		{"1.23e+13", ""},
		{"1.23E+", ""},
		{"1.23E+1x", ""},
		{"#", ""},
		{"#104", ""},
		{"71426933-0116-1", ""},
		{"", ""},
	} {
		if got := cell.ExcelDamage([]byte(test.text)); got != test.want {
			t.Errorf("ExcelDamage(%q) = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestTrimAndEmpty(t *testing.T) {
	const blanks = "\t\n\v\f\r \u0085\u00a0\u1680\u2000\u2009\u200a\u2028\u202f\u205f\u3000"
	if got := cell.Trim([]byte(blanks + "a " + blanks + "b" + blanks)); string(got) != "a "+blanks+"b" {
		t.Errorf("Trim = %q", got)
	}
	for text, want := range map[string]bool{
		"": true, blanks: true, "-": false, "0": false, "\u200b": false, "\ufeff": false, "\xa0": false, "\x00": false,
	} {
		if got := cell.Empty([]byte(text)); got != want {
			t.Errorf("Empty(%q) = %t, want %t", text, got, want)
		}
	}
}
