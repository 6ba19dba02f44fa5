package datasets

import "ozpayout/pipeline"

// BySettlement is the scope of stages that see all that is counted of a settlement
// batch together: its lines lie in the partitions of their orders.
const BySettlement pipeline.Scope = "by settlement"

var settlementPartition = []pipeline.PartitionKey{{Column: SettlementBatchNo}}

// Columns of the sums of settlement batches.
var (
	BatchWeight = &pipeline.Int{Name: "batch_weight", Doc: "what the method gives to all causes of the batch together", Unit: "lines or 1/360360 business days", From: []pipeline.Column{Weight}}
	BatchStarts = &pipeline.Int{Name: "batch_starts", Doc: "1 in one row of each batch, 0 in its others: their sum is the number of batches", Unit: "batches", From: []pipeline.Column{SettlementBatchNo}}
)

// BatchCauses are the counts of all partitions together.
var BatchCauses = &pipeline.Dataset{
	Name: "batch_causes", Doc: "Late lines and days of settlement batches by cause and method: what intervals over batches are made of (D31).",
	Grain: "one row per seller, month, batch, method and cause", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, MonthOn, SettlementBatchNo, MethodCode, LineCause, LateLines, Weight, BatchWeight, BatchStarts},
	Key:     []pipeline.Column{SellerID, MonthOn, SettlementBatchNo, MethodCode, LineCause},
}

// BatchRates are the counts of all partitions and currencies together.
var BatchRates = &pipeline.Dataset{
	Name: "batch_rates", Doc: "Judged lines of settlement batches by tier and route: what intervals over batches are made of (D31).",
	Grain: "one row per seller, month, batch, tier, and route or ALL", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, MonthOn, SettlementBatchNo, TierCode, RouteOrAll, JudgedLines, OnTimeLines, Known3, Within3, Known5, Within5},
	Key:     []pipeline.Column{SellerID, MonthOn, SettlementBatchNo, TierCode, RouteOrAll},
}
