package explaindelays

import (
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// An answer is a yes, a no, or not known.
type answer uint8

const (
	unknown answer = iota
	no
	yes
)

// words are the cells of a code column; "" for null. They live as long as its
// batch. For tables that are read row by row there is [nullable.Code].
func words(column *array.Dictionary) vector.Codes[string] {
	return vector.CodesOf(column, func(word string) string { return word })
}

func flag(column *array.Boolean, i int) answer {
	switch {
	case column.IsNull(i):
		return unknown
	case column.Value(i):
		return yes
	}
	return no
}

// places are the columns that say where a row stands.
type places struct {
	files vector.Codes[string]
	rows  *array.Int64
}

func (p *places) at(i int) place {
	at := place{file: p.files.At(i)}
	if p.rows.IsValid(i) {
		at.row = p.rows.Value(i)
	}
	return at
}

func placesOf(batch arrow.Record) places {
	return places{words(pipeline.FromFile.In(batch)), pipeline.FromRow.In(batch)}
}

// copyAt returns a place that outlives its batch.
func (p *places) copyAt(i int) place {
	at := p.at(i)
	at.file = strings.Clone(at.file)
	return at
}
