package vector

import "strings"

// Names numbers distinct names from 1 on, in the order in which they come; 0 is the
// empty name. A row that was grouped by numbers costs no hash of its texts.
type Names struct {
	list []string
	at   map[string]int32
}

// Number returns the number of a name, which is added if it is new.
func (n *Names) Number(name string) int32 {
	if name == "" {
		return 0
	}
	if at, ok := n.at[name]; ok {
		return at
	}
	if n.at == nil {
		n.at = make(map[string]int32)
	}
	name = strings.Clone(name)
	n.list = append(n.list, name)
	n.at[name] = int32(len(n.list))
	return int32(len(n.list))
}

// Name returns the name of a number.
func (n *Names) Name(number int32) string {
	if number == 0 {
		return ""
	}
	return n.list[number-1]
}

// List returns the names from number 1 on. It must not be changed.
func (n *Names) List() []string { return n.list }
