package policy

import (
	"cmp"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
)

// Provinces know the provinces of China by their spellings.
type Provinces struct {
	spellings []province // folded, the longest first
}

type province struct{ alias, code string }

// CNProvinces reads [datasets.CNProvinces].
func CNProvinces(t *pipeline.Task) (*Provinces, error) {
	rows := table[string, province]{name: datasets.CNProvinces.Name}
	err := each(t, datasets.CNProvinces, func(c cursor, at place) error {
		p := province{cell.FoldWord(c.Text(datasets.ProvinceAlias)), c.Code(datasets.ProvinceCode)}
		return rows.add(p.alias, p, at)
	})
	if err != nil {
		return nil, err
	}
	return &Provinces{slices.SortedFunc(slices.Values(rows.values()), func(a, b province) int {
		return cmp.Or(cmp.Compare(len(b.alias), len(a.alias)), cmp.Compare(a.alias, b.alias))
	})}, nil
}

// Code returns the ISO 3166-2 code of a province, "" for a spelling that is not
// known. Spellings are compared folded, as words are.
func (p *Provinces) Code(spelling string) string {
	if code, rest := p.Cut(cell.FoldWord(spelling)); rest == "" {
		return code
	}
	return ""
}

// Cut takes the province off the start of a folded text. Both are "" for an empty
// text; the code is "" and the text whole where it starts with no province.
func (p *Provinces) Cut(folded string) (code, rest string) {
	for _, known := range p.spellings {
		if rest, ok := strings.CutPrefix(folded, known.alias); ok {
			return known.code, rest
		}
	}
	return "", folded
}
