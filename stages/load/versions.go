package load

import (
	"cmp"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/pipeline"
)

// grouped are rows of one key, in the order of path and record number.
type grouped struct {
	rows     []int32
	place    *places
	content  []fingerprint
	core     []fingerprint // nil: content
	snapshot func(int32) arrow.Timestamp
	followed bool
}

// decide gives each row of the group its class.
func (g *grouped) decide(out *resolution) {
	versions := g.versions(out)
	if len(versions) == 0 {
		return
	}
	winner := slices.MaxFunc(versions, func(a, b version) int { return cmp.Compare(a.stamp, b.stamp) })
	for _, v := range versions {
		if v.same(winner) {
			continue
		}
		if v.stamp == winner.stamp || v.stamp == noSnapshot {
			for _, v := range versions {
				v.mark(out, pipeline.Quarantined)
			}
			return
		}
	}
	if g.followed {
		out.steps = appendSteps(out.steps, versions)
	}
	first := true
	for _, v := range versions {
		if !v.same(winner) {
			v.mark(out, pipeline.Superseded)
			continue
		}
		seen := map[fingerprint]bool{}
		for _, row := range v.rows {
			out.class[row] = pipeline.Duplicate
			if !seen[g.content[row]] && first {
				out.extra[row] = len(seen) > 0
				if len(seen) == 0 {
					out.class[row] = pipeline.Loaded
				}
			}
			seen[g.content[row]] = true
		}
		first = false
	}
}

// A version is what one file says under one key.
type version struct {
	rows  []int32
	says  []fingerprint // distinct contents, sorted
	stamp arrow.Timestamp
}

func (v version) same(o version) bool { return slices.Equal(v.says, o.says) }

func (v version) mark(out *resolution, class pipeline.Class) {
	for _, row := range v.rows {
		out.class[row] = class
	}
}

// versions splits the group by file and snapshot and rejects the files that
// contradict themselves.
func (g *grouped) versions(out *resolution) []version {
	type source struct {
		file  int
		stamp arrow.Timestamp
	}
	var order []source
	byFile := map[source]*version{}
	for _, row := range g.rows {
		s := source{g.place.fileCode(row), g.snapshot(row)}
		v := byFile[s]
		if v == nil {
			v = &version{stamp: s.stamp}
			byFile[s] = v
			order = append(order, s)
		}
		v.rows = append(v.rows, row)
		if at, found := slices.BinarySearchFunc(v.says, g.content[row], compareFingerprints); !found {
			v.says = slices.Insert(v.says, at, g.content[row])
		}
	}
	var kept []version
	for _, s := range order {
		v := byFile[s]
		if g.contradicts(v) {
			v.mark(out, pipeline.Quarantined)
			continue
		}
		kept = append(kept, *v)
	}
	return kept
}

func (g *grouped) contradicts(v *version) bool {
	if len(v.says) == 1 {
		return false
	}
	if g.core == nil {
		return true
	}
	return slices.ContainsFunc(v.rows, func(row int32) bool { return g.core[row] != g.core[v.rows[0]] })
}

// contradiction returns two of some rows that were rejected of which one says other than
// the other.
func (g *grouped) contradiction(rejected []int32) (first, second int32) {
	first = rejected[0]
	for _, says := range [][]fingerprint{g.core, g.content} {
		if says == nil {
			continue
		}
		if i := slices.IndexFunc(rejected, func(row int32) bool { return says[row] != says[first] }); i >= 0 {
			return first, rejected[i]
		}
	}
	return first, first
}
