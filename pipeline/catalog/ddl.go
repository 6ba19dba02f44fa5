package catalog

import (
	"fmt"
	"io"
	"strings"

	"ozpayout/pipeline"
)

// A Dialect is a warehouse whose CREATE TABLE statement [DDL] prints.
type Dialect string

// The dialects of DDL.
const (
	DuckDB     Dialect = "duckdb"
	Postgres   Dialect = "postgres"
	Snowflake  Dialect = "snowflake"
	BigQuery   Dialect = "bigquery"
	ClickHouse Dialect = "clickhouse"
)

// DDL prints the statements that make a table of a dataset, with the types that
// its Parquet files load into, keys and comments. A dialect that is none of the
// five is an error.
func DDL(w io.Writer, d *pipeline.Dataset, dialect Dialect) error {
	sql, ok := dialects[dialect]
	if !ok {
		return fmt.Errorf("dialect %q is none of %s, %s, %s, %s, %s", dialect, DuckDB, Postgres, Snowflake, BigQuery, ClickHouse)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE TABLE %s (\n", sql.name(d.Name))
	width := 0
	for _, c := range d.Columns {
		width = max(width, len(sql.name(c.ColumnName())))
	}
	key := make(map[pipeline.Column]bool)
	var keyNames []string
	for _, c := range d.Key {
		key[c] = true
		keyNames = append(keyNames, sql.name(c.ColumnName()))
	}
	for i, c := range d.Columns {
		fmt.Fprintf(&b, "  %-*s %s", width, sql.name(c.ColumnName()), sql.cell(sql.types[c.Type()], key[c]))
		b.WriteString(sql.inline(columnComment(c)))
		if i < len(d.Columns)-1 || len(keyNames) > 0 && sql.primaryKey != "" {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	list := strings.Join(keyNames, ", ")
	if len(keyNames) > 0 && sql.primaryKey != "" {
		fmt.Fprintf(&b, "  "+sql.primaryKey+"\n", list)
	}
	b.WriteString(")" + sql.tail(list, tableComment(d)) + ";\n")
	if sql.comment != nil {
		fmt.Fprintf(&b, "COMMENT ON TABLE %s IS %s;\n", sql.name(d.Name), sql.comment(tableComment(d)))
		for _, c := range d.Columns {
			fmt.Fprintf(&b, "COMMENT ON COLUMN %s.%s IS %s;\n", sql.name(d.Name), sql.name(c.ColumnName()), sql.comment(columnComment(c)))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func tableComment(d *pipeline.Dataset) string { return d.Doc + " Grain: " + d.Grain + "." }

func columnComment(c pipeline.Column) string {
	about := c.About()
	switch {
	case about.Unit != "":
		return about.Doc + " (" + about.Unit + ")"
	case about.Currency != nil:
		return about.Doc + " (in " + about.Currency.Name + ")"
	}
	return about.Doc
}
