package cell_test

import (
	"testing"

	"ozpayout/pipeline/cell"
)

// readers are the readers on the hot path, each with a typical cell.
func readers(t testing.TB) []reader {
	words, err := cell.NewWords(txnStatus)
	if err != nil {
		t.Fatal(err)
	}
	return []reader{
		{"money", "-1234.56", func(b []byte) cell.Reason { _, r := cell.Money(b, 2, '.'); return r }},
		{"money_grouped", "1\u00a0234\u00a0567,89", func(b []byte) cell.Reason { _, r := cell.Money(b, 2, ','); return r }},
		{"money_four_digits", "-24990.0000", func(b []byte) cell.Reason { _, r := cell.Money(b, 2, 0); return r }},
		{"number_money", "4787.27", func(b []byte) cell.Reason { _, r := cell.NumberMoney(b, 2); return r }},
		{"number_money_dust", "4787.2700000000004", func(b []byte) cell.Reason { _, r := cell.NumberMoney(b, 2); return r }},
		{"rate", "11,0270", func(b []byte) cell.Reason { _, r := cell.Rate(b); return r }},
		{"percent", "95.00%", func(b []byte) cell.Reason { _, r := cell.Percent(b); return r }},
		{"int", "1204", func(b []byte) cell.Reason { _, r := cell.Int(b); return r }},
		{"date", "2024-06-07", func(b []byte) cell.Reason { _, r := cell.Date(b, moscow); return r }},
		{"date_points", "07.06.2024", func(b []byte) cell.Reason { _, r := cell.Date(b, moscow); return r }},
		{"date_chinese", "2024年6月7日", func(b []byte) cell.Reason { _, r := cell.Date(b, moscow); return r }},
		{"date_of_instant", "2024-06-07T18:20:00+03:00", func(b []byte) cell.Reason { _, r := cell.Date(b, moscow); return r }},
		{"instant_offset", "2024-06-07T18:20:00+03:00", func(b []byte) cell.Reason { _, r := cell.Instant(b, moscow, false); return r }},
		{"instant_micros", "2024-06-07T06:15:48.998146Z", func(b []byte) cell.Reason { _, r := cell.Instant(b, moscow, false); return r }},
		{"instant_clock", "2024-06-07 16:30:00", func(b []byte) cell.Reason { _, r := cell.Instant(b, moscow, false); return r }},
		{"instant_before_2014", "2012-06-07 16:30:00", func(b []byte) cell.Reason { _, r := cell.Instant(b, moscow, false); return r }},
		{"serial_date", "45260", func(b []byte) cell.Reason { _, r := cell.SerialDate(b, false); return r }},
		{"serial_instant", "45260.333333333336", func(b []byte) cell.Reason { _, r := cell.SerialInstant(b, false, moscow); return r }},
		{"month", "2024-06", func(b []byte) cell.Reason { _, _, r := cell.Month(b); return r }},
		{"number_id", "1304225611", func(b []byte) cell.Reason { _, r := cell.NumberID(b); return r }},
		{"flag", "true", func(b []byte) cell.Reason { _, r := cell.Flag(b); return r }},
		{"currency", "CNY", func(b []byte) cell.Reason { _, r := cell.Currency(b); return r }},
		{"word_listed", "已完成", func(b []byte) cell.Reason { _, r := words.Code(b); return r }},
		{"word_ascii", "SETTLED", func(b []byte) cell.Reason { _, r := words.Code(b); return r }},
	}
}

type reader struct {
	name, text string
	read       func([]byte) cell.Reason
}

func TestReadersDoNotAllocate(t *testing.T) {
	for _, reader := range readers(t) {
		text := []byte(reader.text)
		allocations := testing.AllocsPerRun(100, func() {
			if r := reader.read(text); r != "" {
				t.Fatalf("%s(%q): %q", reader.name, text, r)
			}
		})
		if allocations != 0 {
			t.Errorf("%s(%q) allocates %v times", reader.name, text, allocations)
		}
	}
}

func BenchmarkReaders(b *testing.B) {
	for _, reader := range readers(b) {
		text := []byte(reader.text)
		b.Run(reader.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if r := reader.read(text); r != "" {
					b.Fatal(r)
				}
			}
		})
	}
}

func BenchmarkFoldHeader(b *testing.B) {
	for b.Loop() {
		cell.FoldHeader("Фактическая дата зачисления")
	}
}
