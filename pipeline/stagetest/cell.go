package stagetest

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// appendCell parses a text by the type of its column into a builder.
func appendCell(b array.Builder, t pipeline.Type, text string) error {
	switch t {
	case pipeline.TextType:
		b.(*array.StringBuilder).Append(text)
	case pipeline.CodeType:
		return b.(*array.BinaryDictionaryBuilder).AppendString(text)
	case pipeline.IntType:
		v, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return err
		}
		b.(*array.Int64Builder).Append(v)
	case pipeline.DaysType:
		v, err := strconv.ParseInt(text, 10, 32)
		if err != nil {
			return err
		}
		b.(*array.Int32Builder).Append(int32(v))
	case pipeline.DateType:
		v, err := parseDate(text)
		if err != nil {
			return err
		}
		b.(*array.Date32Builder).Append(v)
	case pipeline.InstantType:
		v, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return err
		}
		b.(*array.TimestampBuilder).Append(arrow.Timestamp(v.UnixMicro()))
	case pipeline.MoneyType, pipeline.RateType:
		v, err := parseDecimal(text, scale(t))
		if err != nil {
			return err
		}
		b.(*array.Int64Builder).Append(v)
	case pipeline.FlagType:
		if text != "true" && text != "false" {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		b.(*array.BooleanBuilder).Append(text == "true")
	case pipeline.ShareType:
		v, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return err
		}
		b.(*array.Float64Builder).Append(v)
	}
	return nil
}

// cellText prints a cell that is not null, as appendCell reads it.
func cellText(column arrow.Array, t pipeline.Type, row int) string {
	switch t {
	case pipeline.TextType:
		return strings.Clone(column.(*array.String).Value(row))
	case pipeline.CodeType:
		codes := column.(*array.Dictionary)
		return strings.Clone(codes.Dictionary().(*array.String).Value(codes.GetValueIndex(row)))
	case pipeline.IntType:
		return strconv.FormatInt(column.(*array.Int64).Value(row), 10)
	case pipeline.DaysType:
		return strconv.Itoa(int(column.(*array.Int32).Value(row)))
	case pipeline.DateType:
		return time.Unix(int64(column.(*array.Date32).Value(row))*secondsPerDay, 0).UTC().Format(time.DateOnly)
	case pipeline.InstantType:
		return time.UnixMicro(int64(column.(*array.Timestamp).Value(row))).UTC().Format(time.RFC3339Nano)
	case pipeline.MoneyType:
		return new(big.Rat).SetFrac64(column.(*array.Int64).Value(row), 100).FloatString(2)
	case pipeline.RateType:
		text := new(big.Rat).SetFrac64(column.(*array.Int64).Value(row), pipeline.RateScale).FloatString(10)
		return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	case pipeline.FlagType:
		return strconv.FormatBool(column.(*array.Boolean).Value(row))
	case pipeline.ShareType:
		return strconv.FormatFloat(column.(*array.Float64).Value(row), 'g', -1, 64)
	}
	panic(fmt.Sprintf("stagetest: no such type %v", t))
}

const secondsPerDay = 24 * 60 * 60

func parseDate(text string) (arrow.Date32, error) {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, err
	}
	return arrow.Date32(day.Unix() / secondsPerDay), nil
}

func scale(t pipeline.Type) int64 {
	if t == pipeline.RateType {
		return pipeline.RateScale
	}
	return 100
}

// parseDecimal reads a decimal with no more digits than the scale has.
func parseDecimal(text string, scale int64) (int64, error) {
	v, ok := new(big.Rat).SetString(text)
	if !ok || strings.ContainsAny(text, "/eEpPxX_") {
		return 0, fmt.Errorf("%q is not a decimal", text)
	}
	v.Mul(v, new(big.Rat).SetInt64(scale))
	if !v.IsInt() || !v.Num().IsInt64() {
		return 0, fmt.Errorf("%q is not a whole number of 1/%d", text, scale)
	}
	return v.Num().Int64(), nil
}
