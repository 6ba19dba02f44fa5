package datasets

import "ozpayout/pipeline"

// Columns of binding benchmarks.
var (
	BenchmarkCode     = &pipeline.Code{Name: "benchmark_code", Doc: "case_or_space_share (A09), invisible_share (A27), S1-S4 (A10)", From: []pipeline.Column{BindingRuleCheck}}
	BenchmarkProvince = &pipeline.Code{Name: "province_code", Doc: "ISO 3166-2, unknown, or ALL; only scenarios are split", From: []pipeline.Column{AccountProvince, ProvinceCode}}
	BenchmarkEvents   = &pipeline.Int{Name: "events", Doc: "failures of that kind; for scenarios current bindings in which they fail", Unit: "bindings", From: auditedColumns}
	BenchmarkSample   = &pipeline.Int{Name: "n", Doc: "failed checks; for scenarios current bindings in which their result is known", Unit: "bindings", From: auditedColumns}
	BenchmarkShare    = &pipeline.Share{Name: "share", Doc: "events / n; null below the gate", Unit: "share 0..1", From: []pipeline.Column{BenchmarkEvents, BenchmarkSample}}
	BenchmarkLo       = &pipeline.Share{Name: "share_lo", Doc: "lower bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{BenchmarkEvents, BenchmarkSample}}
	BenchmarkHi       = &pipeline.Share{Name: "share_hi", Doc: "upper bound, Wilson 95 %", Unit: "share 0..1", From: []pipeline.Column{BenchmarkEvents, BenchmarkSample}}
	BenchmarkClaim    = &pipeline.Share{Name: "claimed_share", Doc: "published share: a claim", Unit: "share 0..1", From: []pipeline.Column{ClaimValue}}
	BenchmarkGate     = &pipeline.Code{Name: "gate_code", Doc: "ok, small_sample (D32)", From: []pipeline.Column{BenchmarkSample}}
)

// BindingBenchmarks is the mart of audit results beside published figures.
var BindingBenchmarks = &pipeline.Dataset{
	Name: "binding_benchmarks", Doc: "Shares of kinds of failure beside the published ones, and the four scenarios by province (A09, A10, A27). Different sources and populations: not to be added up (C12).",
	Grain: "one row per benchmark and province", Layer: pipeline.MartLayer,
	Columns: []pipeline.Column{BenchmarkCode, BenchmarkProvince, BenchmarkEvents, BenchmarkSample, BenchmarkShare, BenchmarkLo, BenchmarkHi, BenchmarkClaim, BenchmarkGate, PolicyPack, DecidedBy},
	Key:     []pipeline.Column{BenchmarkCode, BenchmarkProvince},
}
