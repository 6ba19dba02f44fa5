// Package pipeline runs a nightly batch over declared tables: it knows
// datasets, columns, stages, files, splits, partitions, findings and control
// totals, and no word of the trade.
//
// The vocabulary, in the order of the data:
//
//   - A [Dataset] is a declared table; a [Column] is a typed pointer that
//     belongs to one or more datasets. The same pointer in the input and the
//     output of a stage means "carried through".
//   - An [Input] says how the exports of a source dataset are recognised and
//     which header belongs to which column. A seed is a source dataset with a
//     shipped file.
//   - A split is a piece of an input file. Scanning turns it into typed record
//     batches of the source dataset and a [Finding] for each cell or row that it
//     could not read.
//   - A partition holds the rows of some keys, of orders for example: rows are
//     spread by a hash of the partition key ([Dataset].Partition, Spread).
//   - A [Stage] is a pure function from its input datasets to its output
//     datasets, run once per partition or once: its [Scope]. A
//     [Task] is one such run and its only door to data, time and policy.
//   - The ledger accounts for every physical row and every minor unit of money:
//     read = loaded + duplicate + superseded + quarantined + not data. Its lines
//     are an [Entry] each, its sums the dataset [ControlTotals].
//   - A run is published as one folder by one atomic swap; its [Manifest] names
//     inputs, outputs, hashes and control totals and no clock time.
//
// The way of a row, by file: run.go lists the files and ingests them; recogniser.go and
// matcher.go tell what each is; read.go and lot.go share their pieces out to workers; scan.go
// and its kin type the cells; store.go keeps the rows by partition, in memory or spilled;
// executor.go, group.go and stage_run.go take a partition through the stages; outlet.go and
// gather.go bring what is written to a mart into its order, for [MartWriter]; publish.go
// swaps the folder.
package pipeline
