package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/policy"
)

func TestA38ListsAndPercentages(t *testing.T) {
	in := tables{datasets.PolicyValues: "pack,name,value\np,list,0 4999.99 5000\np,rate,6\np,fine,0.0525\np,bad,1 two\n"}
	check := func(reader func(*policy.ValueTable) error) error {
		t.Helper()
		return read(t, "p", in, func(task *pipeline.Task) error {
			values, err := policy.Values(task)
			if err != nil {
				return err
			}
			return reader(values)
		})
	}
	for name, want := range map[string]int64{"rate": 60_000, "fine": 525} {
		if err := check(func(v *policy.ValueTable) error {
			got, err := v.Percent(name, 0)
			if got != want {
				t.Errorf("%s is %d, want %d", name, got, want)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	}
	if err := check(func(v *policy.ValueTable) error {
		got, err := v.Moneys("list", 0)
		if diff := cmp.Diff([]int64{0, 4999_99, 5000_00}, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	for name, reader := range map[string]func(*policy.ValueTable) error{
		`"two" is no amount`:     func(v *policy.ValueTable) error { _, err := v.Moneys("bad", 0); return err },
		"is no percentage":       func(v *policy.ValueTable) error { _, err := v.Percent("bad", 0); return err },
		"has no missing":         func(v *policy.ValueTable) error { _, err := v.Moneys("missing", 0); return err },
		"has no missing on 1970": func(v *policy.ValueTable) error { _, err := v.Percent("missing", 0); return err },
	} {
		if err := check(reader); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%v, want an error with %q", err, name)
		}
	}
}
