package checktickets

import (
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestA16ErrorCodes(t *testing.T) {
	for raw, want := range map[string][]string{
		"ERR_3021":                     {"ERR_3021"},
		"err-3021 ":                    {"ERR_3021"},
		"Err 3021":                     {"ERR_3021"},
		"ERR3021":                      {"ERR_3021"},
		"err – 4007":                   {"ERR_4007"},
		"ＥＲＲ＿３０２１":                     {"ERR_3021"},
		"绑定失败ERR_3021，请处理":             {"ERR_3021"},
		"ERR_4007, ERR_3021, err_4007": {"ERR_4007", "ERR_3021"},
		"ERR_30215":                    nil,
		"ERR_302":                      nil,
		"NETERR_3021":                  nil,
		"ERR_3021A":                    nil,
		"3021":                         nil,
		"":                             nil,
	} {
		if diff := cmp.Diff(want, errorCodes(raw)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", raw, diff)
		}
	}
}

// Whatever the text, codes have one form, come once, and quote themselves.
func FuzzErrorCodes(f *testing.F) {
	for _, raw := range []string{"ERR_3021", "err-3021 ", "ＥＲＲ－４００７", "ERR_4007, ERR_3021", "eRr\u00a0_0000", "\xff"} {
		f.Add(raw)
	}
	form := regexp.MustCompile(`^ERR_\d{4}$`)
	f.Fuzz(func(t *testing.T, raw string) {
		codes := errorCodes(raw)
		for i, code := range codes {
			if !form.MatchString(code) || slices.Contains(codes[:i], code) {
				t.Errorf("%q quotes %q", raw, codes)
			}
			if again := errorCodes(code); len(again) != 1 || again[0] != code {
				t.Errorf("%q quotes %q", code, again)
			}
		}
	})
}
