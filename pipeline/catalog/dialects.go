package catalog

import (
	"strings"

	"ozpayout/pipeline"
)

// A dialect is how one warehouse writes what all of them have.
type dialect struct {
	types      map[pipeline.Type]string
	name       func(string) string             // quotes a name: some are reserved words
	cell       func(t string, key bool) string // type and nullness of a column
	primaryKey string                          // a clause with %s for the columns; empty if tail has it
	inline     func(comment string) string     // after a column; empty text if comment is set
	tail       func(key, comment string) string
	comment    func(string) string // quotes the text of COMMENT ON statements; nil if inline has them
}

var dialects = map[Dialect]dialect{
	DuckDB: {
		types: map[pipeline.Type]string{
			pipeline.TextType: "VARCHAR", pipeline.CodeType: "VARCHAR", pipeline.IntType: "BIGINT", pipeline.DaysType: "INTEGER", pipeline.DateType: "DATE",
			pipeline.InstantType: "TIMESTAMPTZ", pipeline.MoneyType: "DECIMAL(18,2)", pipeline.RateType: "DECIMAL(18,10)", pipeline.FlagType: "BOOLEAN", pipeline.ShareType: "DOUBLE",
		},
		name: doubleQuoted, cell: notNull, primaryKey: "PRIMARY KEY (%s)", inline: noComment, tail: noTail, comment: standardText,
	},
	Postgres: {
		types: map[pipeline.Type]string{
			pipeline.TextType: "text", pipeline.CodeType: "text", pipeline.IntType: "bigint", pipeline.DaysType: "integer", pipeline.DateType: "date",
			pipeline.InstantType: "timestamptz", pipeline.MoneyType: "numeric(18,2)", pipeline.RateType: "numeric(18,10)", pipeline.FlagType: "boolean", pipeline.ShareType: "double precision",
		},
		name: doubleQuoted, cell: notNull, primaryKey: "PRIMARY KEY (%s)", inline: noComment, tail: noTail, comment: standardText,
	},
	// Snowflake folds names to upper case: quoted ones are written so. Its keys
	// are not enforced.
	Snowflake: {
		types: map[pipeline.Type]string{
			pipeline.TextType: "VARCHAR", pipeline.CodeType: "VARCHAR", pipeline.IntType: "NUMBER(19,0)", pipeline.DaysType: "NUMBER(10,0)", pipeline.DateType: "DATE",
			pipeline.InstantType: "TIMESTAMP_LTZ(6)", pipeline.MoneyType: "NUMBER(18,2)", pipeline.RateType: "NUMBER(18,10)", pipeline.FlagType: "BOOLEAN", pipeline.ShareType: "FLOAT",
		},
		name: func(name string) string { return doubleQuoted(strings.ToUpper(name)) }, cell: notNull, primaryKey: "PRIMARY KEY (%s)",
		inline: func(comment string) string { return " COMMENT " + escapedText(comment) },
		tail:   func(_, comment string) string { return " COMMENT = " + escapedText(comment) },
	},
	// A NUMERIC of BigQuery has nine decimals, too few for a rate.
	BigQuery: {
		types: map[pipeline.Type]string{
			pipeline.TextType: "STRING", pipeline.CodeType: "STRING", pipeline.IntType: "INT64", pipeline.DaysType: "INT64", pipeline.DateType: "DATE",
			pipeline.InstantType: "TIMESTAMP", pipeline.MoneyType: "NUMERIC(18,2)", pipeline.RateType: "BIGNUMERIC(18,10)", pipeline.FlagType: "BOOL", pipeline.ShareType: "FLOAT64",
		},
		name: backQuoted, cell: notNull, primaryKey: "PRIMARY KEY (%s) NOT ENFORCED",
		inline: func(comment string) string { return " OPTIONS (description = " + escapedText(comment) + ")" },
		tail:   func(_, comment string) string { return " OPTIONS (description = " + escapedText(comment) + ")" },
	},
	ClickHouse: {
		types: map[pipeline.Type]string{
			pipeline.TextType: "String", pipeline.CodeType: "String", pipeline.IntType: "Int64", pipeline.DaysType: "Int32", pipeline.DateType: "Date32",
			pipeline.InstantType: "DateTime64(6, 'UTC')", pipeline.MoneyType: "Decimal(18, 2)", pipeline.RateType: "Decimal(18, 10)", pipeline.FlagType: "Bool", pipeline.ShareType: "Float64",
		},
		name: backQuoted,
		cell: func(t string, key bool) string {
			if key {
				return t
			}
			return "Nullable(" + t + ")"
		},
		inline: func(comment string) string { return " COMMENT " + escapedText(comment) },
		tail: func(key, comment string) string {
			if key == "" {
				key = "tuple()"
			} else {
				key = "(" + key + ")"
			}
			return " ENGINE = MergeTree ORDER BY " + key + " COMMENT " + escapedText(comment)
		},
	},
}

func notNull(t string, key bool) string {
	if key {
		return t + " NOT NULL"
	}
	return t
}

func noComment(string) string { return "" }

func noTail(_, _ string) string { return "" }

func doubleQuoted(name string) string { return `"` + name + `"` }

func backQuoted(name string) string { return "`" + name + "`" }

// standardText quotes a text as the SQL standard does.
func standardText(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// escapedText quotes a text for warehouses to which a backslash is an escape.
func escapedText(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`, "\n", `\n`).Replace(text) + "'"
}
