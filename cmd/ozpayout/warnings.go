package main

import (
	"errors"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// warn logs refused files, rows that cannot be used, and that there is nothing to judge.
func (a *app) warn(o *runOptions, plan *pipeline.Plan, result *pipeline.Result, err error) {
	var quarantine *pipeline.QuarantineError
	switch {
	case errors.As(err, &quarantine):
		a.warnFindings(quarantine.Findings)
	case result != nil:
		for _, f := range result.Files {
			if f.Refused != "" {
				a.logger.Warn("file refused", "file", f.Name, "reason", f.Refused)
			}
		}
		if slices.Contains(plan.Sources(), datasets.RawPaymentHistory) && !hasPayments(result.Files) {
			a.logger.Warn("no payment history: no payout can be dated or judged", "template", "ozpayout template payment_history")
		}
		if future := result.Future; future != nil {
			a.logger.Warn("dates after today are not used as the as-of date", "file", future.File, "latest", future.Latest.FormattedString())
		}
		if n := rowsOf(result.Totals, pipeline.Quarantined); n > 0 {
			a.logger.Warn("rows quarantined", "rows", n, "limit_per_file", float64(o.quarantineLimit))
		}
		a.warnFindings(result.Findings)
	}
}

// warnRules logs the rules for files that no file is meant by: what they say, such as the
// zone of times, then holds for none, and nothing else would show a misspelt pattern.
func (a *app) warnRules(rules []pipeline.FileRule, files []*pipeline.SourceFile) {
	for _, rule := range rules {
		isMeant := func(f *pipeline.SourceFile) bool { return !isShipped(f.Name) && rule.Matches(f.Name) }
		if !slices.ContainsFunc(files, isMeant) {
			a.logger.Warn("no file matches this entry of files in the configuration", "match", rule.Match)
		}
	}
}

// hasPayments reports whether one of the files holds rows of payment history.
func hasPayments(files []*pipeline.SourceFile) bool {
	return slices.ContainsFunc(files, func(f *pipeline.SourceFile) bool {
		return f.Rows > 0 && slices.Contains(f.Datasets, datasets.RawPaymentHistory.Name)
	})
}

// warnFindings tells rows that are not used, each with its place: the first few
// of every file and reason; whether tables add up to the total that they state; and
// what in the folder is no file.
func (a *app) warnFindings(findings pipeline.FindingDigest) {
	for _, f := range findings.Told {
		switch f.Code {
		case pipeline.StatedTotalTies:
			a.logger.Info("stated total ties", "file", f.File, "sheet", f.Sheet, "total", f.Message)
		case pipeline.NotRegular:
			a.logger.Warn("file not read", "file", f.File, "reason", f.Message)
		case pipeline.PagesMissing:
			a.logger.Warn("pages of an answer are missing", "file", f.File, "sheet", f.Sheet, "reason", f.Message)
		case pipeline.StatedTotalDiffers:
			a.logger.Warn("stated total differs", "file", f.File, "sheet", f.Sheet, "total", f.Message)
		}
		if f.Severity == pipeline.Fault {
			a.logger.Warn("row not used", "file", f.File, "sheet", f.Sheet, "row", f.Row, "column", f.Column, "code", f.Code, "raw", shortened(f.Raw),
				"expected", f.Message)
		}
	}
	if findings.Untold > 0 {
		a.logger.Warn("further rows not used, of the same files and reasons", "rows", findings.Untold)
	}
	if findings.Warnings > 0 {
		a.logger.Warn("warnings about rows that are used, such as cells that cannot be read and are left empty: see the table findings", "warnings", findings.Warnings)
	}
}

// shortened returns a text for a line of a log: the workbook shows all of it.
func shortened(text string) string {
	const most = 200 // characters
	count := 0
	for at := range text {
		if count++; count > most {
			return text[:at] + "…"
		}
	}
	return text
}

// warnMemory tells that a run took much more memory than it was to plan with, and which
// file is the first to look at: the next night may need more than the machine has.
func (a *app) warnMemory(o *runOptions, plan *pipeline.Plan, totals []pipeline.ControlTotal) {
	taken := peakMemory()
	if !isOverrun(taken, int64(o.memory)) {
		return
	}
	about := []any{"taken", wholeMiB(taken), "memory", o.memory.String()}
	if t := largestWhole(plan, totals); t.RowsLoaded > 0 {
		about = append(about, "held_whole", t.File, "table", strings.TrimPrefix(t.Dataset, "raw_"), "rows", t.RowsLoaded)
	}
	a.logger.Warn("more memory was taken than was planned with", about...)
}
