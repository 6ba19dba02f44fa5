package reports

import (
	"regexp"
	"strings"
	"testing"
)

// TestChineseTexts: Chinese has punctuation of its own, and no blanks beside its characters.
func TestChineseTexts(t *testing.T) {
	const han = `[\p{Han}（）【】《》“”]`
	foreign := regexp.MustCompile(han + `[,;:()!?]|[,;:()!?]` + han + `|` + han + ` | ` + han)
	for key, text := range labelsOf(t, "zh").texts {
		// Names of the export and of menus stand in Latin letters, with blanks of their own.
		if found := foreign.FindString(text); found != "" && !strings.Contains(text, " > ") {
			t.Errorf("%s: %q in %q", key, found, text)
		}
	}
}

// TestHeadings: a heading is a name with its unit: in Chinese no brackets in brackets, and
// in no language the unit after a name that ends in it.
func TestHeadings(t *testing.T) {
	nested := regexp.MustCompile(`（[^）]*（`)
	for _, language := range Languages {
		l := labelsOf(t, language)
		for _, s := range sheets {
			for i, heading := range l.headings(s) {
				if nested.MatchString(heading) {
					t.Errorf("%s: brackets in brackets in the heading %q of %s", language, heading, s.Key)
				}
				if unit := l.unit(&s.Columns[i]); unit != "" && strings.Count(heading, unit) > 1 && strings.ContainsFunc(unit, isLetter) {
					t.Errorf("%s: unit twice in the heading %q of %s", language, heading, s.Key)
				}
			}
		}
	}
}

func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'а' && r <= 'я' || r >= '一' && r <= '龥'
}

// TestRussianPlurals: a noun after a number has other forms after 1, 2 and 5, so that no
// word stands after a number that is put into a text.
func TestRussianPlurals(t *testing.T) {
	word := regexp.MustCompile(`%(\[[0-9]\])?[sd] \p{Cyrillic}`)
	for key, text := range labelsOf(t, "ru").texts {
		if word.MatchString(text) {
			t.Errorf("%s: %q is wrong after 1 or after 5", key, text)
		}
	}
}
