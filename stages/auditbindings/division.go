package auditbindings

import (
	"regexp"
	"strings"

	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/policy"
)

// An administrative unit below the province: a name and what it is.
var (
	unitSuffix = `(自治州|自治县|自治旗|地区|林区|新区|区|县|市|盟|旗)`
	unit       = regexp.MustCompile(`^(\p{Han}{1,10}?)` + unitSuffix)
	leadSuffix = regexp.MustCompile(`^` + unitSuffix)
)

// streetMarks stand in the names of streets and villages, not in those of units.
const streetMarks = "路街道巷号镇乡村"

// A division is the units of an address, from the province down to the county.
type division struct {
	province  string   // code, "" = not named
	rest      string   // folded, from after the province on
	units     []string // names without suffix
	hasCounty bool
}

func divisionOf(address string, provinces *policy.Provinces) division {
	folded := strings.Join(strings.Fields(cell.FoldWord(address)), "")
	d := division{}
	d.province, d.rest = cutProvince(folded, provinces)
	if after := strings.TrimSuffix(folded, d.rest); strings.HasSuffix(after, "市") {
		d.rest = strings.TrimPrefix(d.rest, after) // 北京市北京市朝阳区
	}
	for left := d.rest; !d.hasCounty && len(d.units) < 2; {
		match := unit.FindStringSubmatch(left)
		if match == nil || strings.ContainsAny(match[1], streetMarks) {
			break
		}
		d.units = append(d.units, match[1])
		switch match[2] {
		case "市", "自治州", "地区", "盟":
			d.hasCounty = len(d.units) == 2 // a county-level city
		default:
			d.hasCounty = true
		}
		left = left[len(match[0]):]
	}
	return d
}

// cutProvince takes the province off an address. A city may have the name of its
// province: 吉林市 is none.
func cutProvince(folded string, provinces *policy.Provinces) (code, rest string) {
	code, rest = provinces.Cut(folded)
	if leadSuffix.MatchString(rest) {
		return "", folded
	}
	return code, rest
}

// startsWith reports whether an address starts with units, whatever suffixes it
// gives them or leaves out.
func (d division) startsWith(units []string) bool {
	rest := d.rest
	for _, name := range units {
		after, ok := strings.CutPrefix(rest, name)
		if !ok {
			return false
		}
		rest = after[len(leadSuffix.FindString(after)):]
	}
	return true
}

// sameDivision says whether two Chinese addresses name the same county, with or
// without suffixes and province (A13); nil where they do not tell.
func sameDivision(a, b string, provinces *policy.Provinces) *bool {
	left, right := divisionOf(a, provinces), divisionOf(b, provinces)
	switch {
	case left.province != "" && right.province != "" && left.province != right.province:
		return new(false)
	case left.rest != "" && left.rest == right.rest,
		left.hasCounty && right.startsWith(left.units),
		right.hasCounty && left.startsWith(right.units):
		return new(true)
	case !left.hasCounty && !right.hasCounty,
		left.hasCounty && right.startsWith(left.units[len(left.units)-1:]),
		right.hasCounty && left.startsWith(right.units[len(right.units)-1:]):
		return nil
	}
	return new(false)
}
