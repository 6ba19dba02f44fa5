// Command results turns what measure wrote into the tables of RESULTS.md.
//
//	results peers  MEASURED FACTS RESULTS ORDERS   ratios per round and their medians
//	results growth MEASURED FACTS RESULTS OPTIONS  cost over orders, with the exponent
//
// MEASURED has one line per process, split by tabs: round (or orders), who, job,
// wall seconds, CPU seconds, resident MiB, MiB of the cgroup or "-". FACTS is the
// list of what the figures depend on. The section of these orders or options in
// RESULTS is replaced, all others stay; it goes to standard output, too.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "results:", err)
		os.Exit(1)
	}
}

func run(args []string, out io.Writer) error {
	if len(args) != 5 {
		return errors.New("usage: results peers|growth MEASURED FACTS RESULTS ORDERS|OPTIONS")
	}
	measured, err := os.ReadFile(args[1])
	if err != nil {
		return err
	}
	processes, err := parseProcesses(string(measured))
	if err != nil {
		return fmt.Errorf("%s: %w", args[1], err)
	}
	facts, err := os.ReadFile(args[2])
	if err != nil {
		return err
	}
	made, err := sectionOf(args[0], args[4], processes, string(facts))
	if err != nil {
		return err
	}
	old, err := os.ReadFile(args[3])
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if _, err := io.WriteString(out, made.body); err != nil {
		return err
	}
	return os.WriteFile(args[3], []byte(withSection(string(old), made)), 0o644)
}

func sectionOf(kind, subject string, processes []process, facts string) (section, error) {
	switch kind {
	case "peers":
		orders, err := strconv.Atoi(subject)
		if err != nil {
			return section{}, fmt.Errorf("orders: %w", err)
		}
		return peersSection(orders, processes, facts), nil
	case "growth":
		return growthSection(subject, processes, facts), nil
	default:
		return section{}, fmt.Errorf("unknown table %q", kind)
	}
}
