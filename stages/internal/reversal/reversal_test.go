package reversal_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ozpayout/stages/internal/reversal"
)

// A row is written as its sign and amount: + completed, - reversed, ? pending.
type row string

func (r row) IsCompleted() bool { return r[0] == '+' }

func (r row) IsReversed() bool { return r[0] == '-' }

func (r row) Undoes(before row) bool { return r[1] == before[1] }

func TestCounted(t *testing.T) {
	for name, test := range map[string]struct{ rows, want []row }{
		"a reversal undoes the row before it":      {[]row{"+5", "-5"}, nil},
		"the last of equal rows":                   {[]row{"+5a", "+5b", "-5", "+5c"}, []row{"+5a", "+5c"}},
		"two reversals undo two rows":              {[]row{"+5a", "+5b", "-5", "-5"}, nil},
		"nothing before it: it is what was undone": {[]row{"-5", "+5"}, []row{"+5"}},
		"another amount":                           {[]row{"+4", "-5"}, []row{"+4"}},
		"what is pending does not count":           {[]row{"?5", "+5"}, []row{"+5"}},
	} {
		if diff := cmp.Diff(test.want, reversal.Counted(test.rows)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestWithoutUndoings(t *testing.T) {
	for name, test := range map[string]struct{ rows, want []row }{
		"what was undone stays":                    {[]row{"+5", "-5"}, []row{"+5"}},
		"nothing before it: it is what was undone": {[]row{"-5", "+5"}, []row{"-5", "+5"}},
		"a second reversal undoes nothing":         {[]row{"+5", "-5a", "-5b"}, []row{"+5", "-5b"}},
	} {
		if diff := cmp.Diff(test.want, reversal.WithoutUndoings(test.rows)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
