package catalog

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"ozpayout/pipeline"
)

// A GraphFormat is a form in which [Graph] prints the batch.
type GraphFormat string

// The formats of Graph.
const (
	TextGraph    GraphFormat = "text"    // for a terminal
	MermaidGraph GraphFormat = "mermaid" // for Markdown
	DotGraph     GraphFormat = "dot"     // for Graphviz
)

// Graph prints stages with the datasets that they read and write, in reading
// order. A format that is none of the three is an error.
func Graph(w io.Writer, stages []*pipeline.Stage, format GraphFormat) error {
	var text string
	switch format {
	case TextGraph:
		text = textGraph(stages)
	case MermaidGraph:
		text = mermaidGraph(stages)
	case DotGraph:
		text = dotGraph(stages)
	default:
		return fmt.Errorf("graph format %q is none of %s, %s, %s", format, TextGraph, MermaidGraph, DotGraph)
	}
	_, err := io.WriteString(w, text)
	return err
}

// textGraph prints a stage in a paragraph: its inputs with their layers, its
// outputs with their readers.
func textGraph(stages []*pipeline.Stage) string {
	var b strings.Builder
	for i, s := range stages {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s (%v) %s\n", s.Name, s.Scope, firstLine(s.Doc))
		for _, d := range s.Inputs {
			fmt.Fprintf(&b, "  <- %s (%v)\n", d.Name, d.Layer)
		}
		for _, d := range s.Outputs {
			fmt.Fprintf(&b, "  -> %s (%v)", d.Name, d.Layer)
			if readers := readersOf(stages, d); len(readers) > 0 {
				b.WriteString(", read by " + strings.Join(readers, ", "))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func mermaidGraph(stages []*pipeline.Stage) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	for _, d := range Datasets(stages) {
		fmt.Fprintf(&b, "  dataset_%s[(%s)]:::%v\n", d.Name, d.Name, d.Layer)
	}
	for _, s := range stages {
		fmt.Fprintf(&b, "  stage_%s[%s]\n", s.Name, s.Name)
		for _, d := range s.Inputs {
			fmt.Fprintf(&b, "  dataset_%s --> stage_%s\n", d.Name, s.Name)
		}
		for _, d := range s.Outputs {
			fmt.Fprintf(&b, "  stage_%s --> dataset_%s\n", s.Name, d.Name)
		}
	}
	for layer, colour := range layerColours {
		fmt.Fprintf(&b, "  classDef %v fill:%s\n", pipeline.Layer(layer), colour)
	}
	return b.String()
}

func dotGraph(stages []*pipeline.Stage) string {
	var b strings.Builder
	b.WriteString("digraph batch {\n  rankdir=LR;\n")
	for _, d := range Datasets(stages) {
		fmt.Fprintf(&b, "  \"dataset %s\" [label=%q, shape=cylinder, style=filled, fillcolor=%q];\n",
			d.Name, d.Name, layerColours[d.Layer])
	}
	for _, s := range stages {
		fmt.Fprintf(&b, "  \"stage %s\" [label=%q, shape=box];\n", s.Name, s.Name)
		for _, d := range s.Inputs {
			fmt.Fprintf(&b, "  \"dataset %s\" -> \"stage %s\";\n", d.Name, s.Name)
		}
		for _, d := range s.Outputs {
			fmt.Fprintf(&b, "  \"stage %s\" -> \"dataset %s\";\n", s.Name, d.Name)
		}
	}
	b.WriteString("}\n")
	return b.String()
}

// layerColours fill the nodes of datasets, light enough for black text.
var layerColours = [...]string{
	pipeline.SourceLayer:       "#dddddd",
	pipeline.SeedLayer:         "#f0e6c8",
	pipeline.StagingLayer:      "#cfe8f7",
	pipeline.IntermediateLayer: "#f7dbe9",
	pipeline.MartLayer:         "#c9ecdf",
}

// Datasets returns the datasets that stages read or write, in the order of first mention.
func Datasets(stages []*pipeline.Stage) []*pipeline.Dataset {
	var all []*pipeline.Dataset
	for _, s := range stages {
		for _, d := range slices.Concat(s.Inputs, s.Outputs) {
			if !slices.Contains(all, d) {
				all = append(all, d)
			}
		}
	}
	return all
}

// readersOf returns the names of the stages that read a dataset.
func readersOf(stages []*pipeline.Stage, d *pipeline.Dataset) []string {
	var readers []string
	for _, s := range stages {
		if slices.Contains(s.Inputs, d) {
			readers = append(readers, s.Name)
		}
	}
	return readers
}

func firstLine(doc string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(doc), "\n")
	return line
}
