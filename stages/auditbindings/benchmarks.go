package auditbindings

import (
	"cmp"
	"maps"
	"slices"

	"ozpayout/datasets"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/textdiff"
)

// A benchmark is a share that an article publishes a figure for, of one province or
// of all.
type benchmark struct{ code, province string }

// Benchmarks other than the scenarios, with the claim beside them.
const (
	caseOrSpace = "case_or_space_share" // A09
	invisible   = "invisible_share"     // A27
)

var claimOf = map[string]string{caseOrSpace: "a09_case_or_space_share", invisible: "a27_invisible_share"}

var benchmarkRules = map[string]string{caseOrSpace: "A09 C12 D31 D32", invisible: "A27 D31 D32"}

const unknownProvince = "unknown"

// A share is events out of n.
type share struct{ events, n int64 }

// tally counts the findings behind the benchmarks.
type tally map[benchmark]*share

func (t tally) count(code, province string, isEvent bool) {
	key := benchmark{code, province}
	if t[key] == nil {
		t[key] = &share{}
	}
	t[key].n++
	if isEvent {
		t[key].events++
	}
}

// add counts an audited binding. Kinds of failure are counted over all periods;
// scenarios over current bindings whose result is known, split by province.
func (t tally) add(a audited) {
	for _, f := range a.findings {
		o := f.outcome
		switch f.check {
		case "V3":
			if o.result == fail {
				t.count(caseOrSpace, datasets.All, textdiff.Difference{Classes: o.classes}.IsOnly(textdiff.Case, textdiff.Space))
			}
		case "merchant_id":
			if o.result == fail {
				t.count(invisible, datasets.All, o.class() == textdiff.Invisible)
			}
		case "S1", "S2", "S3", "S4":
			if a.isCurrent && (o.result == fail || o.result == pass) {
				t.count(f.check, datasets.All, o.result == fail)
				t.count(f.check, cmp.Or(a.of.province(), unknownProvince), o.result == fail)
			}
		}
	}
}

// write writes the benchmarks in the order of their codes and provinces.
func (t tally) write(w *nullable.Writer, limits gate.Gate, claims policy.ClaimList, pack string) {
	keys := slices.SortedFunc(maps.Keys(t), func(a, b benchmark) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.province, b.province))
	})
	for _, key := range keys {
		counted := t[key]
		of := limits.Proportion(counted.events, counted.n)
		w.Code(datasets.BenchmarkCode, key.code)
		w.Code(datasets.BenchmarkProvince, key.province)
		w.Int(datasets.BenchmarkEvents, counted.events)
		w.Int(datasets.BenchmarkSample, counted.n)
		w.Share(datasets.BenchmarkShare, of.Share)
		w.Share(datasets.BenchmarkLo, of.Low)
		w.Share(datasets.BenchmarkHi, of.High)
		w.Share(datasets.BenchmarkClaim, claims.Share(claimOf[key.code], "percent"))
		w.Code(datasets.BenchmarkGate, limits.Code(counted.n))
		w.Code(datasets.PolicyPack, pack)
		w.Code(datasets.DecidedBy, cmp.Or(benchmarkRules[key.code], "A10 C12 D31 D32"))
	}
}
