package channelstate_test

import (
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"ozpayout/stages/internal/channelstate"
)

func bar(state string) channelstate.Bar { return channelstate.Bar{State: state} }

func synced(state string, hours, minutes int) channelstate.Bar {
	return channelstate.Bar{State: state, HasSync: true, SyncClock: channelstate.Clock(60*hours + minutes)}
}

// A24: half- and full-width bars, Chinese and English parse to the same state.
func TestA24OneStateInAllSpellings(t *testing.T) {
	want := synced(channelstate.Enabled, 9, 15)
	for _, text := range []string{
		"已开通|可用|Last Sync: 09:15",
		"已开通｜可用｜Last Sync： 09：15",
		"已开通￨可用￨Last Sync:09:15",
		" 已开通 | 可用 | Last Sync: 09:15 ",
		"Enabled|Available|Last Sync: 09:15",
		"ENABLED | usable | last sync 9:15",
		"Ｅｎａｂｌｅｄ｜可用｜上次同步：０９：１５",
		"可用|已开通|最近同步时间 09:15:59",
		"已开通|可用|Последняя синхронизация: 09:15",
	} {
		if got := channelstate.Parse(text); got != want {
			t.Errorf("Parse(%q) = %+v, want %+v", text, got, want)
		}
	}
}

// A25: four known states map to four codes; a fifth text is UNKNOWN.
func TestA25States(t *testing.T) {
	for text, want := range map[string]channelstate.Bar{
		"已开通|可用":                          bar(channelstate.Enabled),
		"已开通|可用|Last Sync: XX:XX":         bar(channelstate.Enabled),
		"已开通|可用|Last Sync: 24:00":         bar(channelstate.Enabled),
		"已开通|可用|Last Sync: 9:5":           bar(channelstate.Enabled),
		"已开通|可用|Last Sync: 09:15:60":      bar(channelstate.Enabled),
		"未授权":                             bar(channelstate.Unauthorised),
		"Unauthorized":                    bar(channelstate.Unauthorised),
		"не авторизован":                  bar(channelstate.Unauthorised),
		"Pending Review":                  bar(channelstate.PendingReview),
		"审核中|Last Sync: 23:59":            synced(channelstate.PendingReview, 23, 59),
		"Suspended":                       bar(channelstate.Suspended),
		"已暂停｜Last Sync：00：00":             synced(channelstate.Suspended, 0, 0),
		"Приостановлен":                   bar(channelstate.Suspended),
		"Frozen":                          bar(channelstate.Unknown),
		"已开通":                             bar(channelstate.Unknown),
		"可用":                              bar(channelstate.Unknown),
		"已开通|不可用":                         bar(channelstate.Unknown),
		"已开通|可用|Suspended":                bar(channelstate.Unknown),
		"已开通|可用|2024":                     bar(channelstate.Unknown),
		"Suspended|Suspended":             bar(channelstate.Unknown),
		"Suspended: 12:00":                bar(channelstate.Unknown),
		"Last Sync: 09:15":                synced(channelstate.Unknown, 9, 15),
		"":                                bar(channelstate.Unknown),
		"|||":                             bar(channelstate.Unknown),
		"Suspended|Last Sync: 2024-06-01": bar(channelstate.Suspended),
	} {
		if got := channelstate.Parse(text); got != want {
			t.Errorf("Parse(%q) = %+v, want %+v", text, got, want)
		}
	}
}

// The time is that of the day of looking, or of the day before if it would lie
// after the look (formats.md 9.8).
func TestA24LastSyncOfTheClock(t *testing.T) {
	for _, test := range []struct{ checked, clock, want string }{
		{"2024-06-10T10:00:00+08:00", "09:15", "2024-06-10T09:15:00+08:00"},
		{"2024-06-10T10:00:00+08:00", "10:00", "2024-06-10T10:00:00+08:00"},
		{"2024-06-10T10:00:00+08:00", "10:01", "2024-06-09T10:01:00+08:00"},
		{"2024-06-10T00:00:00+08:00", "23:59", "2024-06-09T23:59:00+08:00"},
		{"2024-06-09T16:30:00Z", "00:15", "2024-06-10T00:15:00+08:00"},
	} {
		bar := channelstate.Parse("Suspended|Last Sync: " + test.clock)
		if got := bar.SyncClock.Before(instant(t, test.checked)); got != instant(t, test.want) {
			t.Errorf("%s seen at %s is %v, want %s", test.clock, test.checked, got.ToTime(arrow.Microsecond), test.want)
		}
	}
}

func instant(t *testing.T, text string) arrow.Timestamp {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return arrow.Timestamp(at.UnixMicro())
}

// The last sync is the latest instant with that time on the clock.
func TestSyncIsWithinADayBefore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checked := arrow.Timestamp(rapid.Int64Range(-1e15, 4e15).Draw(t, "checked"))
		clock := channelstate.Clock(rapid.IntRange(0, 24*60-1).Draw(t, "clock"))
		sync := clock.Before(checked)
		if sync > checked || checked-sync >= 24*60*60*1_000_000 {
			t.Fatalf("%d is not within the day before %d", sync, checked)
		}
		if shown := sync.ToTime(arrow.Microsecond).In(time.FixedZone("", 8*3600)); 60*shown.Hour()+shown.Minute() != int(clock) || shown.Second() != 0 {
			t.Fatalf("%v shows another time than %d", shown, clock)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"已开通|可用|Last Sync: 09:15", "已开通｜可用", "未授权", "Pending Review", "Suspended", "", "|", "Last Sync", ":", "9", "\xff|a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		bar := channelstate.Parse(text)
		switch bar.State {
		case channelstate.Enabled, channelstate.Unauthorised, channelstate.PendingReview, channelstate.Suspended, channelstate.Unknown:
		default:
			t.Errorf("Parse(%q) has state %q", text, bar.State)
		}
		if bar.SyncClock < 0 || bar.SyncClock >= 24*60 {
			t.Errorf("Parse(%q) synced at minute %d", text, bar.SyncClock)
		}
		// Compatibility forms, capitals and outer blanks say the same.
		if again := channelstate.Parse(" " + norm.NFKC.String(text) + "\t"); again != bar {
			t.Errorf("Parse(%q) = %+v, after NFKC %+v", text, bar, again)
		}
		if ascii := strings.Trim(text, " |ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz:0123456789"); ascii == "" {
			if again := channelstate.Parse(strings.ToUpper(text)); again != bar {
				t.Errorf("Parse(%q) = %+v, in capitals %+v", text, bar, again)
			}
		}
	})
}
