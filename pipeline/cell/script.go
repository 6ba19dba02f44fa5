package cell

import "unicode"

// Script names the script that the letters of a text are written in: "latin",
// "cyrillic" or "cjk", "mixed" where two of these occur, "other" where none does.
// Letters of other scripts, digits and signs do not count.
func Script(text []byte) string {
	found := ""
	for _, r := range string(text) {
		var script string
		switch {
		case unicode.Is(unicode.Latin, r):
			script = "latin"
		case unicode.Is(unicode.Cyrillic, r):
			script = "cyrillic"
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul):
			script = "cjk"
		default:
			continue
		}
		if found != "" && found != script {
			return "mixed"
		}
		found = script
	}
	if found == "" {
		return "other"
	}
	return found
}
