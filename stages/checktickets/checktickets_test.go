package checktickets

import (
	"slices"
	"testing"

	"ozpayout/pipeline/stagetest"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/ticket"
)

func TestCases(t *testing.T) { stagetest.Run(t, Stage) }

// Each item dropped in turn is the one that is missing.
func TestA20DropEachItem(t *testing.T) {
	names := []string{"seller_id", "merchant_id", "screenshot", "screenshot_url", "screenshot_time"}
	var required []policy.TicketItem
	for _, name := range append(names, "english_message") {
		required = append(required, policy.TicketItem{Process: ticket.BindingFailure, Code: name, IsMessage: name == "english_message", Period: policy.Period{To: 1}})
	}
	for dropped := range names {
		kept := slices.Delete(slices.Clone(names), dropped, dropped+1)
		of := &ticket.Ticket{Process: ticket.BindingFailure, Language: "en", Attachments: joined(kept)}
		items := itemsOf(of, required, true)
		if len(items) != len(required) {
			t.Fatalf("%d items, want %d", len(items), len(required))
		}
		for i, item := range items {
			if want := i != dropped; (item.state == present) != want {
				t.Errorf("without %s: %s is %s", names[dropped], item.Code, item.state)
			}
		}
		if complete := isComplete(items); complete == nil || *complete {
			t.Errorf("without %s the ticket is complete", names[dropped])
		}
	}
}

func joined(words []string) (text string) {
	for _, word := range words {
		text += word + "|"
	}
	return text
}

func TestA20English(t *testing.T) {
	for _, test := range []struct{ language, script, state, reason string }{
		{"en", "", present, ""},
		{"en", "latin", present, ""},
		{"", "latin", present, ""},
		{"ru", "", missing, "language_ru"},
		{"zh", "latin", missing, "language_zh"},
		{"en", "cyrillic", missing, "script_cyrillic"},
		{"", "cjk", missing, "script_cjk"},
		{"en", "mixed", unknown, "script_mixed"},
		{"en", "other", present, ""},
		{"", "other", unknown, "nothing_known"},
		{"", "", unknown, "nothing_known"},
	} {
		if state, reason := english(test.language, test.script); state != test.state || reason != test.reason {
			t.Errorf("%+v: %s, %s", test, state, reason)
		}
	}
}
