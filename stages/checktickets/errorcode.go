package checktickets

import (
	"regexp"
	"slices"

	"ozpayout/pipeline/cell"
)

// errorCode finds codes in folded text: err and four digits that stand alone, with
// blanks, underscores or dashes of any kind between them, or nothing.
var errorCode = regexp.MustCompile(`\berr[\s_\p{Pd}]*([0-9]{4})\b`)

// errorCodes returns the codes that a text quotes as ERR_ and four digits, each
// once, in the order of the text (A16): "err-3021 " quotes ERR_3021. Case and
// width of the letters do not matter.
func errorCodes(raw string) (codes []string) {
	for _, match := range errorCode.FindAllStringSubmatch(cell.FoldWord(raw), -1) {
		if code := "ERR_" + match[1]; !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	return codes
}
