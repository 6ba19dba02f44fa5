// Package channelstate reads the state bar of a collection channel, such as
// 已开通|可用|Last Sync: 09:15 (rules A24, A25, A26; formats.md section 9.8).
package channelstate

import (
	"strconv"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/calendar"
)

// The states of a channel. Whatever is not one of the four known ones is Unknown,
// and never counts as enabled.
const (
	Enabled       = "ENABLED"
	Unauthorised  = "UNAUTHORISED"
	PendingReview = "PENDING_REVIEW"
	Suspended     = "SUSPENDED"
	Unknown       = "UNKNOWN"
)

// A Bar is what a state bar says.
type Bar struct {
	State     string
	HasSync   bool
	SyncClock Clock // where HasSync
}

// A Clock is a time of day in minutes since midnight.
type Clock int

// Parse reads a state bar. Full-width and half-width forms, letter case and
// blanks make no difference. A part that is not known makes the state Unknown; a
// time that is none is left out.
func Parse(text string) Bar {
	var b Bar
	var seen []string
	for _, part := range strings.FieldsFunc(cell.FoldWord(text), isBar) {
		label, rest := part, ""
		if at := strings.IndexAny(part, ":0123456789"); at >= 0 {
			label, rest = part[:at], strings.Trim(part[at:], ": ")
		}
		label = strings.TrimSpace(label)
		if label == "" && rest == "" {
			continue
		}
		code, _ := datasets.ChannelStateWords.Code([]byte(label))
		switch {
		case code == "last_sync":
			b.SyncClock, b.HasSync = parseClock(rest)
		case rest != "":
			seen = append(seen, "")
		default:
			seen = append(seen, code)
		}
	}
	b.State = stateOf(seen)
	return b
}

// isBar reports whether a rune parts the bar. Compatibility forms are folded
// before: the half-width vertical line becomes a box-drawing one.
func isBar(r rune) bool { return r == '|' || r == '│' }

// stateOf returns the state that the words of a bar make together.
func stateOf(words []string) string {
	switch strings.Join(words, "|") {
	case "enabled|available", "available|enabled":
		return Enabled
	case "unauthorised":
		return Unauthorised
	case "pending_review":
		return PendingReview
	case "suspended":
		return Suspended
	}
	return Unknown
}

// parseClock reads 9:15, 09:15 or 09:15:30.
func parseClock(text string) (clock Clock, ok bool) {
	parts := strings.Split(text, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, false
	}
	var numbers [3]int
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 10, 8)
		if err != nil || len(part) > 2 || i > 0 && (len(part) != 2 || n > 59) {
			return 0, false
		}
		numbers[i] = int(n)
	}
	if numbers[0] > 23 {
		return 0, false
	}
	return Clock(60*numbers[0] + numbers[1]), true
}

// Before returns the last instant, not later than the given one, at which the
// clocks of Shanghai showed that time: on its day or the day before.
func (c Clock) Before(checked arrow.Timestamp) arrow.Timestamp {
	day, sinceMidnight := calendar.ShanghaiDay(checked), arrow.Timestamp(c)*arrow.Timestamp(time.Minute/time.Microsecond)
	if sync := calendar.ShanghaiMidnight(day) + sinceMidnight; sync <= checked {
		return sync
	}
	return calendar.ShanghaiMidnight(day-1) + sinceMidnight
}
