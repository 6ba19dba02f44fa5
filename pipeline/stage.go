package pipeline

import (
	"context"
	"fmt"
	"iter"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

// A Scope says how often a stage runs: Whole, or once per partition of rows that
// are spread by one kind of key. Beside ByPosting there may be others: who
// declares the datasets names them ([Dataset.Spread]).
type Scope string

const (
	// ByPosting stages run once per partition: all rows of an order are there.
	ByPosting Scope = "by posting"
	// Whole stages run once, on what the partitions left or on tables that are
	// not partitioned. Their inputs are small, or are read a batch at a time;
	// their outputs are seen by every partition of the stages below.
	Whole Scope = "whole"
)

// A Stage is a step of the nightly batch: a pure function from the record
// batches of its inputs, the policy and the business date to those of its
// outputs.
type Stage struct {
	Name   string     // snake_case verb and noun: "explain_delays"
	Doc    string     // summary line, blank line, then each rule with its id in the rule book
	Scope  Scope      // Whole, or what the rows of its partitions are spread by
	Inputs []*Dataset // what Run may read
	// Outputs are what Run may write. A dataset has one producing stage, but a mart
	// that no stage reads may have several in turn: each adds rows of its own, and
	// those of the stage above come first.
	Outputs []*Dataset
	// Settles names the inputs whose rows Run accounts for in the ledger
	// ([Task].Settle): each row once, as loaded, duplicate, superseded or
	// quarantined. Rows of a source that no stage settles count as loaded once
	// they are read from the file.
	Settles []*Dataset
	Run     func(context.Context, *Task) error
}

// A Task is one run of one stage; its funcs are the only doors to data and time.
type Task struct {
	// AsOf is the business date of the batch, in days since 1970-01-01,
	// Europe/Moscow. Never the clock.
	AsOf arrow.Date32
	// Pack names the policy pack that judges.
	Pack string
	// Mem is where batches are allocated.
	Mem memory.Allocator
	// Read yields the batches of an input. A batch is released when the loop
	// body returns: retain what is kept. Rows come in no promised order.
	Read func(*Dataset) iter.Seq2[arrow.Record, error]
	// Write takes a batch of an output. It retains the batch; the caller
	// releases its own reference.
	Write func(*Dataset, arrow.Record) error
	// WriteRows is Write for some rows of a batch, given by their numbers in ascending
	// order. A mart that nobody reads gets them without a copy: so rows is kept, and
	// the caller must not change it.
	WriteRows func(d *Dataset, rec arrow.Record, rows []int32) error
	// Reject reports a finding. A finding about a row that is not used also
	// needs a ledger entry.
	Reject func(Finding)
	// Settle accounts for rows in the ledger.
	Settle func(Entry)
}

// A StageError says which stage stopped the batch.
type StageError struct {
	Stage     string
	Partition int // -1 for Whole
	Err       error
}

func (e *StageError) Error() string {
	if e.Partition < 0 {
		return fmt.Sprintf("stage %s: %v", e.Stage, e.Err)
	}
	return fmt.Sprintf("stage %s, partition %d: %v", e.Stage, e.Partition, e.Err)
}

func (e *StageError) Unwrap() error { return e.Err }

// A Severity grades a finding.
type Severity string

// The severities. A row with a Fault is not used; a row with a Warning is.
const (
	Fault   Severity = "fault"
	Warning Severity = "warning"
	Note    Severity = "note"
)

// A Finding is something about the data that a person should know, with the
// cell it was found in. Findings never carry personal or secret values.
type Finding struct {
	File     string // path relative to the input folder
	Sheet    string
	Row      int64  // record number, the header of a table counts; 0 = the file
	Column   string // header as written, or the declared name
	Code     string // stable reason code, lower snake case
	Raw      string // the cell as written, its first 200 bytes, escaped as in a Go string
	Severity Severity
	Message  string // what was expected, one sentence
	Dataset  string
}

// A Class is what became of a physical row (D40).
type Class uint8

// The five classes. Every row that was read ends in exactly one of them.
const (
	Loaded Class = iota
	Duplicate
	Superseded
	Quarantined
	NotData
	classes
)

func (c Class) String() string {
	return [...]string{"loaded", "duplicate", "superseded", "quarantined", "not_data"}[c]
}

// An Entry is a line of the ledger: rows of one file that ended in one class.
type Entry struct {
	File     string
	Dataset  string
	Currency string // of the control amount; "" where the dataset or the row has none
	Class    Class
	Rows     int64
	Amount   int64 // sum of the control amount, minor units
}
