package pipeline

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/google/go-cmp/cmp"

	"ozpayout/pipeline/digest"
)

// aPDF is a file that is refused by its first bytes.
const aPDF = "report.pdf"

// reusableInput is an input folder of which one file is refused.
func reusableInput(t *testing.T) string {
	t.Helper()
	in := toyInput(t, 200)
	if err := os.WriteFile(filepath.Join(in, aPDF), []byte("%PDF-1.7 a"), 0o644); err != nil {
		t.Fatal(err)
	}
	return in
}

// changeByte changes the byte before the last of a file and nothing else that is
// told of it.
func changeByte(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	data[len(data)-2] ^= 1
	return errors.Join(os.WriteFile(path, data, 0o644), os.Chtimes(path, info.ModTime(), info.ModTime()))
}

func TestASecondRunIsTheFirst(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(o *Options, first *Result) error
	}{
		{"nothing changed", func(*Options, *Result) error { return nil }},
		{"files touched", func(o *Options, _ *Result) error {
			return errors.Join(os.Chtimes(filepath.Join(o.In, "sales/0.csv"), time.Unix(1, 0), time.Unix(2, 0)), os.Chtimes(o.In, time.Unix(3, 0), time.Unix(4, 0)))
		}},
		{"folder moved", func(o *Options, _ *Result) error {
			in := o.In
			o.In += "-moved"
			return os.Rename(in, o.In)
		}},
		{"the as-of date of the data given", func(o *Options, first *Result) error { o.AsOf = &first.AsOf; return nil }},
		{"another number of workers and less memory", func(o *Options, _ *Result) error { o.Workers, o.Memory = 1, 1<<20; return nil }},
		{"a limit that the run keeps", func(o *Options, _ *Result) error { o.QuarantineLimit = 0; return nil }},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := toyOptions(reusableInput(t), t.TempDir())
			first := runToy(t, o)
			if err := test.change(&o, first); err != nil {
				t.Fatal(err)
			}
			second := runToy(t, o)
			if first.Reused || !second.Reused || second.ID != first.ID || second.Dir != first.Dir || second.AsOf != first.AsOf {
				t.Errorf("first %s reused %v, second %s reused %v", first.ID, first.Reused, second.ID, second.Reused)
			}
			if diff := cmp.Diff(first.Manifest, second.Manifest); diff != "" {
				t.Errorf("manifest read back (-written +read):\n%s", diff)
			}
			told := func(f *SourceFile) SourceFile {
				return SourceFile{Name: f.Name, SHA256: f.SHA256, XXH3: f.XXH3, Bytes: f.Bytes, Datasets: f.Datasets, Rows: f.Rows, Refused: f.Refused}
			}
			for i, f := range second.Files {
				if diff := cmp.Diff(told(first.Files[i]), *f, cmp.AllowUnexported(SourceFile{})); diff != "" {
					t.Errorf("file of the result (-first +second):\n%s", diff)
				}
			}
		})
	}
}

// The manifest has the checksums of every input, of a refused one too.
func TestInputsHaveTheirChecksums(t *testing.T) {
	o := toyOptions(reusableInput(t), t.TempDir())
	run := runToy(t, o)
	for i, in := range run.Manifest.Inputs {
		if run.Files[i].isSeed() {
			continue
		}
		content, err := os.ReadFile(filepath.Join(o.In, in.Name))
		if err != nil {
			t.Fatal(err)
		}
		if sha, xxh := digest.Of(content).Hex(); in.SHA256 != sha || in.XXH3 != xxh {
			t.Errorf("%s: %s and %s, want %s and %s", in.Name, in.SHA256, in.XXH3, sha, xxh)
		}
	}
}

func TestADateThatWasGivenIsFoundInTheData(t *testing.T) {
	o := toyOptions(reusableInput(t), t.TempDir())
	latest := runToy(t, o).AsOf
	earlier := latest - 1
	for _, asOf := range []*arrow.Date32{&latest, &earlier, nil} {
		o.Out = t.TempDir()
		o.AsOf = asOf
		runToy(t, o)
		o.AsOf = nil
		if second := runToy(t, o); second.Reused != (asOf != &earlier) || second.AsOf != latest {
			t.Errorf("without a date after a run as of %v: as of %v, reused %v", asOf, second.AsOf, second.Reused)
		}
	}
}

func TestAChangedRunIsMade(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(o *Options) error
	}{
		{"a byte of an input", func(o *Options) error { return changeByte(filepath.Join(o.In, "sales/3.csv")) }},
		{"a byte of a refused input", func(o *Options) error { return changeByte(filepath.Join(o.In, aPDF)) }},
		{"an input more", func(o *Options) error {
			return os.WriteFile(filepath.Join(o.In, "more.pdf"), []byte("%PDF-1.7 b"), 0o644)
		}},
		{"an input less", func(o *Options) error { return os.Remove(filepath.Join(o.In, "sales/3.csv")) }},
		{"an input renamed", func(o *Options) error {
			return os.Rename(filepath.Join(o.In, "sales/3.csv"), filepath.Join(o.In, "sales/9.csv"))
		}},
		{"the configuration", func(o *Options) error { o.Config = []byte("zone: UTC"); return nil }},
		{"the pack", func(o *Options) error { o.Pack = "another"; return nil }},
		{"the program", func(o *Options) error { o.Version = "2"; return nil }},
		{"the as-of date", func(o *Options) error { day := arrow.Date32(20_000); o.AsOf = &day; return nil }},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := toyOptions(reusableInput(t), t.TempDir())
			first := runToy(t, o)
			if err := test.change(&o); err != nil {
				t.Fatal(err)
			}
			if second := runToy(t, o); second.Reused || second.ID == first.ID {
				t.Errorf("run %s was made, run %s reused %v", first.ID, second.ID, second.Reused)
			}
		})
	}
}

func TestARunThatWouldBeRefusedIsNotReused(t *testing.T) {
	o := toyOptions(reusableInput(t), t.TempDir())
	o.QuarantineLimit = 1
	bad := "posting_number,status,amount,currency,sold_on\n1-2-3,new,ten,RUB,2026-01-01\n1-2-4,new,10.00,RUB,2026-01-01\n"
	if err := os.WriteFile(filepath.Join(o.In, "bad.csv"), []byte(bad), 0o644); err != nil {
		t.Fatal(err)
	}
	runToy(t, o)
	strict, limited := o, o
	strict.Strict = true
	limited.QuarantineLimit = 0.1
	var input *InputError
	if _, err := Run(context.Background(), toyPlan(), strict); !errors.As(err, &input) {
		t.Errorf("got %v, want an input error: one file is refused", err)
	}
	var quarantine *QuarantineError
	if _, err := Run(context.Background(), toyPlan(), limited); !errors.As(err, &quarantine) {
		t.Errorf("got %v, want a quarantine error: half of the rows of a file are bad", err)
	}
}

func TestADamagedRunIsMadeAgain(t *testing.T) {
	for _, test := range []struct {
		name   string
		damage func(path string) error
	}{
		{"a byte of a mart", changeByte},
		{"a mart cut off", func(path string) error { return os.Truncate(path, 10) }},
		{"a mart removed", os.Remove},
		{"a file added", func(path string) error { return os.WriteFile(path+".more", nil, 0o640) }},
		{"no manifest", func(path string) error {
			return os.Remove(filepath.Join(filepath.Dir(path), "../../..", manifestName))
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			o := toyOptions(toyInput(t, 200), t.TempDir())
			first := runToy(t, o)
			want := publishedFiles(t, o.Out)
			mart := slices.IndexFunc(first.Manifest.Outputs, func(f ManifestFile) bool { return f.Bytes > 100 })
			if err := test.damage(filepath.Join(first.Dir, first.Manifest.Outputs[mart].Path)); err != nil {
				t.Fatal(err)
			}
			if again := runToy(t, o); again.Reused || again.ID != first.ID {
				t.Errorf("run %s was made, run %s reused %v", first.ID, again.ID, again.Reused)
			}
			if diff := cmp.Diff(want, publishedFiles(t, o.Out)); diff != "" {
				t.Errorf("repaired run (-want +got):\n%s", diff)
			}
		})
	}
}

// namedPhases notes which phases a run has.
type namedPhases struct {
	silent
	names []string
}

func (p *namedPhases) Phase(name string, _ int64) { p.names = append(p.names, name) }

func TestInputsAreHashedOnlyIfNamesAndSizesAreThoseOfARun(t *testing.T) {
	o := toyOptions(toyInput(t, 50), t.TempDir())
	runToy(t, o)
	watch := &namedPhases{}
	o.Progress = watch
	runToy(t, o)
	if !slices.Equal(watch.names, []string{"compare"}) {
		t.Errorf("an unchanged run has the phases %q, want compare alone", watch.names)
	}
	watch.names = nil
	if err := os.WriteFile(filepath.Join(o.In, "more.pdf"), []byte("%PDF-1.7 b"), 0o644); err != nil {
		t.Fatal(err)
	}
	runToy(t, o)
	if slices.Contains(watch.names, "compare") {
		t.Errorf("phases %q: files were hashed although there is one more", watch.names)
	}
}
