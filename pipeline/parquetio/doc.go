// Package parquetio keeps datasets as Parquet files: [Create] writes record
// batches, [Open] reads them back.
//
// # Files
//
// A dataset is a folder of parts, part-00000.parquet and on, read in the order
// of their names. The bytes depend on the rows and their order alone: not on
// the sizes of the batches, nor on the number of workers.
//
//	type      Parquet                             encoding
//	text      BYTE_ARRAY STRING                   plain
//	code      BYTE_ARRAY STRING                   dictionary, in order of first appearance
//	int       INT64                               dictionary while values are few, else plain
//	days      INT32                               as int
//	date      INT32 DATE                          as int
//	instant   INT64 TIMESTAMP(MICROS, UTC)        as int
//	money     INT64 DECIMAL(18,2)                 as int
//	rate      INT64 DECIMAL(18,10)                as int
//	flag      BOOLEAN                             plain
//	share     DOUBLE                              plain
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
// dictionary codes stay codes. BenchmarkWrite measures both. The tests read
// every file with parquet-go's own reader, and compare with files that its
// writer made.
package parquetio
