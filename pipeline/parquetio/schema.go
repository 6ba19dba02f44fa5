package parquetio

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/encoding/thrift"
	"github.com/parquet-go/parquet-go/format"

	"ozpayout/pipeline"
)

// createdBy stands in every file. Readers parse it as "name version x.y.z" to
// know about errors of old writers.
const createdBy = "ozpayout version 1.0.0"

// A DECIMAL(18,s) fits an int64 whatever its digits.
const decimalPrecision = 18

// schemaOf returns the file schema of a dataset: the root, then a leaf for each
// column.
func schemaOf(d *pipeline.Dataset) []format.SchemaElement {
	elements := []format.SchemaElement{{
		Name:        d.Name,
		NumChildren: thrift.New(int32(len(d.Columns))),
	}}
	for i, c := range d.Columns {
		leaf := leafOf(d, c)
		leaf.FieldID = int32(i + 1)
		elements = append(elements, leaf)
	}
	return elements
}

func isKey(d *pipeline.Dataset, c pipeline.Column) bool { return slices.Contains(d.Key, c) }

// leafOf returns the leaf of a column. The converted type says the same as the
// logical type to readers that are older than it.
func leafOf(d *pipeline.Dataset, c pipeline.Column) format.SchemaElement {
	leaf := format.SchemaElement{
		Name:           c.ColumnName(),
		Type:           thrift.New(physical(c.Type())),
		RepetitionType: thrift.New(format.Optional),
	}
	if isKey(d, c) {
		leaf.RepetitionType = thrift.New(format.Required)
	}
	switch c.Type() {
	case pipeline.TextType, pipeline.CodeType:
		leaf.LogicalType.Value = &format.StringType{}
		leaf.ConvertedType.Set(deprecated.UTF8)
	case pipeline.DateType:
		leaf.LogicalType.Value = &format.DateType{}
		leaf.ConvertedType.Set(deprecated.Date)
	case pipeline.InstantType:
		leaf.LogicalType.Value = &format.TimestampType{
			IsAdjustedToUTC: true,
			Unit:            format.TimeUnit{Value: &format.MicroSeconds{}},
		}
		leaf.ConvertedType.Set(deprecated.TimestampMicros)
	case pipeline.MoneyType:
		setDecimal(&leaf, 2)
	case pipeline.RateType:
		setDecimal(&leaf, 10)
	}
	return leaf
}

func setDecimal(leaf *format.SchemaElement, scale int32) {
	leaf.LogicalType.Value = &format.DecimalType{Scale: scale, Precision: decimalPrecision}
	leaf.ConvertedType.Set(deprecated.Decimal)
	leaf.Scale.Set(scale)
	leaf.Precision.Set(decimalPrecision)
}

func physical(t pipeline.Type) format.Type {
	switch t {
	case pipeline.TextType, pipeline.CodeType:
		return format.ByteArray
	case pipeline.IntType, pipeline.InstantType, pipeline.MoneyType, pipeline.RateType:
		return format.Int64
	case pipeline.DaysType, pipeline.DateType:
		return format.Int32
	case pipeline.FlagType:
		return format.Boolean
	case pipeline.ShareType:
		return format.Double
	}
	panic(fmt.Sprintf("parquetio: no such type %v", t))
}

// declaration returns the key-value metadata of a dataset's files.
func declaration(d *pipeline.Dataset) ([]format.KeyValue, error) {
	type column struct {
		Name string `json:"name"`
		Type string `json:"type"`
		Unit string `json:"unit,omitempty"`
		Doc  string `json:"doc"`
	}
	columns := make([]column, len(d.Columns))
	for i, c := range d.Columns {
		about := c.About()
		columns[i] = column{c.ColumnName(), c.Type().String(), about.Unit, about.Doc}
	}
	text, err := json.Marshal(columns)
	if err != nil {
		return nil, fmt.Errorf("metadata of %s: %w", d.Name, err)
	}
	return []format.KeyValue{
		{Key: "ozpayout.dataset", Value: d.Name},
		{Key: "ozpayout.grain", Value: d.Grain},
		{Key: "ozpayout.columns", Value: string(text)},
	}, nil
}

// leafIndex finds a column among the leaves of a file. It is an error if the
// file has no such column or keeps it in another way: parquet-go would read
// the cells of, say, a decimal kept as bytes as other numbers, and say nothing.
func leafIndex(schema []format.SchemaElement, d *pipeline.Dataset, c pipeline.Column) (int, error) {
	want := leafOf(d, c)
	for i, have := range schema[1:] {
		if have.NumChildren.Valid {
			return 0, fmt.Errorf("column %q has columns of its own", have.Name)
		}
		if have.Name != want.Name {
			continue
		}
		switch {
		case typeName(have) != typeName(want):
			return 0, fmt.Errorf("column %q is %s, want %s", have.Name, typeName(have), typeName(want))
		case have.RepetitionType != want.RepetitionType:
			return 0, fmt.Errorf("column %q is %v, want %v", have.Name, have.RepetitionType.V, want.RepetitionType.V)
		}
		return i, nil
	}
	return 0, fmt.Errorf("no column %q", want.Name)
}

// typeName returns physical and logical type, "INT64 DECIMAL(18,2)".
func typeName(leaf format.SchemaElement) string {
	return strings.TrimSpace(leaf.Type.V.String() + " " + leaf.LogicalType.String())
}
