package pipeline

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// tableRows is the size of the batches in which a run writes about itself.
const tableRows = 1 << 16

// describe writes the tables that a run writes about itself, and adds how many rows they
// have to those of the other marts. It returns what is to be told of the findings.
func (r *run) describe(files []*SourceFile, totals []ControlTotal, rows map[*Dataset]int64, open func(*Dataset) (MartWriter, error)) (told FindingDigest, err error) {
	w, err := open(Findings)
	if err != nil {
		return told, err
	}
	if told, rows[Findings], err = r.findings.publish(w); err != nil {
		return told, err
	}
	if rows[ControlTotals], err = writeTable(r.mem, ControlTotals, open, totals, addControlTotal); err != nil {
		return told, err
	}
	rows[SourceFiles], err = writeTable(r.mem, SourceFiles, open, files, addSourceFile)
	return told, err
}

// writeTable writes the rows of a table, which come in published order.
func writeTable[T any](mem memory.Allocator, d *Dataset, open func(*Dataset) (MartWriter, error), rows []T, add func(*Builder, T)) (int64, error) {
	w, err := open(d)
	if err != nil {
		return 0, err
	}
	b := NewBuilder(mem, d)
	defer b.Release()
	err = writeRows(b, w, rows, add)
	written, closed := w.Close()
	if err == nil {
		err = closed
	}
	if err != nil {
		return 0, martError(d, err)
	}
	return written, nil
}

func writeRows[T any](b *Builder, w MartWriter, rows []T, add func(*Builder, T)) error {
	for some := range slices.Chunk(rows, tableRows) {
		for _, row := range some {
			add(b, row)
		}
		rec := b.Record()
		err := w.Write(rec, nil)
		rec.Release()
		if err != nil {
			return err
		}
	}
	return nil
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
