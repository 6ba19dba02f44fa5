package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"ozpayout/cmd/ozpayout/internal/shop"
	"ozpayout/pipeline"
)

func newDemoCommand(a *app) *cobra.Command {
	o := shop.Options{}
	from := dateValue{}
	cmd := &cobra.Command{
		Use:   "demo DIR",
		Short: "Write the exports of a made-up shop, and the truth about them",
		Long: `Write the exports of a made-up shop to DIR/in, and beside them the truth:
truth.csv (due date, arrival and causes of every late line), truth_summary.csv,
truth_bindings.csv, truth_tiers.csv and others of what else was planted, and
expected.csv (rows that must be quarantined or are duplicates). Equal flags give
equal bytes.

` + exitHelp(exitOK, exitUsage, exitOutput, exitInterrupted, exitTerminated),
		Example: `  ozpayout demo --orders 500 small-shop
  ozpayout demo --orders 20000 --seed 7 --from 2024-04-01 --days 120 big-shop`,
		Args: arguments(cobra.ExactArgs(1)),
	}
	cmd.Flags().Int64Var(&o.Orders, "orders", 3000, "number `N` of orders")
	cmd.Flags().Uint64Var(&o.Seed, "seed", 1, "seed `N` of every choice")
	cmd.Flags().Var(&from, "from", "date of the first order (default 2024-07-01)")
	cmd.Flags().IntVar(&o.Days, "days", 92, "number `N` of days with orders; the last one is the as-of date")
	cmd.Flags().IntVar(&o.Sellers, "sellers", 3, "number `N` of sellers")
	cmd.Flags().BoolVar(&o.Packed, "zstd", false, "pack all exports but workbooks by zstd")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if o.Sellers < 1 {
			return usagef("--sellers %d: expected a number from 1", o.Sellers)
		}
		o.From = time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC)
		if from.day != nil {
			o.From = from.day.ToTime()
		}
		return a.demo(cmd.Context(), args[0], o)
	}
	return cmd
}

func (a *app) demo(ctx context.Context, dir string, o shop.Options) error {
	summary, err := shop.Write(ctx, dir, o)
	var disk *fs.PathError
	switch {
	case errors.As(err, &disk):
		return &pipeline.OutputError{Path: disk.Path, Err: disk.Err}
	case errors.Is(err, context.Canceled):
		return err
	case err != nil: // the options do not make a shop, or there is one already
		return &usageError{err}
	}
	fmt.Fprintf(a.stdout, "%d orders, %d postings, %d payouts with %d lines, %d of them late, in %d files\n",
		summary.Orders, summary.Postings, summary.Payouts, summary.PayoutLines, summary.LateLines, summary.Files)
	fmt.Fprintf(a.stdout, "next: ozpayout run --in %s --out %s --as-of %s\n",
		printable(filepath.Join(dir, "in")), printable(filepath.Join(dir, "out")), summary.AsOf.Format(time.DateOnly))
	return nil
}
