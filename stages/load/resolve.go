package load

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/zeebo/xxh3"

	"ozpayout/pipeline"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
)

// A resolution says what became of each row of a source.
type resolution struct {
	class []pipeline.Class
	// extra marks duplicates that say more than the row that is used: another
	// arrival of the same payout line (formats.md 9.2).
	extra []bool
	// steps lead from one version of a key to the next; of followed tables.
	steps []step
}

// A resolver decides which rows of a source are used.
type resolver struct {
	dataset *pipeline.Dataset
	key     []pipeline.Column
	// named is the key of rows that have an identity of their own: those whose
	// last column of it is filled. Nil for none.
	named []pipeline.Column
	// isWhole tells the rows that stand for all that named has without its last
	// column, which is their key; nil for none.
	isWhole func(row int) bool
	// beside are columns in which rows of one file may differ without
	// contradicting each other.
	beside []pipeline.Column
	// isCopy tells the rows of the second copy of an export, which are resolved
	// on their own; nil for none.
	isCopy func(row int) bool
	// followed tables keep how the versions of a key followed each other.
	followed bool
	// numbered tables have a key that rows of one file may share: they are
	// different rows, told apart by their turn in the order of their content.
	numbered bool
	// counted tables have no key: equal rows of one file are different rows, and
	// the n-th of them equals the n-th of another file.
	counted bool
}

// resolve applies the key rules of formats.md 9.1. Same key, same content: the
// row first by path and record number is loaded, the others are duplicates. Same
// key, other content: in one file all are rejected; in several the newest
// snapshot wins and the older are superseded; if none is newer all are rejected.
func (r *resolver) resolve(t *pipeline.Task, rec arrow.Record) resolution {
	n := int(rec.NumRows())
	out := resolution{class: make([]pipeline.Class, n), extra: make([]bool, n)}
	if n == 0 {
		return out
	}
	place := placesOf(rec)
	rows := repeatedHashes(r.hashes(rec))
	if len(rows) == 0 {
		return out
	}
	keys := r.keys(rec, rows)
	same := groups(keys, rows)
	if r.counted {
		for _, group := range same {
			slices.SortFunc(group, place.compare)
			r.countRows(group, place, &out)
		}
		return out
	}
	if len(same) == 0 {
		return out
	}
	// What rows say matters only where they share a key.
	compared := slices.Concat(same...)
	content := fingerprintsOf(compared, r.dataset, rec, r.isContent)
	if r.numbered {
		numberKeys(same, keys, content, place)
		same = groups(keys, rows)
	}
	var core []fingerprint
	if len(r.beside) > 0 {
		core = fingerprintsOf(compared, r.dataset, rec, func(c pipeline.Column) bool { return r.isContent(c) && !slices.Contains(r.beside, c) })
	}
	snapshot := r.snapshots(rec)
	for _, group := range same {
		slices.SortFunc(group, place.compare)
		g := grouped{rows: group, place: place, content: content, core: core, snapshot: snapshot, followed: r.followed}
		g.decide(&out)
		r.rejectConflicts(t, rec, &g, &out)
	}
	return out
}

// rejectConflicts reports the rows of a group that are quarantined, each beside another one
// that contradicts it.
func (r *resolver) rejectConflicts(t *pipeline.Task, rec arrow.Record, g *grouped, out *resolution) {
	rejected := slices.DeleteFunc(slices.Clone(g.rows), func(row int32) bool { return out.class[row] != pipeline.Quarantined })
	if len(rejected) == 0 {
		return
	}
	first, second := g.contradiction(rejected)
	for _, row := range rejected {
		other := first
		if g.content[row] == g.content[first] {
			other = second
		}
		column, said, otherSaid := r.difference(rec, row, other)
		t.Reject(pipeline.Finding{
			File: g.place.file(row), Sheet: sheetOf(r.dataset, rec, row), Row: g.place.row.Value(int(row)), Column: column,
			Code: "key_conflict", Raw: said, Severity: pipeline.Fault, Dataset: r.dataset.Name,
			Message: fmt.Sprintf("Another row has the same key and other content, and no export is newer: row %d of %s says %.80q.",
				g.place.row.Value(int(other)), g.place.file(other), otherSaid),
		})
	}
}

// difference returns the first column in which two rows of other content differ, and what
// each says. Columns in which rows of one file may differ come last.
func (r *resolver) difference(rec arrow.Record, row, other int32) (column, said, otherSaid string) {
	for i, c := range r.dataset.Columns {
		isBeside := slices.Contains(r.beside, c)
		if !r.isContent(c) || isBeside && column != "" {
			continue
		}
		a, b := cellText(rec.Column(i), c.Type(), int(row)), cellText(rec.Column(i), c.Type(), int(other))
		if a == b {
			continue
		}
		column, said, otherSaid = c.ColumnName(), a, b
		if !isBeside {
			break
		}
	}
	return column, said, otherSaid
}

// sheetOf returns the worksheet of a row, "" in a table without sheets.
func sheetOf(d *pipeline.Dataset, rec arrow.Record, row int32) string {
	if !slices.Contains(d.Columns, pipeline.Column(pipeline.FromSheet)) {
		return ""
	}
	return nullable.CopyCode(pipeline.FromSheet.In(rec), int(row))
}

// hashes returns a hash of each row: rows of one key have the same.
func (r *resolver) hashes(rec arrow.Record) []uint64 {
	hashes := zeros[uint64](int(rec.NumRows()))
	r.split(rec, allRows(rec)).each(r, rec, func(rows []int32, column arrow.Array) { addHashes(hashes, rows, column) })
	if r.isCopy != nil {
		for row := range hashes {
			if r.isCopy(row) {
				hashes[row] = mix(hashes[row], second.Lo)
			}
		}
	}
	return hashes
}

// keys returns the keys of some rows; of a counted table all that they say.
func (r *resolver) keys(rec arrow.Record, rows []int32) []fingerprint {
	keys := make([]fingerprint, rec.NumRows())
	split := r.split(rec, rows)
	split.each(r, rec, func(rows []int32, column arrow.Array) { addColumn(keys, rows, column) })
	if r.counted {
		return keys
	}
	r.addOrders(keys, split.named, r.named, rec)
	r.addOrders(keys, split.plain, r.key, rec)
	if r.isCopy != nil {
		for _, row := range rows {
			if r.isCopy(int(row)) {
				keys[row].add(second)
			}
		}
	}
	return keys
}

// addOrders adds the order to keys that do not have it. Rows of two orders meet
// in one partition or not, depending on how much data there is; so that the
// outcome does not, they never share a key.
func (r *resolver) addOrders(keys []fingerprint, rows []int32, key []pipeline.Column, rec arrow.Record) {
	if !slices.ContainsFunc(r.dataset.Partition, func(p pipeline.PartitionKey) bool { return !slices.Contains(key, pipeline.Column(p.Column)) }) {
		return
	}
	columns := make([]*array.String, len(r.dataset.Partition))
	for i, p := range r.dataset.Partition {
		columns[i] = p.Column.In(rec)
	}
	for _, row := range rows {
		for i, p := range r.dataset.Partition {
			if columns[i].IsNull(int(row)) {
				continue
			}
			text := columns[i].Value(int(row))
			if p.CutPosting {
				text = join.OrderOf(text)
			}
			keys[row].add(xxh3.HashString128(text))
			break
		}
	}
}

// keyedRows are rows by the kind of their key: those that have an identity of their
// own, those that stand for a whole, and the others.
type keyedRows struct{ named, plain, whole []int32 }

// each calls a function for each column of the keys of rows.
func (k *keyedRows) each(r *resolver, rec arrow.Record, add func(rows []int32, column arrow.Array)) {
	for i, c := range r.dataset.Columns {
		if len(k.named) > 0 && slices.Contains(r.named, c) {
			add(k.named, rec.Column(i))
		}
		if slices.Contains(r.key, c) || r.counted && r.isContent(c) {
			add(k.plain, rec.Column(i))
		}
		if len(k.whole) > 0 && slices.Contains(r.named[:len(r.named)-1], c) {
			add(k.whole, rec.Column(i))
		}
	}
}

// split tells rows apart by the kind of their key.
func (r *resolver) split(rec arrow.Record, rows []int32) *keyedRows {
	if r.named == nil {
		return &keyedRows{plain: rows}
	}
	names := pipeline.ValuesOf(rec, r.named[len(r.named)-1])
	k := &keyedRows{}
	for _, row := range rows {
		switch {
		case r.isWhole != nil && r.isWhole(int(row)):
			k.whole = append(k.whole, row)
		case names.IsValid(int(row)):
			k.named = append(k.named, row)
		default:
			k.plain = append(k.plain, row)
		}
	}
	return k
}

// numberKeys tells the rows of one key and one file apart.
func numberKeys(same [][]int32, keys, content []fingerprint, place *places) {
	for _, group := range same {
		slices.SortFunc(group, func(a, b int32) int {
			return cmp.Or(cmp.Compare(place.file(a), place.file(b)), compareFingerprints(content[a], content[b]), place.compare(a, b))
		})
		turn := 0
		for i, row := range group {
			if i == 0 || place.fileCode(row) != place.fileCode(group[i-1]) {
				turn = 0
			}
			turn++
			keys[row].add(xxh3.Uint128{Lo: uint64(turn)})
		}
	}
}

// isContent reports whether a column belongs to what a row says, as opposed to
// where and when it was said.
func (r *resolver) isContent(c pipeline.Column) bool {
	switch c {
	case pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow, pipeline.FromForm, pipeline.FromEncoding:
		return false
	}
	return r.dataset.Snapshot == nil || c != pipeline.Column(r.dataset.Snapshot)
}

// noSnapshot is older than any stamp and not comparable with itself.
const noSnapshot = arrow.Timestamp(-1 << 63)

func (r *resolver) snapshots(rec arrow.Record) func(int32) arrow.Timestamp {
	if r.dataset.Snapshot == nil {
		return func(int32) arrow.Timestamp { return noSnapshot }
	}
	stamps := r.dataset.Snapshot.In(rec)
	return func(row int32) arrow.Timestamp {
		if stamps.IsNull(int(row)) {
			return noSnapshot
		}
		return stamps.Value(int(row))
	}
}

// countRows keeps as many equal rows as the file with most of them has.
func (r *resolver) countRows(group []int32, place *places, out *resolution) {
	counts := map[int]int{}
	most := 0
	for _, row := range group {
		f := place.fileCode(row)
		counts[f]++
		if counts[f] > most {
			most = counts[f]
			continue
		}
		out.class[row] = pipeline.Duplicate
	}
}
