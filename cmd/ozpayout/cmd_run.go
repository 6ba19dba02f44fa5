package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/parquetio"
)

// runOptions are the flags of run.
type runOptions struct {
	in, out, config string
	asOf            dateValue
	policy          choice
	lang            languages
	marts           names
	memory          byteSize
	workers         count
	quarantineLimit share
	keepRuns        count
	strict          bool
	dryRun          bool
	logFormat       choice
	quiet           bool
}

func newRunOptions(packs []string) *runOptions {
	return &runOptions{
		policy: choice{"article-2024", packs}, lang: languages{"en", "zh"}, quarantineLimit: 0.01, keepRuns: count{3, 1},
		logFormat: choice{"", []string{"text", "json"}},
	}
}

func (o *runOptions) addFlags(f *pflag.FlagSet) {
	f.StringVar(&o.in, "in", "", "input folder `DIR` with exports (required)")
	f.StringVar(&o.out, "out", "", "output folder `DIR`, made if missing (required)")
	f.StringVar(&o.config, "config", "", "configuration `FILE`: see ozpayout template config")
	f.Var(&o.asOf, "as-of", "business date YYYY-MM-DD, Moscow (default the latest date of the data, up to today)")
	f.Var(&o.policy, "policy", "pack of rules that judges: "+strings.Join(o.policy.of, ", "))
	f.Var(&o.lang, "lang", "languages of the reports: en, zh, ru, or none")
	f.Var(&o.marts, "select", "marts to make, with what they need; no reports (default all marts)")
	f.Var(&o.memory, "memory", "memory to plan with; below 256MiB a run is slow, below 1MiB it is refused (default an eighth of the input, 416MiB to 2GiB)")
	f.Var(&o.workers, "workers", "goroutines at work; 0 = one per processor")
	f.Var(&o.quarantineLimit, "quarantine-limit", "largest share of the rows of a file that may be unusable")
	f.Var(&o.keepRuns, "keep-runs", "published runs kept, the newest included")
	f.BoolVar(&o.strict, "strict", false, "stop at a file that is not recognised")
	f.BoolVar(&o.dryRun, "dry-run", false, "recognise and count only; write nothing")
	f.Var(&o.logFormat, "log-format", "text or json (default text on a terminal, else json)")
	f.BoolVar(&o.quiet, "quiet", false, "print errors only")
}

func newRunCommand(a *app) *cobra.Command {
	o := newRunOptions(policyPacks())
	cmd := &cobra.Command{
		Use:   "run --in DIR --out DIR",
		Short: "Read a folder of exports and publish the result",
		Long: `Read every export in a folder, judge every payout line, and publish tables
(Parquet) and reports (workbooks) below the output folder by one atomic swap of
OUT/current. Files are recognised by content, never by name; hidden files are not
read, nor is the output folder where it lies in that of the exports. The same
inputs, configuration, as-of date and program give the same bytes; a second run
finds the first and changes nothing.

With --select only the named marts are made. Files that none of them needs are
recognised, but not read, so the latest date of the data is that of the others.
Without --as-of a date of the data that lies after today is a mistake, or planned,
and not taken for the as-of date: the log names the file.

Every flag may also be set in the environment (OZPAYOUT_MEMORY for --memory, and
so on), those that "ozpayout template config" prints also in the configuration
file. Flags win over the environment, the environment over the file.

` + exitHelp(),
		Example: `  ozpayout run --in shop/in --out out
  ozpayout run --in shop/in --out out --as-of 2024-09-30 --lang en,ru
  ozpayout run --in shop/in --out out --select payout_facts,delay_causes
  ozpayout run --in shop/in --out out --dry-run
  ozpayout template config > ozpayout.yaml
  ozpayout run --in shop/in --out out --config ozpayout.yaml --log-format json`,
		Args: arguments(cobra.NoArgs),
	}
	o.addFlags(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		// How to log is settled first: complaints about the rest use it.
		if err := fromEnvironment(cmd.Flags()); err != nil {
			return err
		}
		a.logger = newLogger(a.stderr, o.logFormat.value, o.quiet)
		return a.run(cmd.Context(), o, cmd.Flags())
	}
	return cmd
}

// fromEnvironment sets the flags that the command line leaves open.
func fromEnvironment(flags *pflag.FlagSet) (err error) {
	flags.VisitAll(func(f *pflag.Flag) {
		name := "OZPAYOUT_" + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, ok := os.LookupEnv(name)
		if f.Changed || !ok || f.Name == "help" || err != nil {
			return
		}
		if setErr := flags.Set(f.Name, value); setErr != nil {
			err = usagef("%s=%q: %w", name, value, reasonOf(setErr))
		}
	})
	return err
}

// fromConfig sets the flags that command line and environment leave open.
func fromConfig(flags *pflag.FlagSet, c *config) error {
	for _, s := range c.settings() {
		key := strings.ReplaceAll(s.flag, "-", "_")
		text, err := c.scalar(key, s.node)
		if err != nil {
			return err
		}
		// A value that is overridden must be right nevertheless.
		f := flags.Lookup(s.flag)
		before := f.Value.String()
		if err := f.Value.Set(text); err != nil {
			return c.at(s.node, "%s %q: %v", key, text, reasonOf(err))
		}
		if f.Changed {
			if err := f.Value.Set(before); err != nil {
				return err
			}
		}
	}
	return nil
}

func (a *app) run(ctx context.Context, o *runOptions, flags *pflag.FlagSet) error {
	rules, err := o.settle(ctx, flags)
	if err != nil {
		return err
	}
	plan, err := o.plan()
	if err != nil {
		return err
	}
	version, err := runVersion()
	if err != nil {
		return err
	}
	debug.SetGCPercent(400) // while there is memory: see planMemory
	options := pipelineOptions(o, rules, version)
	progress := a.newProgress(o)
	options.Progress = progress
	result, err := pipeline.Run(ctx, plan, options)
	progress.stop()
	a.warn(o, plan, result, err)
	if result != nil {
		a.warnRules(rules, result.Files)
	}
	if err != nil {
		return withAdvice(err)
	}
	if !result.Reused {
		a.warnMemory(o, plan, result.Totals)
	}
	switch {
	case o.quiet:
	case o.dryRun:
		a.printDryRun(o, result)
	default:
		return a.printSummary(o, result)
	}
	return nil
}

// settle completes the options by the configuration file, of which it returns the rules for
// input files.
func (o *runOptions) settle(ctx context.Context, flags *pflag.FlagSet) ([]pipeline.FileRule, error) {
	c, err := readConfig(ctx, o.config)
	if err != nil {
		return nil, err
	}
	if err := fromConfig(flags, c); err != nil {
		return nil, err
	}
	switch {
	case o.in == "":
		return nil, usagef("--in is missing: name the folder with the exports")
	case o.out == "":
		return nil, usagef("--out is missing: name the folder for the results")
	case isSameFile(o.in, o.out):
		return nil, usagef("--out is the folder with the exports: name one of its own")
	}
	if len(o.marts) > 0 {
		o.lang = nil // reports are made of all marts
	}
	if o.workers.n == 0 {
		o.workers.n = runtime.GOMAXPROCS(0)
	}
	return c.fileRules(batch())
}

// withAdvice returns an error of a run with what to do about it.
func withAdvice(err error) error {
	var quarantine *pipeline.QuarantineError
	var asOf *pipeline.AsOfError
	switch {
	case errors.As(err, &asOf):
		return &usageError{asOf} // whichever stage noticed first
	case errors.As(err, &quarantine):
		return fmt.Errorf("%w; correct them, or run with a higher --quarantine-limit to have them listed in the workbook", err)
	}
	return err
}

// isSameFile reports whether two paths lead to one file or folder that is there.
func isSameFile(a, b string) bool {
	infoA, errA := os.Stat(a)
	infoB, errB := os.Stat(b)
	return errA == nil && errB == nil && os.SameFile(infoA, infoB)
}

// plan is the batch, or the part of it that makes the selected marts.
func (o *runOptions) plan() (*pipeline.Plan, error) {
	if len(o.marts) == 0 {
		return batch(), nil
	}
	plan, err := batch().Select(o.marts)
	if err != nil {
		return nil, usagef("--select: %w", err)
	}
	return plan, nil
}

func pipelineOptions(o *runOptions, rules []pipeline.FileRule, version string) pipeline.Options {
	encoders := sync.OnceValues(func() (*parquetio.Encoders, error) {
		return parquetio.NewEncoders(min(o.workers.n, max(int(o.memory/encoderShare), 1)))
	})
	options := pipeline.Options{
		In: o.in, Out: o.out, AsOf: o.asOf.day, Today: today(), Pack: o.policy.value, Files: rules, Config: canonicalConfig(o, rules),
		QuarantineLimit: float64(o.quarantineLimit), MemoryFor: o.planMemory, Workers: o.workers.n, Strict: o.strict,
		Keep: o.keepRuns.n, Version: version, DryRun: o.dryRun,
		OpenMart: func(folder string, d *pipeline.Dataset) (pipeline.MartWriter, error) {
			shared, err := encoders()
			if err != nil {
				return nil, err
			}
			return parquetio.Create(folder, d, parquetio.Options{Encoders: shared})
		},
	}
	if len(o.lang) > 0 {
		options.Render = func(ctx context.Context, folder string, m *pipeline.Manifest) error {
			return renderReports(ctx, folder, o.lang, o.workers.n, m)
		}
	}
	return options
}

// today is the day of the run in Moscow. It only keeps wrong dates of the data from being
// the as-of date: nothing else knows the clock.
func today() *arrow.Date32 {
	moscow := time.FixedZone("Europe/Moscow", 3*60*60)
	year, month, day := time.Now().In(moscow).Date()
	return new(arrow.Date32FromTime(time.Date(year, month, day, 0, 0, 0, 0, time.UTC)))
}

// canonicalConfig returns what, besides inputs, policy and as-of date, decides
// the bytes of a run. Memory, workers and folders do not.
func canonicalConfig(o *runOptions, rules []pipeline.FileRule) []byte {
	data, err := json.Marshal(struct {
		Languages []string
		Marts     []string `json:",omitempty"`
		Files     []pipeline.FileRule
	}{o.lang, o.marts, rules})
	if err != nil {
		panic(err) // texts and maps of texts always encode
	}
	return data
}

// policyPacks returns the names of the shipped packs, in the order of the due
// rules.
func policyPacks() []string {
	rules, err := seedRecords(datasets.DueRules.Input.Seed)
	if err != nil {
		panic(err) // it is embedded
	}
	var packs []string
	at := slices.Index(rules[0], datasets.Pack.ColumnName())
	for _, rule := range rules[1:] {
		if !slices.Contains(packs, rule[at]) {
			packs = append(packs, rule[at])
		}
	}
	return packs
}
