package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"ozpayout/pipeline"
	"ozpayout/pipeline/catalog"
)

func newDocsCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "docs [DIR]",
		Short: "Print the data dictionary, or write all reference pages to a folder",
		Long: `Print the data dictionary of the published tables. With a folder, write
dictionary.md (published tables), sources.md (what is read), stages.md (the batch
and its rules), graph.md (who reads what) and ddl/DIALECT.sql into it. The pages
are printed from the declarations that the program runs.

` + exitHelp(exitOK, exitUsage, exitOutput),
		Example: `  ozpayout docs | less
  ozpayout docs reference`,
		Args: arguments(cobra.MaximumNArgs(1)),
		RunE: func(_ *cobra.Command, args []string) error {
			p := batch()
			if len(args) == 0 {
				return catalog.Dictionary(a.stdout, p.Marts())
			}
			return a.writeDocs(args[0], p)
		},
	}
}

func (a *app) writeDocs(folder string, p *pipeline.Plan) error {
	type page struct {
		name  string
		write func(io.Writer) error
	}
	pages := []page{
		{"dictionary.md", func(w io.Writer) error { return titled(w, "Published tables", p.Marts()) }},
		{"sources.md", func(w io.Writer) error { return titled(w, "Tables that are read", p.Sources()) }},
		{"stages.md", func(w io.Writer) error { return stagePage(w, p.Stages) }},
		{"graph.md", func(w io.Writer) error { return graphPage(w, p.Stages) }},
	}
	for _, dialect := range ddlDialects {
		pages = append(pages, page{filepath.Join("ddl", dialect+".sql"), func(w io.Writer) error {
			for _, d := range p.Marts() {
				if err := catalog.DDL(w, d, catalog.Dialect(dialect)); err != nil {
					return err
				}
			}
			return nil
		}})
	}
	for _, page := range pages {
		var b bytes.Buffer
		if err := page.write(&b); err != nil {
			return err
		}
		path := filepath.Join(folder, page.name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return &pipeline.OutputError{Path: path, Err: err}
		}
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			return &pipeline.OutputError{Path: path, Err: err}
		}
		fmt.Fprintln(a.stdout, path)
	}
	return nil
}

func titled(w io.Writer, title string, datasets []*pipeline.Dataset) error {
	if _, err := fmt.Fprintf(w, "# %s\n\n", title); err != nil {
		return err
	}
	return catalog.Dictionary(w, datasets)
}

func stagePage(w io.Writer, stages []*pipeline.Stage) error {
	if _, err := io.WriteString(w, "# Stages\n\n"); err != nil {
		return err
	}
	return catalog.Stages(w, stages)
}

func graphPage(w io.Writer, stages []*pipeline.Stage) error {
	if _, err := io.WriteString(w, "# Graph\n\n```mermaid\n"); err != nil {
		return err
	}
	if err := catalog.Graph(w, stages, catalog.MermaidGraph); err != nil {
		return err
	}
	_, err := io.WriteString(w, "```\n")
	return err
}
