package cell_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ozpayout/pipeline/cell"
)

var txnStatus = map[string][]string{
	"pending":    {"处理中", "В обработке"},
	"completed":  {"Settled", "Done", "已完成", "Завершено", "Учтён"},
	"none":       {"无", "Нет"},
	"in_process": nil,
}

func TestWords(t *testing.T) {
	words, err := cell.NewWords(txnStatus)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		text, code string
		reason     cell.Reason
	}{
		{"Settled", "completed", ""},
		{"SETTLED", "completed", ""},
		{" settled\t", "completed", ""},
		{"completed", "completed", ""},
		{"Completed", "completed", ""},
		{"In_Process", "in_process", ""},
		{"已完成", "completed", ""},
		{"\u3000已完成 ", "completed", ""},
		{"в  ОБРАБОТКЕ", "pending", ""},
		{"учтен", "completed", ""},
		{"УЧТЁН", "completed", ""},
		{"ｄｏｎｅ", "completed", ""},
		{"нет", "none", ""},
		{"Settled!", "", cell.UnknownWord},
		{"in process", "", cell.UnknownWord},
		{"N/A", "", cell.UnknownWord},
		{"settled\u200b", "", cell.UnknownWord},
		{strings.Repeat("settled ", 20), "", cell.UnknownWord},
		{"", "", cell.NoValue},
		{" \u00a0", "", cell.NoValue},
	} {
		code, reason := words.Code([]byte(test.text))
		if code != test.code || reason != test.reason {
			t.Errorf("Code(%q) = %q, %q, want %q, %q", test.text, code, reason, test.code, test.reason)
		}
	}
}

// TestAllWords: what is printed is the list as written, and words of the
// configuration come after it without changing the list they were added to.
func TestAllWords(t *testing.T) {
	words, err := cell.NewWords(txnStatus)
	if err != nil {
		t.Fatal(err)
	}
	more := words.With(map[string]string{"Erledigt": "completed", "Fertig": "completed", "weg": "lost"})
	want := map[string][]string{
		"pending": {"处理中", "В обработке"}, "none": {"无", "Нет"}, "in_process": nil, "lost": {"weg"},
		"completed": {"Settled", "Done", "已完成", "Завершено", "Учтён", "Erledigt", "Fertig"},
	}
	if diff := cmp.Diff(want, maps.Collect(more.All())); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(txnStatus, maps.Collect(words.All())); diff != "" {
		t.Error(diff)
	}
	for code := range words.All() {
		if code != "completed" {
			t.Errorf("the first code is %s", code)
		}
		break
	}
}

func TestNewWordsRefusesAWordOfTwoCodes(t *testing.T) {
	_, err := cell.NewWords(map[string][]string{"a": {"Счёт"}, "b": {"СЧЕТ"}})
	if err == nil || !strings.Contains(err.Error(), `"СЧЕТ" stands for both a and b`) {
		t.Errorf("error = %v", err)
	}
}

// The fast path for ASCII and the folding of Unicode agree.
func FuzzWords(f *testing.F) {
	for _, seed := range []string{"Settled", " IN_process", "lian  lian\tPay", "\x00A", "Ä", "\v\f x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words, err := cell.NewWords(map[string][]string{"code": {text}})
		if err != nil {
			t.Fatal(err)
		}
		for _, spelling := range []string{text, cell.FoldWord(text), " " + text + "\n", strings.ToUpper(cell.FoldWord(text))} {
			code, reason := words.Code([]byte(spelling))
			known := cell.FoldWord(spelling) == cell.FoldWord(text)
			if known && code != "code" || !known && code == "code" {
				t.Fatalf("Code(%q) = %q, %q in a list of %q", spelling, code, reason, text)
			}
		}
	})
}

func TestSplitWords(t *testing.T) {
	for text, want := range map[string][]string{
		"zh|ru":         {"zh", "ru"},
		"zh; ru":        {"zh", "ru"},
		"中文；俄文、英文":      {"中文", "俄文", "英文"},
		"one":           {"one"},
		"in process":    {"in process"},
		"|a||b; \u00a0": {"a", "b"},
		" ":             nil,
		"":              nil,
	} {
		words := cell.SplitWords([]byte(text))
		for range 2 { // a sequence may be read again
			var got []string
			for word := range words {
				got = append(got, string(word))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("SplitWords(%q) (-want +got):\n%s", text, diff)
			}
		}
	}
}
