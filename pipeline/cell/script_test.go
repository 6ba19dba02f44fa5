package cell

import "testing"

// A20: only Latin letters pass as an English message.
func TestA20Script(t *testing.T) {
	for text, want := range map[string]string{
		"Hello, ERR_3021!": "latin",
		"Ошибка 3021":      "cyrillic",
		"绑定失败":             "cjk",
		"ERR_3021 绑定失败":    "mixed",
		"Error, ошибка":    "mixed",
		"3021 !?":          "other",
		"\xff\xfe":         "other",
		"Ｆｕｌｌ ｗｉｄｔｈ":       "latin",
	} {
		if got := Script([]byte(text)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}
