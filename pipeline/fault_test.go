package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ozpayout/pipeline/tabular"
)

// Of several damaged files the first by name is told, whoever meets which one first. The
// longer ones are read earlier, and those that are not small are recognised before.
func TestFirstDamagedFileIsTold(t *testing.T) {
	for name, most := range map[string]int{"small": tabular.BeginBytes, "large": 2 * tabular.BeginBytes} {
		t.Run(name, func(t *testing.T) {
			in := toyInput(t, 500)
			for i := range 60 {
				torn := "\x1f\x8b" + strings.Repeat("#", most-1000+10*i)
				if err := os.WriteFile(filepath.Join(in, fmt.Sprintf("q%02d.csv.gz", i)), []byte(torn), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for workers := range 8 {
				o := toyOptions(in, t.TempDir())
				o.Workers = workers + 1
				_, err := Run(context.Background(), toyPlan(), o)
				var damaged *InputError
				if !errors.As(err, &damaged) || damaged.File != "q00.csv.gz" {
					t.Fatalf("%v, want a complaint about q00.csv.gz", err)
				}
			}
		})
	}
}

// A file whose cells wait to be typed is told before a damaged one behind it.
func TestFaultBeforeDamageIsTold(t *testing.T) {
	in := t.TempDir()
	for name, text := range map[string]string{
		"a.csv": "posting_number,status,amount,currency,sold_on\n1001-0001-1,delivered,1.00,RUB,2026-03-01\n", "b.csv.gz": "\x1f\x8b#",
	} {
		if err := os.WriteFile(filepath.Join(in, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := newRun(&Plan{Stages: []*Stage{{Name: "use", Inputs: []*Dataset{rawSales}}}}, Options{In: in, Workers: 1})
	files, _, err := r.list(in)
	if err != nil {
		t.Fatal(err)
	}
	r.ledger.sizes[tableCurrency{rawSales.Name, "RUB"}] = mostMinor // there is no room for another amount
	_, err = r.read(t.Context(), r.recogniser(files, in), files, nil)
	var faulty *InputError
	if !errors.As(err, &faulty) || faulty.File != "a.csv" {
		t.Fatalf("%v, want a complaint about a.csv", err)
	}
}
