package catalog

import (
	"fmt"
	"io"
	"strings"

	"ozpayout/pipeline"
)

// Stages prints the batch in Markdown, a section for each stage in reading order: its
// scope, what it reads and writes, and its rules.
func Stages(w io.Writer, stages []*pipeline.Stage) error {
	var b strings.Builder
	for i, s := range stages {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "## %d. %s\n\nRuns %s. Reads %s. Writes %s.\n\n%s\n", i+1, s.Name, s.Scope, datasetNames(s.Inputs), datasetNames(s.Outputs), s.Doc)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func datasetNames(datasets []*pipeline.Dataset) string {
	names := make([]string, len(datasets))
	for i, d := range datasets {
		names[i] = d.Name
	}
	return strings.Join(names, ", ")
}
