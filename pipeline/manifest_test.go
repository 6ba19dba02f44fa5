package pipeline

import (
	"bytes"
	"encoding/json"
	"testing"

	"pgregory.net/rapid"
)

// Entries of a manifest are what package encoding/json makes of them.
func TestManifestEntries(t *testing.T) {
	text := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"a-1.csv", "", `"`, `\`, "<&>", "\x7f", "\xff", "Отчёт.csv", "\u2028"}))
	number := rapid.Int64()
	perhaps := rapid.Ptr(number, true)
	input := rapid.Custom(func(t *rapid.T) manifestEntry {
		return &ManifestInput{
			Name: text.Draw(t, "name"), SHA256: text.Draw(t, "sha256"), XXH3: text.Draw(t, "xxh3"), Bytes: number.Draw(t, "bytes"),
			Datasets: rapid.SliceOfN(text, 0, 3).Draw(t, "datasets"), Rows: number.Draw(t, "rows"), Refused: text.Draw(t, "refused"), Unread: rapid.Bool().Draw(t, "unread"),
		}
	})
	total := rapid.Custom(func(t *rapid.T) manifestEntry {
		return &ControlTotal{
			File: text.Draw(t, "file"), Dataset: text.Draw(t, "dataset"), Currency: text.Draw(t, "currency"),
			RowsRead: number.Draw(t, "read"), RowsLoaded: number.Draw(t, "loaded"), RowsDuplicate: number.Draw(t, "duplicate"),
			RowsSuperseded: number.Draw(t, "superseded"), RowsQuarantined: number.Draw(t, "quarantined"), RowsNotData: number.Draw(t, "not data"),
			AmountRead: number.Draw(t, "read"), AmountLoaded: number.Draw(t, "loaded"), AmountDuplicate: number.Draw(t, "duplicate"),
			AmountSuperseded: number.Draw(t, "superseded"), AmountQuarantined: number.Draw(t, "quarantined"),
			StatedTotal: perhaps.Draw(t, "stated"), AmountPublished: perhaps.Draw(t, "published"),
		}
	})
	rapid.Check(t, func(t *rapid.T) {
		entry := rapid.OneOf(input, total).Draw(t, "entry")
		var want bytes.Buffer
		e := json.NewEncoder(&want)
		e.SetEscapeHTML(false)
		if err := e.Encode(entry); err != nil {
			t.Fatal(err)
		}
		if got := string(entry.appendJSON(nil)) + "\n"; got != want.String() {
			t.Fatalf("got %s, want %s", got, want.String())
		}
	})
}
