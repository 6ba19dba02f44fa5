package main

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

func rowsOf(totals []pipeline.ControlTotal, class pipeline.Class) int64 {
	var n int64
	for _, t := range totals {
		n += classRows(t)[class]
	}
	return n
}

// classRows returns the rows of a control total by class.
func classRows(t pipeline.ControlTotal) [5]int64 {
	return [...]int64{
		pipeline.Loaded: t.RowsLoaded, pipeline.Duplicate: t.RowsDuplicate, pipeline.Superseded: t.RowsSuperseded,
		pipeline.Quarantined: t.RowsQuarantined, pipeline.NotData: t.RowsNotData,
	}
}

// printSummary tells what a run has published.
func (a *app) printSummary(o *runOptions, r *pipeline.Result) error {
	state := "published"
	if r.Reused {
		state = "unchanged: the same run was published before"
	}
	fmt.Fprintf(a.stdout, "run %s as of %s%s, policy %s: %s\n\n", r.ID, r.AsOf.FormattedString(), o.asOfSource(), o.policy.value, state)
	a.printFiles(r.Files)
	a.printRows(r.Totals, pipeline.Loaded, pipeline.Duplicate, pipeline.Superseded, pipeline.Quarantined, pipeline.NotData)
	a.printStated(r.Findings.Told)
	if len(o.marts) > 0 {
		a.printMarts(r.Manifest.Datasets)
	} else if err := a.printJudgement(marts{r.Dir, r.AsOf.FormattedString()}); err != nil {
		return err
	}
	fmt.Fprintf(a.stdout, "tables   %s\n", printable(filepath.Join(r.Dir, "datasets")))
	reports, err := reportFiles(r.Dir)
	if err != nil {
		return err
	}
	for _, path := range reports {
		fmt.Fprintf(a.stdout, "report   %s\n", printable(path))
	}
	if r.Spilled > 0 {
		fmt.Fprintf(a.stdout, "spilled  %.1f MiB of rows went to disk and back: with more than --memory %s the run may be faster\n", float64(r.Spilled)/(1<<20), &o.memory)
	}
	fmt.Fprintf(a.stdout, "newest   %s\n", printable(filepath.Join(o.out, "current")))
	return nil
}

// asOfSource tells where the as-of date is from if nobody gave it.
func (o *runOptions) asOfSource() string {
	if o.asOf.day != nil {
		return ""
	}
	return " (the latest date of the data up to today)"
}

// printMarts tells what was selected.
func (a *app) printMarts(made []pipeline.ManifestDataset) {
	for _, d := range made {
		fmt.Fprintf(a.stdout, "mart     %s: %d rows\n", d.Name, d.Rows)
	}
	fmt.Fprintln(a.stdout)
}

// printJudgement tells what the batch found out.
func (a *app) printJudgement(m marts) error {
	if err := a.printPayouts(m); err != nil {
		return err
	}
	return a.printClaims(m)
}

// printFiles counts the input files and names those that are not used.
func (a *app) printFiles(files []*pipeline.SourceFile) {
	var used, unread int
	var refused []*pipeline.SourceFile
	for _, f := range files {
		switch {
		case isShipped(f.Name):
		case f.Refused != "":
			refused = append(refused, f)
		case f.Unread:
			unread++
		default:
			used++
		}
	}
	fmt.Fprintf(a.stdout, "files    %d used, %d refused", used, len(refused))
	if unread > 0 {
		fmt.Fprintf(a.stdout, ", %d not needed", unread)
	}
	fmt.Fprintln(a.stdout)
	for _, f := range refused {
		fmt.Fprintf(a.stdout, "         %s: %s\n", printable(f.Name), printable(f.Refused))
	}
	fmt.Fprintln(a.stdout)
}

// isShipped reports whether an input is a reference table of the program.
func isShipped(name string) bool { return strings.HasPrefix(name, pipeline.SeedPrefix) }

// printRows tells how many rows of each table ended in the given classes.
func (a *app) printRows(totals []pipeline.ControlTotal, classes ...pipeline.Class) {
	rows := map[string][5]int64{}
	for _, t := range totals {
		if isShipped(t.File) {
			continue
		}
		sum := rows[t.Dataset]
		for class, n := range classRows(t) {
			sum[class] += n
		}
		rows[t.Dataset] = sum
	}
	header := []string{"rows of"}
	for _, class := range classes {
		header = append(header, strings.ReplaceAll(class.String(), "_", " "))
	}
	w := a.newTable(header...)
	for _, dataset := range slices.Sorted(maps.Keys(rows)) {
		line := table.Row{printable(strings.TrimPrefix(dataset, "raw_"))}
		for _, class := range classes {
			line = append(line, rows[dataset][class])
		}
		w.AppendRow(line)
	}
	w.Render()
	fmt.Fprintln(a.stdout)
}

// printStated tells which tables do not add up to the total that they state.
func (a *app) printStated(findings []pipeline.Finding) {
	ties, differs := 0, []pipeline.Finding{}
	for _, f := range findings {
		switch f.Code {
		case pipeline.StatedTotalTies:
			ties++
		case pipeline.StatedTotalDiffers:
			differs = append(differs, f)
		}
	}
	if ties+len(differs) == 0 {
		return
	}
	fmt.Fprintf(a.stdout, "stated   %d tables add up to the total that they state, %d do not\n", ties, len(differs))
	for _, f := range differs {
		fmt.Fprintf(a.stdout, "         %s: %s\n", printable(strings.TrimSpace(f.File+" "+f.Sheet)), printable(f.Message))
	}
	fmt.Fprintln(a.stdout)
}

// newTable returns a plain table on standard output: texts left, numbers right.
func (a *app) newTable(header ...string) table.Writer {
	w := table.NewWriter()
	w.SetOutputMirror(a.stdout)
	w.SetStyle(table.StyleLight)
	w.Style().Format.Header = text.FormatDefault
	line := make(table.Row, len(header))
	for i, h := range header {
		line[i] = h
	}
	w.AppendHeader(line)
	return w
}

// payoutCounts are the payout lines of a run.
type payoutCounts struct {
	lines, judged, late, open, tickets int64
	toCome                             int64 // of the open ones, those settled after the as-of date
	causes                             map[string]*causeCount
}

// A causeCount is what a cause did to late lines.
type causeCount struct {
	code  string
	first int64 // lines of which it is the first cause in order of precedence
	lines int64 // lines that it delays
	days  int64 // late days, by precedence
}

func (m marts) countPayouts() (*payoutCounts, error) {
	n := &payoutCounts{causes: map[string]*causeCount{}}
	cause := func(code string) *causeCount {
		if n.causes[code] == nil {
			n.causes[code] = &causeCount{code: code}
		}
		return n.causes[code]
	}
	for rec, err := range m.batches(datasets.PayoutFacts, datasets.IsLate, datasets.IsOpen, datasets.SettledOn, datasets.PrecedenceCause) {
		if err != nil {
			return nil, err
		}
		for at := range int(rec.NumRows()) {
			r := row{rec, at}
			n.lines++
			if !r.has(datasets.IsLate) {
				continue
			}
			n.judged++
			if r.flag(datasets.IsLate) {
				n.late++
				cause(r.text(datasets.PrecedenceCause)).first++
			}
			if r.flag(datasets.IsOpen) {
				n.open++
				if r.text(datasets.SettledOn) > m.asOf {
					n.toCome++
				}
			}
		}
	}
	for rec, err := range m.batches(datasets.Escalations, datasets.EscalationReason) {
		if err != nil {
			return nil, err
		}
		n.tickets += rec.NumRows()
	}
	for rec, err := range m.batches(datasets.DelayCauses, datasets.LineCause, datasets.PrecedenceDays) {
		if err != nil {
			return nil, err
		}
		for at := range int(rec.NumRows()) {
			r := row{rec, at}
			c := cause(r.text(datasets.LineCause))
			c.lines++
			c.days += r.number(datasets.PrecedenceDays)
		}
	}
	return n, nil
}

// printPayouts tells how many lines are late, and why.
func (a *app) printPayouts(m marts) error {
	n, err := m.countPayouts()
	if err != nil {
		return err
	}
	toCome := ""
	if n.toCome > 0 {
		toCome = fmt.Sprintf(" (%d settled later)", n.toCome)
	}
	fmt.Fprintf(a.stdout, "payouts  %d lines, %d judged: %d late%s, %d open%s, %d to raise a ticket for\n\n",
		n.lines, n.judged, n.late, prefixed(" (", suffixed(percent(n.late, n.judged), ")")), n.open, toCome, n.tickets)
	if len(n.causes) == 0 {
		return nil
	}
	causes := slices.SortedFunc(maps.Values(n.causes), func(x, y *causeCount) int {
		return cmp.Or(cmp.Compare(y.first, x.first), cmp.Compare(y.lines, x.lines), cmp.Compare(x.code, y.code))
	})
	w := a.newTable("cause", "lines, first cause", "share", "lines, any cause", "late days")
	for _, c := range causes {
		w.AppendRow(table.Row{c.code, c.first, percent(c.first, n.late), c.lines, c.days})
	}
	w.Render()
	fmt.Fprintln(a.stdout)
	return nil
}

// percent returns "12.3 %", or nothing where there is no whole.
func percent(part, whole int64) string {
	if whole == 0 {
		return ""
	}
	return strconv.FormatFloat(100*float64(part)/float64(whole), 'f', 1, 64) + " %"
}

// printDryRun tells what a run would read.
func (a *app) printDryRun(o *runOptions, r *pipeline.Result) {
	fmt.Fprintf(a.stdout, "dry run as of %s%s: nothing is written; ozpayout inspect shows the columns\n\n", r.AsOf.FormattedString(), o.asOfSource())
	w := a.newTable("file", "read as", "form", "rows")
	for _, f := range r.Files {
		switch {
		case isShipped(f.Name):
		case f.Refused != "":
			w.AppendRow(table.Row{printable(f.Name), "refused: " + printable(f.Refused), "", ""})
		default:
			w.AppendRow(table.Row{printable(f.Name), strings.ReplaceAll(strings.Join(f.Datasets, ", "), "raw_", ""), f.Dialect, f.Rows})
		}
	}
	w.Render()
	fmt.Fprintln(a.stdout)
	// Which copy of a row would be loaded, only the stages tell.
	a.printRows(r.Totals, pipeline.Quarantined, pipeline.NotData)
	a.printStated(r.Findings.Told)
}
