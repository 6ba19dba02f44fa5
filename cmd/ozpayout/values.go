package main

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/reports"
)

// The types of flags. Their Set is also what reads the environment and the
// configuration file, so that a value means the same everywhere.

// A byteSize is a number of bytes, written with or without a binary unit: 2GiB.
type byteSize int64

// leastSize is the smallest size that is taken. Less is a unit forgotten.
const leastSize = 1 << 20

var byteUnits = []struct {
	suffix string
	bytes  int64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}, {"B", 1}}

func (s *byteSize) Set(text string) error {
	digits, unit := text, int64(1)
	for _, u := range byteUnits {
		if before, ok := strings.CutSuffix(text, u.suffix); ok {
			digits, unit = before, u.bytes
			break
		}
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case err != nil || n <= 0 || n > math.MaxInt64/unit:
		return errors.New("expected a size such as 512MiB or 2GiB")
	case n*unit < leastSize:
		return errors.New("expected 1MiB or more, such as 512MiB or 2GiB: a number without a unit is bytes")
	}
	*s = byteSize(n * unit)
	return nil
}

func (s *byteSize) String() string {
	for _, u := range slices.Backward(byteUnits[:len(byteUnits)-1]) {
		if n := int64(*s); n >= u.bytes && n%u.bytes == 0 {
			return strconv.FormatInt(n/u.bytes, 10) + u.suffix
		}
	}
	return strconv.FormatInt(int64(*s), 10)
}

func (s *byteSize) Type() string { return "SIZE" }

// A dateValue is a day, YYYY-MM-DD; not set until Set is called.
type dateValue struct{ day *arrow.Date32 }

func (d *dateValue) Set(text string) error {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return errors.New("expected a date YYYY-MM-DD")
	}
	day := arrow.Date32FromTime(t)
	d.day = &day
	return nil
}

func (d *dateValue) String() string {
	if d.day == nil {
		return ""
	}
	return d.day.FormattedString()
}

func (d *dateValue) Type() string { return "DATE" }

// A share is a fraction from 0 to 1.
type share float64

func (s *share) Set(text string) error {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || !(f >= 0 && f <= 1) {
		return errors.New("expected a share from 0 to 1")
	}
	*s = share(f)
	return nil
}

func (s *share) String() string { return strconv.FormatFloat(float64(*s), 'g', -1, 64) }

func (s *share) Type() string { return "SHARE" }

// languages are the languages of reports, each once, in the order given.
type languages []string

func (l *languages) Set(text string) error {
	var out languages
	for name := range strings.SplitSeq(text, ",") {
		name = strings.TrimSpace(name)
		switch {
		case name == "none" && text == "none":
		case !slices.Contains(reports.Languages[:], name):
			return fmt.Errorf("expected none or a list of %s", strings.Join(reports.Languages[:], ", "))
		case !slices.Contains(out, name):
			out = append(out, name)
		}
	}
	*l = out
	return nil
}

func (l *languages) String() string {
	if len(*l) == 0 {
		return "none"
	}
	return strings.Join(*l, ",")
}

func (l *languages) Type() string { return "LIST" }

// A choice is one of a few words.
type choice struct {
	value string
	of    []string
}

func (c *choice) Set(text string) error {
	if !slices.Contains(c.of, text) {
		return fmt.Errorf("expected one of %s", strings.Join(c.of, ", "))
	}
	c.value = text
	return nil
}

func (c *choice) String() string { return c.value }

func (c *choice) Type() string { return "NAME" }

// A count is a whole number from the least one that makes sense.
type count struct{ n, least int }

func (c *count) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < c.least {
		return fmt.Errorf("expected a number from %d", c.least)
	}
	c.n = n
	return nil
}

func (c *count) String() string { return strconv.Itoa(c.n) }

func (c *count) Type() string { return "N" }

// names are names of marts, each once, in alphabetical order. A list of none is a
// variable of a script that was not set.
type names []string

func (n *names) Set(text string) error {
	*n = slices.Compact(slices.Sorted(slices.Values(strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }))))
	if len(*n) == 0 {
		return errors.New("expected names of marts, such as payout_facts,delay_causes")
	}
	return nil
}

func (n *names) String() string { return strings.Join(*n, ",") }

func (n *names) Type() string { return "LIST" }
