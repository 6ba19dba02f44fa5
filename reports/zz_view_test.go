package reports

import (
	"os"
	"testing"
)

func TestZZView(t *testing.T) {
	for _, lang := range Languages {
		_, data := writeBook(t, lang, readMarts(t, "marts.txtar"), 3, maxRows)
		os.WriteFile("/tmp/view/"+lang+".xlsx", data, 0o644)
	}
}
