//go:build !amd64

package tabular

// match is [matchWords].
func match(b []byte, value byte, masks []uint64) { matchWords(b, value, masks) }

// validUTF8 is [validUTF8Words].
func validUTF8(b []byte) bool { return validUTF8Words(b) }
