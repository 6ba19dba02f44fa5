package load

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// The stages that load the two tables of a mutual settlement report.
var (
	MutualSettlements = clean("load_mutual_settlements", `Operations of the mutual settlement reports (2.3, R09).

R09: the opening balance, debits less credits, must give the closing balance: each
sheet is held against the balances that it states.`, pipeline.Whole, datasets.RawMutualSettlements, datasets.MutualSettlements)
	MutualCompensations = clean("load_mutual_compensations", "Compensations of the mutual settlement reports (2.3, R09).", pipeline.Whole, datasets.RawMutualCompensations, datasets.MutualCompensations)
)
