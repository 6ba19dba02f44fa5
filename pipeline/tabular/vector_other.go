//go:build !amd64

package tabular

// match is [matchWords].
func match(b []byte, value byte, masks []uint64) { matchWords(b, value, masks) }

// inspect is [inspectWords].
func inspect(b []byte) (isUTF8, hasNUL bool) { return inspectWords(b) }
