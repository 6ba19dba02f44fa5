package pipeline

import (
	"strings"
)

// A dialect is how one warehouse writes what all of them have.
type dialect struct {
	types      map[Type]string
	name       func(string) string             // quotes a name: some are reserved words
	cell       func(t string, key bool) string // type and nullness of a column
	primaryKey string                          // a clause with %s for the columns; empty if tail has it
	inline     func(comment string) string     // after a column; empty text if comment is set
	tail       func(key, comment string) string
	comment    func(string) string // quotes the text of COMMENT ON statements; nil if inline has them
}

var dialects = map[Dialect]dialect{
	DuckDB: {
		types: map[Type]string{
			TextType: "VARCHAR", CodeType: "VARCHAR", IntType: "BIGINT", DaysType: "INTEGER", DateType: "DATE",
			InstantType: "TIMESTAMPTZ", MoneyType: "DECIMAL(18,2)", RateType: "DECIMAL(18,10)", FlagType: "BOOLEAN", ShareType: "DOUBLE",
		},
		name: doubleQuoted, cell: notNull, primaryKey: "PRIMARY KEY (%s)", inline: noComment, tail: noTail, comment: standardText,
	},
	Postgres: {
		types: map[Type]string{
			TextType: "text", CodeType: "text", IntType: "bigint", DaysType: "integer", DateType: "date",
			InstantType: "timestamptz", MoneyType: "numeric(18,2)", RateType: "numeric(18,10)", FlagType: "boolean", ShareType: "double precision",
		},
		name: doubleQuoted, cell: notNull, primaryKey: "PRIMARY KEY (%s)", inline: noComment, tail: noTail, comment: standardText,
	},
	// Snowflake folds names to upper case: quoted ones are written so. Its keys
	// are not enforced.
	Snowflake: {
		types: map[Type]string{
			TextType: "VARCHAR", CodeType: "VARCHAR", IntType: "NUMBER(19,0)", DaysType: "NUMBER(10,0)", DateType: "DATE",
			InstantType: "TIMESTAMP_LTZ(6)", MoneyType: "NUMBER(18,2)", RateType: "NUMBER(18,10)", FlagType: "BOOLEAN", ShareType: "FLOAT",
		},
		name: func(name string) string { return doubleQuoted(strings.ToUpper(name)) }, cell: notNull, primaryKey: "PRIMARY KEY (%s)",
		inline: func(comment string) string { return " COMMENT " + escapedText(comment) },
		tail:   func(_, comment string) string { return " COMMENT = " + escapedText(comment) },
	},
	// A NUMERIC of BigQuery has nine decimals, too few for a rate.
	BigQuery: {
		types: map[Type]string{
			TextType: "STRING", CodeType: "STRING", IntType: "INT64", DaysType: "INT64", DateType: "DATE",
			InstantType: "TIMESTAMP", MoneyType: "NUMERIC(18,2)", RateType: "BIGNUMERIC(18,10)", FlagType: "BOOL", ShareType: "FLOAT64",
		},
		name: backQuoted, cell: notNull, primaryKey: "PRIMARY KEY (%s) NOT ENFORCED",
		inline: func(comment string) string { return " OPTIONS (description = " + escapedText(comment) + ")" },
		tail:   func(_, comment string) string { return " OPTIONS (description = " + escapedText(comment) + ")" },
	},
	ClickHouse: {
		types: map[Type]string{
			TextType: "String", CodeType: "String", IntType: "Int64", DaysType: "Int32", DateType: "Date32",
			InstantType: "DateTime64(6, 'UTC')", MoneyType: "Decimal(18, 2)", RateType: "Decimal(18, 10)", FlagType: "Bool", ShareType: "Float64",
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
