// Package catalog prints what datasets and stages declare: the graph of the batch, the
// lineage of a column, the data dictionary, CREATE TABLE statements of warehouses, and
// templates of input files. It computes nothing and reads no file, so what it prints is
// never older than the declarations.
package catalog
