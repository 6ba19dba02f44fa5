//go:build !amd64

package pack

// extractTexts is [extractTextsWords].
func extractTexts(dst []byte, width int, rows, ends []int32, text []byte, shapes *[maxShaped + 1]textShape) {
	extractTextsWords(dst, width, rows, ends, text, shapes)
}

// depositTexts is [depositTextsWords].
func depositTexts(dst, numbers []byte, width int, lengths []byte, shapes *[maxShaped + 1]textShape) {
	depositTextsWords(dst, numbers, width, lengths, shapes)
}
