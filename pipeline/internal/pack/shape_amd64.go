package pack

import "golang.org/x/sys/cpu"

// movesBits says that the processor has fast PEXT and PDEP. Those of AMD before Zen 3 have
// the instructions in microcode, slower than the words; they lack ERMS, which all other
// processors with BMI2 have.
var movesBits = cpu.X86.HasBMI2 && cpu.X86.HasERMS

// extractTexts is [extractTextsWords].
func extractTexts(dst []byte, width int, rows, ends []int32, text []byte, shapes *[maxShaped + 1]textShape) {
	if !movesBits || len(rows) == 0 {
		extractTextsWords(dst, width, rows, ends, text, shapes)
		return
	}
	_ = dst[width*len(rows)+Slack-1]
	extractTextsBMI2(&dst[0], width, &rows[0], len(rows), &ends[0], &text[0], &shapes[0])
}

// depositTexts is [depositTextsWords].
func depositTexts(dst, numbers []byte, width int, lengths []byte, shapes *[maxShaped + 1]textShape) {
	if !movesBits || len(lengths) == 0 {
		depositTextsWords(dst, numbers, width, lengths, shapes)
		return
	}
	_ = numbers[width*len(lengths)+Slack-1]
	depositTextsBMI2(&dst[0], &numbers[0], width, &lengths[0], len(lengths), &shapes[0])
}

//go:noescape
func extractTextsBMI2(dst *byte, width int, rows *int32, count int, ends *int32, text *byte, shapes *textShape)

//go:noescape
func depositTextsBMI2(dst, numbers *byte, width int, lengths *byte, count int, shapes *textShape)
