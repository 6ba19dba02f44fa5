//go:build !amd64

package tabular

// match is [matchWords].
func match(b []byte, value byte, masks []uint64) { matchWords(b, value, masks) }

// inspect is [inspectWords].
func inspect(b []byte) (isUTF8, hasNUL bool) { return inspectWords(b) }

// cutCells is [cutCellsWords].
func cutCells(cells []span, rest, base uint32, separators, behind []uint64) (count int, next uint32) {
	return cutCellsWords(cells, rest, base, separators, behind)
}
