package pipeline

import (
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// tableRows is the size of the batches in which a run writes about itself.
const tableRows = 1 << 16

// writeTable writes the rows of one of the tables that a run writes about itself and closes
// the writer; the rows come in published order.
func writeTable[T any](mem memory.Allocator, d *Dataset, w MartWriter, rows []T, add func(*Builder, T)) (int64, error) {
	b := NewBuilder(mem, d)
	defer b.Release()
	err := func() error {
		for len(rows) > 0 {
			n := min(len(rows), tableRows)
			for _, row := range rows[:n] {
				add(b, row)
			}
			rows = rows[n:]
			rec := b.Record()
			err := w.Write(rec, nil)
			rec.Release()
			if err != nil {
				return err
			}
		}
		return nil
	}()
	written, closed := w.Close()
	if err == nil {
		err = closed
	}
	if err != nil {
		return 0, &OutputError{Path: d.Name, Err: err}
	}
	return written, nil
}

func addFinding(b *Builder, f Finding) {
	appendCode(FileName.To(b), f.File)
	appendCode(FileSheet.To(b), f.Sheet)
	FileRow.To(b).Append(f.Row)
	FindingColumn.To(b).Append(f.Column)
	appendCode(FindingCode.To(b), f.Code)
	RawValue.To(b).Append(f.Raw)
	appendCode(SeverityCode.To(b), string(f.Severity))
	Message.To(b).Append(f.Message)
	appendCode(DatasetName.To(b), f.Dataset)
}

func addControlTotal(b *Builder, t ControlTotal) {
	appendCode(FileName.To(b), t.File)
	appendCode(DatasetName.To(b), t.Dataset)
	appendCode(ControlCurrency.To(b), t.Currency)
	RowsRead.To(b).Append(t.RowsRead)
	RowsLoaded.To(b).Append(t.RowsLoaded)
	RowsDuplicate.To(b).Append(t.RowsDuplicate)
	RowsSuperseded.To(b).Append(t.RowsSuperseded)
	RowsQuarantined.To(b).Append(t.RowsQuarantined)
	RowsNotData.To(b).Append(t.RowsNotData)
	AmountRead.To(b).Append(t.AmountRead)
	AmountLoaded.To(b).Append(t.AmountLoaded)
	AmountDuplicate.To(b).Append(t.AmountDuplicate)
	AmountSuperseded.To(b).Append(t.AmountSuperseded)
	AmountQuarantined.To(b).Append(t.AmountQuarantined)
	if t.StatedTotal == nil {
		StatedTotal.To(b).AppendNull()
		TotalDifference.To(b).AppendNull()
	} else {
		StatedTotal.To(b).Append(*t.StatedTotal)
		TotalDifference.To(b).Append(t.AmountRead - *t.StatedTotal)
	}
	if t.AmountPublished == nil {
		AmountPublished.To(b).AppendNull()
	} else {
		AmountPublished.To(b).Append(*t.AmountPublished)
	}
}

func addSourceFile(b *Builder, f *SourceFile) {
	appendCode(FileName.To(b), f.Name)
	FileHash.To(b).Append(f.SHA256)
	appendCode(RecognisedAs.To(b), strings.Join(f.Datasets, "|"))
	appendCode(GenerationName.To(b), strings.Trim(strings.Join(f.Generations, "|"), "|"))
	appendCode(EncodingName.To(b), f.Encoding)
	DialectName.To(b).Append(f.Dialect)
	if f.Unread {
		FileRows.To(b).AppendNull()
	} else {
		FileRows.To(b).Append(f.Rows)
	}
	Repairs.To(b).Append(strings.Join(f.Repairs, "|"))
	RefusedReason.To(b).Append(f.Refused)
}

// appendCode appends a text to a column of codes. Appending fails for other
// value types only.
func appendCode(b *array.BinaryDictionaryBuilder, text string) {
	bytes := view(text) // AppendString would copy it first
	if text == "" {
		bytes = []byte{} // nil is missing
	}
	if err := b.Append(bytes); err != nil {
		panic(err)
	}
}

// dateText returns a day as YYYY-MM-DD.
func dateText(day arrow.Date32) string { return day.FormattedString() }
