// Package stagetest runs a stage over rows written as text: [Run] for the cases
// in testdata/*.txtar, [Exec] for tests that make rows themselves.
//
// # Cases
//
// A case is a txtar archive. Its comment tells the rule in prose; its files are
//
//	task             lines "as_of 2024-06-30" and "pack article-2024"; may be left out
//	in/DATASET.csv   the rows of an input; an input without a file has none
//	want/DATASET.csv the rows of an output that are expected
//	want/findings.csv, want/ledger.csv   what the stage reported and settled
//	want/error       a text that stands in the error of the stage
//
// The header names columns of the dataset, in any order. Columns that an input
// does not name are null; columns that an expectation does not name are not
// compared. A cell without anything is null, "" is the empty text; cells with
// commas, quotes or outer spaces are quoted. Blank lines mean nothing.
//
//	date     2024-06-07                 money  1234.56
//	instant  2024-06-07T12:00:00Z       rate   12.5
//	flag     true, false                others as they are
//
// Rows are compared in sorted order. Every case runs with batches of one row and
// of 1024 rows, which must end alike, on an allocator that reports what was not
// released. Batches are overwritten when they are released, so that a text which is
// kept without a copy shows. Run the test with -update to write the expectations anew.
package stagetest
