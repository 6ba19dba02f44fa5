package load

import (
	"cmp"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
)

// places orders rows by path and record number.
type places struct {
	codes *array.Dictionary
	files []int32 // codes of the rows
	names *array.String
	row   *array.Int64
}

func placesOf(rec arrow.Record) *places {
	codes := pipeline.FromFile.In(rec)
	return &places{
		codes: codes, files: codes.Indices().(*array.Int32).Int32Values(),
		names: codes.Dictionary().(*array.String), row: pipeline.FromRow.In(rec),
	}
}

func (p *places) fileCode(row int32) int { return int(p.files[row]) }

func (p *places) file(row int32) string { return p.names.Value(p.fileCode(row)) }

func (p *places) compare(a, b int32) int {
	if fa, fb := p.fileCode(a), p.fileCode(b); fa != fb {
		return cmp.Compare(p.names.Value(fa), p.names.Value(fb))
	}
	return cmp.Compare(p.row.Value(int(a)), p.row.Value(int(b)))
}
