package stagetest

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"ozpayout/pipeline"
)

// An Outcome is what a stage wrote and reported. Release it after use.
type Outcome struct {
	Outputs  map[*pipeline.Dataset][]arrow.Record
	Findings []pipeline.Finding
	Entries  []pipeline.Entry
}

// Release frees the batches of the outputs.
func (o Outcome) Release() {
	for _, batches := range o.Outputs {
		for _, rec := range batches {
			rec.Release()
		}
	}
}

// Exec runs a stage once over batches in memory, as the executor would: a stage
// that reads or writes what it did not declare, or writes a batch of another
// schema, ends with an error. The caller keeps its references to the inputs.
func Exec(s *pipeline.Stage, inputs map[*pipeline.Dataset][]arrow.Record, asOf arrow.Date32, pack string, mem memory.Allocator) (Outcome, error) {
	done := Outcome{Outputs: make(map[*pipeline.Dataset][]arrow.Record)}
	var task *pipeline.Task
	task = &pipeline.Task{
		AsOf: asOf,
		Pack: pack,
		Mem:  mem,
		Read: func(d *pipeline.Dataset) iter.Seq2[arrow.Record, error] {
			return func(yield func(arrow.Record, error) bool) {
				if !slices.Contains(s.Inputs, d) {
					yield(nil, fmt.Errorf("%s reads %s, which is not among its inputs", s.Name, d.Name))
					return
				}
				for _, rec := range inputs[d] {
					lent := lend(mem, rec)
					more := yield(lent, nil)
					lent.Release()
					if !more {
						return
					}
				}
			}
		},
		Write: func(d *pipeline.Dataset, rec arrow.Record) error {
			if !slices.Contains(s.Outputs, d) {
				return fmt.Errorf("%s writes %s, which is not among its outputs", s.Name, d.Name)
			}
			if !rec.Schema().Equal(d.Schema()) {
				return fmt.Errorf("%s writes %s with another schema: %v", s.Name, d.Name, rec.Schema())
			}
			rec.Retain()
			done.Outputs[d] = append(done.Outputs[d], rec)
			return nil
		},
		WriteRows: func(d *pipeline.Dataset, rec arrow.Record, rows []int32) error {
			taken := pipeline.Take(mem, rec, rows)
			defer taken.Release()
			return task.Write(d, taken)
		},
		Reject: func(f pipeline.Finding) {
			f.File, f.Sheet, f.Column, f.Raw = strings.Clone(f.File), strings.Clone(f.Sheet), strings.Clone(f.Column), strings.Clone(f.Raw)
			f.Code, f.Message = strings.Clone(f.Code), strings.Clone(f.Message)
			done.Findings = append(done.Findings, f)
		},
		Settle: func(e pipeline.Entry) {
			e.File, e.Currency = strings.Clone(e.File), strings.Clone(e.Currency)
			done.Entries = append(done.Entries, e)
		},
	}
	err := s.Run(context.Background(), task)
	return done, err
}
