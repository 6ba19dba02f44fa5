// Package parquetio keeps datasets as Parquet files: [Create] writes record
// batches, [Open] reads them back.
//
// # Files
//
// A dataset is a folder of parts, part-00000.parquet and on, read in the order
// of their names. Rows are cut into row groups as they come; within a row group
// they are written in the order of the key, equal ones as they came. The bytes
// depend on the rows and their order alone: not on the sizes of the batches, nor
// on the number of workers.
//
//	type      Parquet                             encoding
//	text      BYTE_ARRAY STRING                   sorted dictionary if cells repeat, else plain
//	code      BYTE_ARRAY STRING                   dictionary, in the order in which they are written
//	int       INT64                               as text
//	days      INT32                               as text
//	date      INT32 DATE                          as text
//	instant   INT64 TIMESTAMP(MICROS, UTC)        as text
//	money     INT64 DECIMAL(18,2)                 as text
//	rate      INT64 DECIMAL(18,10)                as text
//	flag      BOOLEAN                             plain
//	share     DOUBLE                              as text, sorted by its bits
//
// Cells repeat if each different one of a column chunk stands in it twice on
// average. There are no other encodings, because not every reader has them
// (docs/decisions/018-parquet-size.md).
//
// Key columns are required, all others optional: a zero is never a null. Every
// column has a field id, its place in the dataset from 1. Row groups hold
// [GroupRows] rows, data pages are of version 1 with a checksum, pages are
// compressed with zstd, column chunks carry minimum, maximum and null count.
// The key-value metadata holds the declaration: ozpayout.dataset,
// ozpayout.grain and ozpayout.columns, a JSON list of name, type, unit and doc.
//
// # Why pages are made here
//
// The writer lays out pages itself, from the encodings, the compression and the
// file structures of parquet-go, instead of handing values to its column
// writers: values then go from an Arrow buffer to a page as one copy, and
// dictionary codes stay codes. BenchmarkWrite measures it. The tests read
// every file with parquet-go's own reader, and compare with files that its
// writer made.
package parquetio
