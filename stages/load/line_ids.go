package load

import (
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/zeebo/xxh3"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/vector"
)

// idEnd ends each id in a list of ids.
const idEnd = "\t"

// listed returns an id as it stands in a list: a tab in it ends nothing.
func listed(id string) string {
	if strings.IndexByte(id, '\\') < 0 && !strings.Contains(id, idEnd) {
		return id
	}
	return strings.ReplaceAll(strings.ReplaceAll(id, `\`, `\\`), idEnd, `\t`)
}

// lineIDs returns the ids that the export gives the lines of each part, each ended by
// idEnd. numbers are the part of each row; a row counts as a line of its part where
// isLine says so. The caller releases them.
func lineIDs(mem memory.Allocator, rec arrow.Record, parts []part, numbers *array.Int64, isLine func(row int) bool) arrow.Array {
	id := datasets.LineID.In(rec)
	starts := make([]int, len(parts)+1) // of the rows of each part
	for i, p := range parts {
		starts[i+1] = starts[i] + int(p.named)
	}
	rows, free := make([]int32, starts[len(parts)]), slices.Clone(starts)
	size := 0
	for row := range id.Len() {
		if id.IsNull(row) || !isLine(row) {
			continue
		}
		at := &free[numbers.Value(row)]
		rows[*at] = int32(row)
		*at++
		size += len(id.Value(row)) + len(idEnd)
	}
	var all strings.Builder
	all.Grow(size)
	ends := make([]int, len(parts))
	for i := range parts {
		for _, row := range rows[starts[i]:starts[i+1]] {
			all.WriteString(listed(id.Value(int(row))))
			all.WriteString(idEnd)
		}
		ends[i] = all.Len()
	}
	lists := vector.NewTexts(mem, len(parts), size)
	defer lists.Release()
	from := 0
	for _, end := range ends {
		lists.Append(all.String()[from:end])
		from = end
	}
	return lists.Column()
}

// repeatingIDs tells the payouts of which one copy gives an id to several lines: they
// are lines of several orders, since the order belongs to the key of a line. payoutOf is
// the payout of each part, below a count.
func repeatingIDs(parts arrow.Record, payoutOf []int32, payouts int) []bool {
	ids, json := datasets.LineIDs.In(parts), vector.WordsOf(datasets.PartForm.In(parts))
	lines := int64(0)
	for _, named := range datasets.NamedLines.In(parts).Int64Values() {
		lines += named
	}
	hashes, of := make([]uint64, 0, lines), make([]int32, 0, lines)
	for part, payout := range payoutOf {
		copied := uint64(payout)<<1 | uint64(bit(json.At(part) == datasets.JSONForm))
		for list := ids.Value(part); list != ""; {
			id, rest, _ := strings.Cut(list, idEnd)
			hashes, of, list = append(hashes, mix(xxh3.HashString(id), copied)), append(of, payout), rest
		}
	}
	repeats := make([]bool, payouts)
	for _, line := range repeatedHashes(hashes) {
		repeats[of[line]] = true
	}
	return repeats
}

// rejectRepeats reports the payouts with repeated ids, each at its first place.
func rejectRepeats(t *pipeline.Task, parts arrow.Record, payoutOf []int32, repeats []bool) {
	if !slices.Contains(repeats, true) {
		return
	}
	first, place := make(map[int32]int32), placesOf(parts)
	for part, payout := range payoutOf {
		if known, ok := first[payout]; repeats[payout] && (!ok || place.compare(int32(part), known) < 0) {
			first[payout] = int32(part)
		}
	}
	id := datasets.PayoutID.In(parts)
	for payout := range int32(len(repeats)) {
		if part, ok := first[payout]; ok {
			t.Reject(pipeline.Finding{
				File: place.file(part), Row: place.row.Value(int(part)), Column: datasets.LineID.Name, Code: "line_id_repeated",
				Raw: id.Value(int(part)), Severity: pipeline.Warning, Dataset: datasets.RawPaymentHistory.Name,
				Message: "The payout has lines of several orders with one line id: the order is added to its ids.",
			})
		}
	}
}
