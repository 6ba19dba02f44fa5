package datasets

import "ozpayout/pipeline"

// TableName is the table that is observed.
var TableName = &pipeline.Code{Name: "table_name", Doc: "staging table", From: []pipeline.Column{pipeline.FromFile}}

// ObservedParts are the tables that one partition has rows of, by seller; a row
// without a seller counts for the seller of its posting (D45, D56).
var ObservedParts = &pipeline.Dataset{
	Name: "observed_parts", Doc: "Tables seen in a partition, by seller.", Grain: "one row per partition, table and seller", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{TableName, SellerID},
}

// ObservedTables says which tables are loaded for which seller: the causes of a
// table that is not loaded are not observable (D22, D56).
var ObservedTables = &pipeline.Dataset{
	Name: "observed_tables", Doc: "Tables loaded, by seller (D22, D56).", Grain: "one row per table and seller", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{TableName, SellerID}, Key: []pipeline.Column{TableName, SellerID},
}
