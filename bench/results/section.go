package main

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// section is a marked part of RESULTS.md.
type section struct {
	kind, subject string // subject: orders, or a name for options
	body          string // ends in a line feed
}

var marked = regexp.MustCompile(`(?ms)^<!-- begin (\w+) ([\w-]+) -->\n(.*?)^<!-- end -->\n`)

// withSection puts a section into a text, in place of the one about the same, and
// sorts them. What stands before the first is kept; nothing stands between them.
func withSection(text string, made section) string {
	found := []section{made}
	head := text
	for i, at := range marked.FindAllStringSubmatchIndex(text, -1) {
		if i == 0 {
			head = text[:at[0]]
		}
		old := section{text[at[2]:at[3]], text[at[4]:at[5]], text[at[6]:at[7]]}
		if old.kind != made.kind || old.subject != made.subject {
			found = append(found, old)
		}
	}
	slices.SortFunc(found, func(a, b section) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(number(a.subject), number(b.subject)), cmp.Compare(a.subject, b.subject))
	})
	var all strings.Builder
	if head = strings.TrimRight(head, "\n"); head != "" {
		all.WriteString(head + "\n\n")
	}
	for i, s := range found {
		if i > 0 {
			all.WriteString("\n")
		}
		fmt.Fprintf(&all, "<!-- begin %s %s -->\n%s<!-- end -->\n", s.kind, s.subject, s.body)
	}
	return all.String()
}

// number returns 0 for a subject that is none.
func number(subject string) int {
	n, err := strconv.Atoi(subject)
	if err != nil {
		return 0
	}
	return n
}
