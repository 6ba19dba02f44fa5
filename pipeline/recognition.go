package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"ozpayout/pipeline/cell"
	"ozpayout/pipeline/digest"
	"ozpayout/pipeline/tabular"
)

// A Recognition is one table of a file that is known: what dataset it is and
// which header feeds which column.
type Recognition struct {
	Name       string // path relative to the input folder
	File       *tabular.File
	Sheet      int
	Dataset    *Dataset
	Generation string
	Mapped     []Mapping // in the order of the dataset's fields; shared by tables of one header
	Unmapped   []string  // headers that nobody reads; shared, too

	zone        cell.Zone
	snapshot    cell.Micros               // stamp in the file name; noSnapshot without one
	separators  map[string]cell.Separator // by header of money columns
	isUnsampled bool                      // separators are found when the table, which is not cut, is scanned
	constants   map[Column]string         // may be shared: see setConstant
}

// continues reports whether a table can be typed together with one before: both
// have one header and one zone, and their numbers mean the same.
func (r *Recognition) continues(before *Recognition) bool {
	return r.Dataset == before.Dataset && len(r.Mapped) > 0 && len(r.Mapped) == len(before.Mapped) && &r.Mapped[0] == &before.Mapped[0] &&
		r.zone == before.zone && r.File.Form == before.File.Form && r.File.Date1904 == before.File.Date1904
}

// A Mapping is a header that feeds a field.
type Mapping struct {
	Field  Field
	Header string
}

// A Refusal says why nothing of a file is used.
type Refusal struct {
	Name    string
	Sums    digest.Sums // not known if the first bytes told enough
	Reason  string
	Closest string   // the nearest dataset and what is missing for it; empty if nothing is near
	Near    *Dataset // the nearest dataset, if half of the columns that it needs are there
	Damaged bool     // the file is broken, as opposed to unknown
	Changed bool     // it is damaged because somebody wrote to it while it was read
}

// said returns why nothing of the file is used, with the nearest dataset.
func (r *Refusal) said() string {
	if r.Closest == "" {
		return r.Reason
	}
	return r.Reason + "; closest: " + r.Closest
}

const noSnapshot = cell.Micros(-1 << 63)

// recognition tells of a table that matches a dataset all that typing its cells needs.
func (r *Recogniser) recognition(f *tabular.File, name string, sheet int, m *match, rule FileRule) (*Recognition, error) {
	d := m.dataset
	t := &Recognition{
		Name: name, File: f, Sheet: sheet, Dataset: d, Mapped: m.mapped, Unmapped: m.unmapped,
		snapshot: stampOf(name),
	}
	if m.generation != nil {
		t.Generation, t.constants = m.generation.Name, m.generation.Constants
	}
	head := toHeader(f.Sheets[sheet])
	for _, p := range d.Input.Preamble {
		if value := above(head, p.Pattern); value != "" {
			t.setConstant(p.Column, value)
		}
	}
	if holder := below(head, d.Input.HolderFrom); holder != "" && d.Holder != nil {
		t.setConstant(d.Holder, holder)
	}
	if len(rule.Constants) > 0 {
		for _, column := range d.Columns {
			if value, ok := rule.Constants[column.ColumnName()]; ok {
				t.setConstant(column, value)
			}
		}
	}
	zone, err := r.zone(rule.Zone, below(head, d.Input.ZoneFrom), d.Input.Zone)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	t.zone = zone
	if err := t.findSeparators(); err != nil {
		return nil, err
	}
	return t, nil
}

// setConstant gives a column of the table a constant, beside those of its generation, which
// it does not change.
func (r *Recognition) setConstant(column Column, value string) {
	constants := maps.Clone(r.constants)
	if constants == nil {
		constants = map[Column]string{}
	}
	constants[column] = value
	r.constants = constants
}

// toHeader returns the first rows of a sheet, of one whose header is known those
// down to it: what stands below is data.
func toHeader(sheet tabular.Sheet) [][]string {
	if sheet.Known && sheet.HeaderRow > 0 {
		return sheet.Head[:min(int(sheet.HeaderRow), len(sheet.Head))]
	}
	return sheet.Head
}

// below returns the cell under a preamble header.
func below(head [][]string, headers []string) string {
	for i := 0; i+1 < len(head); i++ {
		for j, h := range head[i] {
			if slices.ContainsFunc(headers, func(want string) bool { return cell.FoldHeader(want) == cell.FoldHeader(h) }) && j < len(head[i+1]) {
				return strings.TrimSpace(head[i+1][j])
			}
		}
	}
	return ""
}

// above returns the first group of a pattern in the first cell that it matches.
func above(head [][]string, pattern *regexp.Regexp) string {
	for _, row := range head {
		for _, text := range row {
			if found := pattern.FindStringSubmatch(text); found != nil {
				return found[1]
			}
		}
	}
	return ""
}

var gmtOffset = regexp.MustCompile(`^(?:GMT|UTC)\s*([+-]\s*\d{1,2})(?::?(\d{2}))?$`)

// zone takes the zone of the configuration, else of the preamble ("GMT +5"),
// else of the dataset.
func (r *Recogniser) zone(configured, preamble, declared string) (cell.Zone, error) {
	if configured == "" {
		if m := gmtOffset.FindStringSubmatch(preamble); m != nil {
			hours, _ := strconv.Atoi(strings.ReplaceAll(m[1], " ", ""))
			minutes, _ := strconv.Atoi(m[2])
			if hours < 0 {
				minutes = -minutes
			}
			return cell.NewZone(time.FixedZone(preamble, hours*3600+minutes*60)), nil
		}
		configured = declared
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	zone, ok := r.zones[configured]
	if !ok {
		location, err := time.LoadLocation(configured)
		if err != nil {
			return cell.Zone{}, fmt.Errorf("zone %q: %w", configured, err)
		}
		zone = cell.NewZone(location)
		r.zones[configured] = zone
	}
	return zone, nil
}

var fileStamp = regexp.MustCompile(`(?:^|\D)(20\d{6})(?:[_-]?([0-2]\d[0-5]\d[0-5]\d))?(?:\D|$)`)

// stampOf reads a stamp YYYYMMDD[_HHMMSS] in a file name, Moscow time.
func stampOf(name string) cell.Micros {
	name = path.Base(name)
	if !strings.Contains(name, "20") { // thousands of files may have no stamp
		return noSnapshot
	}
	m := fileStamp.FindStringSubmatch(name)
	if m == nil {
		return noSnapshot
	}
	clock := m[2]
	if clock == "" {
		clock = "000000"
	}
	t, err := time.Parse("20060102150405-0700", m[1]+clock+"+0300")
	if err != nil {
		return noSnapshot
	}
	return cell.Micros(t.UnixMicro())
}

// refusal says why no table of a file is known, and what the nearest match lacks.
func refusal(f *tabular.File, name string, nearest *match) *Refusal {
	r := &Refusal{Name: name, Reason: "unknown table: no header of a known export or canonical table"}
	switch {
	case len(f.Sheets) == 0:
		r.Reason = "no table in the file"
	case f.Form == tabular.JSON && !slices.ContainsFunc(f.Sheets, func(s tabular.Sheet) bool { return len(s.Header) > 0 }):
		r.Reason = "no records in the file: an empty answer of an API, or one about an error"
	}
	if nearest == nil || nearest.found == 0 {
		return r
	}
	if nearest.share() >= 0.5 {
		r.Near = nearest.dataset
	}
	switch report := nearest.dataset.Input.Report; {
	case len(nearest.duplicate) > 0:
		r.Reason = "duplicate_column: two headers for one column: " + strings.Join(nearest.duplicate, ", ")
		r.Closest = report
	case len(nearest.missing) > 0:
		r.Closest = fmt.Sprintf("%s, missing %s", report, strings.Join(nearest.missing, ", "))
	case nearest.dataset.Input.Known:
		r.Closest = report + ", of a generation that is not known"
	default:
		r.Closest = report + ", but most columns of the file are not of that table"
	}
	return r
}

var errEnough = errors.New("enough")

// findSeparators decides the decimal sign of each money column of a text file
// from its first rows: one sign per column, never per cell.
// A table that is not cut is sampled when it is typed: so its file is not read again
// for it.
func (r *Recognition) findSeparators() error {
	if r.File.Form != tabular.CSV {
		return nil
	}
	splits := r.File.Splits(r.Sheet, splitBytes)
	if r.isUnsampled = len(splits) == 1; r.isUnsampled {
		return nil
	}
	var headers []string
	for _, m := range r.Mapped {
		if m.Field.Column.Type() == MoneyType {
			headers = append(headers, m.Header)
		}
	}
	if len(headers) == 0 {
		return nil
	}
	return r.sampleSeparators(headers, splits[0])
}

// sampleSeparators decides the decimal signs of money columns from the first chunk of
// the first split.
func (r *Recognition) sampleSeparators(headers []string, first tabular.Split) error {
	r.separators = map[string]cell.Separator{}
	err := r.File.Scan(context.Background(), first, headers, func(c *tabular.Chunk) error {
		for col, h := range headers {
			r.separators[h] = separatorOf(c, col)
		}
		return errEnough
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// separatorOf decides the decimal sign of a column of a chunk.
func separatorOf(c *tabular.Chunk, col int) cell.Separator {
	cells := c.Column(col)
	return cell.SeparatorOf(func(yield func([]byte) bool) {
		for row := 0; row < c.Len() && yield(cells.At(row)); row++ {
		}
	})
}
