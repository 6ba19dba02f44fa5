package pipeline

import (
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
)

// A Type is the logical type of a column: what its values mean, apart from how
// Arrow or Parquet store them.
type Type uint8

// The logical types. Money is int64 minor units (two decimals), a rate int64 at
// scale 10; both are DECIMAL on disk and never floating point.
const (
	TextType    Type = iota // UTF-8, high cardinality: ids, names
	CodeType                // UTF-8, low cardinality, dictionary encoded
	IntType                 // int64
	DaysType                // int32, a number of days
	DateType                // int32, days since 1970-01-01
	InstantType             // int64, microseconds since 1970-01-01T00:00:00Z
	MoneyType               // int64 minor units, DECIMAL(18,2) on disk
	RateType                // int64 at scale 10, DECIMAL(18,10) on disk
	FlagType                // boolean
	ShareType               // float64: shares, statistics; never money
)

// RateScale is one in a column of type [Rate].
const RateScale = 10_000_000_000

func (t Type) String() string {
	return [...]string{"text", "code", "int", "days", "date", "instant", "money", "rate", "flag", "share"}[t]
}

// Arrow returns the type that carries values of t in a record batch.
func (t Type) Arrow() arrow.DataType {
	switch t {
	case TextType:
		return arrow.BinaryTypes.String
	case CodeType:
		return &arrow.DictionaryType{IndexType: arrow.PrimitiveTypes.Int32, ValueType: arrow.BinaryTypes.String}
	case IntType, MoneyType, RateType:
		return arrow.PrimitiveTypes.Int64
	case DaysType:
		return arrow.PrimitiveTypes.Int32
	case DateType:
		return arrow.FixedWidthTypes.Date32
	case InstantType:
		return arrow.FixedWidthTypes.Timestamp_us
	case FlagType:
		return arrow.FixedWidthTypes.Boolean
	case ShareType:
		return arrow.PrimitiveTypes.Float64
	}
	panic(fmt.Sprintf("pipeline: no such type %d", t))
}

// A Column is a declared column: a pointer to one of [Text], [Code], [Int],
// [Days], [Date], [Instant], [Money], [Rate], [Flag] and [Share]. Pointers are
// identities: two columns are the same if their pointers are.
type Column interface {
	// ColumnName is the snake_case name in batches, files and reports.
	ColumnName() string
	// Type is the logical type.
	Type() Type
	// About is what the declaration says of the column.
	About() About
}

// About is the prose and the lineage of a column.
type About struct {
	Doc      string   // one sentence without the name; nullness explained where it has a meaning
	Unit     string   // "business days", "RUB", "share 0..1"; empty where the type says it all
	Currency *Code    // money only: the column that names the currency, nil if Unit does
	From     []Column // the columns it is computed from; empty for columns read from files
	Begins   *Text    // text only: the column whose text it mostly is the beginning of; beside that it takes no room between stages
}

// column is the one implementation of Column; L fixes the logical type at
// compile time, A and B the Arrow array and builder that go with it.
type column[L logical, A arrow.Array, B array.Builder] struct {
	Name     string   // snake_case, unique within a dataset
	Doc      string   // see About
	Unit     string   // see About
	Currency *Code    // see About
	From     []Column // see About
	Begins   *Text    // see About
}

type logical interface{ logicalType() Type }

type (
	textL    struct{}
	codeL    struct{}
	intL     struct{}
	daysL    struct{}
	dateL    struct{}
	instantL struct{}
	moneyL   struct{}
	rateL    struct{}
	flagL    struct{}
	shareL   struct{}
)

func (textL) logicalType() Type    { return TextType }
func (codeL) logicalType() Type    { return CodeType }
func (intL) logicalType() Type     { return IntType }
func (daysL) logicalType() Type    { return DaysType }
func (dateL) logicalType() Type    { return DateType }
func (instantL) logicalType() Type { return InstantType }
func (moneyL) logicalType() Type   { return MoneyType }
func (rateL) logicalType() Type    { return RateType }
func (flagL) logicalType() Type    { return FlagType }
func (shareL) logicalType() Type   { return ShareType }

// The column types, one per logical type. A declaration is a literal:
//
//	var ArrivedOn = &pipeline.Date{Name: "arrived_on", Doc: "day the money was in the seller's account; null = not yet"}
type (
	// Text is an id or free text, stored as it came.
	Text = column[textL, *array.String, *array.StringBuilder]
	// Code is one of few texts: a code, a currency, a seller, a file.
	Code = column[codeL, *array.Dictionary, *array.BinaryDictionaryBuilder]
	// Int is a whole number.
	Int = column[intL, *array.Int64, *array.Int64Builder]
	// Days is a number of days; Unit says which days.
	Days = column[daysL, *array.Int32, *array.Int32Builder]
	// Date is a day.
	Date = column[dateL, *array.Date32, *array.Date32Builder]
	// Instant is a moment, UTC.
	Instant = column[instantL, *array.Timestamp, *array.TimestampBuilder]
	// Money is an amount in minor units.
	Money = column[moneyL, *array.Int64, *array.Int64Builder]
	// Rate is an exchange rate at scale 10.
	Rate = column[rateL, *array.Int64, *array.Int64Builder]
	// Flag is a yes or a no.
	Flag = column[flagL, *array.Boolean, *array.BooleanBuilder]
	// Share is a statistic.
	Share = column[shareL, *array.Float64, *array.Float64Builder]
)

func (c *column[L, A, B]) ColumnName() string { return c.Name }

func (c *column[L, A, B]) Type() Type { var l L; return l.logicalType() }

func (c *column[L, A, B]) About() About {
	return About{Doc: c.Doc, Unit: c.Unit, Currency: c.Currency, From: c.From, Begins: c.Begins}
}

// In returns the column's values in a record batch. It panics if the batch has
// no such column: a stage then reads what it did not declare.
func (c *column[L, A, B]) In(rec arrow.Record) A {
	return rec.Column(indexOf(rec.Schema(), c.Name)).(A)
}

// ValuesOf returns the values of any column in a record batch. It finds them by the
// column's name, as In does: the columns of a batch may be fewer than, or stand in another
// order than, those of a dataset that it came from. It panics as In does.
func ValuesOf(rec arrow.Record, c Column) arrow.Array {
	return rec.Column(indexOf(rec.Schema(), c.ColumnName()))
}

// To returns the column's builder. It panics if the dataset being built has no
// such column.
func (c *column[L, A, B]) To(b *Builder) B {
	return b.records.Field(b.place(c)).(B)
}

// indexOf finds a field by name.
func indexOf(schema *arrow.Schema, name string) int {
	if at := schema.FieldIndices(name); len(at) > 0 {
		return at[0]
	}
	panic(fmt.Sprintf("pipeline: batch has no column %q", name))
}
