package reports

import (
	"cmp"
	"strconv"
	"strings"
)

// code returns the label of a code of one of some kinds, the first that has it, and
// of several codes joined by blanks or bars those of all. What has no label is shown as
// it is: it came from data.
func (l *labels) code(kinds, code string) string {
	if text, ok := l.labelOf(kinds, code); ok {
		return text
	}
	var texts []string
	for part := range strings.FieldsFuncSeq(code, isBetweenCodes) {
		text, ok := l.labelOf(kinds, part)
		if !ok && !isISOCurrency(part) {
			return code
		}
		texts = append(texts, cmp.Or(text, part))
	}
	return cmp.Or(l.list(texts...), code)
}

func isBetweenCodes(r rune) bool { return r == ' ' || r == '|' }

func (l *labels) labelOf(kinds, code string) (text string, ok bool) {
	for kind := range strings.FieldsSeq(kinds) {
		if text, ok = l.texts["code."+kind+"."+code]; ok {
			return text, true
		}
	}
	return "", false
}

// sentence returns the label of a text that has codes or sentences of some kinds: one,
// several joined as those of [labels.code], sentences joined by semicolons, or figures of
// the form "code=number code=number". What has no label is shown as it is.
func (l *labels) sentence(kinds, text string) string {
	if figures, ok := l.figures(kinds, text); ok {
		return figures
	}
	if kinds != phrases {
		return l.code(kinds, text)
	}
	if label, ok := l.labelOf(kinds, text); ok {
		return label
	}
	clauses, isOurs := strings.Split(text, "; "), false
	for i, clause := range clauses {
		clauses[i] = l.code(kinds, clause)
		isOurs = isOurs || clauses[i] != clause
	}
	if !isOurs {
		return text
	}
	return l.list(clauses...)
}

// figures returns the labels of a text of the form "code=number code=number".
func (l *labels) figures(kinds, text string) (labelled string, ok bool) {
	var texts []string
	for part := range strings.FieldsSeq(text) {
		code, number, _ := strings.Cut(part, "=")
		label, ok := l.labelOf(kinds, code)
		if !ok || number == "" {
			return "", false
		}
		if _, err := strconv.ParseFloat(number, 64); err == nil {
			number = l.grouped(number)
		}
		texts = append(texts, l.pair(label, number))
	}
	return l.list(texts...), len(texts) > 0
}
