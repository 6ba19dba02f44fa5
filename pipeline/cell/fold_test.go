package cell_test

import (
	"testing"
	"unicode"
	"unicode/utf8"

	"ozpayout/pipeline/cell"
)

func TestFoldHeader(t *testing.T) {
	for _, test := range []struct{ header, want string }{
		{"Settlement Date", "settlement_date"},
		{"settlementDate", "settlement_date"},
		{"SETTLEMENT_DATE", "settlement_date"},
		{"  Settlement -- Date: ", "settlement_date"},
		{"settlement\u00a0date", "settlement_date"},
		{"settlement\u200bdate", "settlement_date"},
		{"\ufeffseller_id", "seller_id"},
		{"SKUName", "skuname"}, // no border between capitals
		{"t3Fbo", "t3_fbo"},
		{"3Days", "3_days"},
		{"Дата расчёта", "дата_расчета"},
		{"ДАТА РАСЧЕ\u0308ТА", "дата_расчета"},
		{"датаРасчета", "датарасчета"}, // only ASCII capitals begin a word
		{"折扣，卢布", "折扣_卢布"},
		{"卖家ID", "卖家id"},
		{"Ｓｅｌｌｅｒ　ＩＤ", "seller_id"},
		{"№ заказа", "no_заказа"},
		{"Сумма, ₽", "сумма"},
		{"Ελλάς", "ελλάσ"},
		{"$@Date", "date"},
		{"posting.posting_number", "posting_posting_number"},
		{"___", ""},
		{"", ""},
	} {
		if got := cell.FoldHeader(test.header); got != test.want {
			t.Errorf("FoldHeader(%q) = %q, want %q", test.header, got, test.want)
		}
	}
}

func TestFoldWord(t *testing.T) {
	for _, test := range []struct{ word, want string }{
		{"LianLian  Pay", "lianlian pay"},
		{"\u00a0LianLian\u3000Pay\t", "lianlian pay"},
		{"Счёт", "счет"},
		{"ＯＺＯＮ", "ozon"},
		{"in_process", "in_process"},
		{"已到账", "已到账"},
		{"a\u200bb", "a\u200bb"}, // invisible, but not a blank
		{" ", ""},
	} {
		if got := cell.FoldWord(test.word); got != test.want {
			t.Errorf("FoldWord(%q) = %q, want %q", test.word, got, test.want)
		}
	}
}

// Cherokee has capitals whose folding goes round in circles in golang.org/x/text.
func TestFoldOfEveryLetterIsStable(t *testing.T) {
	for r := range unicode.MaxRune + 1 {
		if !unicode.In(r, unicode.Letter, unicode.Mark) || unicode.In(r, unicode.Han, unicode.Hangul) {
			continue // without case
		}
		for _, s := range []string{string(r), "е" + string(r) + "\u0308", string(r) + "\u0345\u0301", string(r) + "B"} {
			if header := cell.FoldHeader(s); cell.FoldHeader(header) != header {
				t.Errorf("FoldHeader(%+q) = %+q, folded again %+q", s, header, cell.FoldHeader(header))
			}
			if word := cell.FoldWord(s); cell.FoldWord(word) != word {
				t.Errorf("FoldWord(%+q) = %+q, folded again %+q", s, word, cell.FoldWord(word))
			}
		}
	}
}

func FuzzFoldHeader(f *testing.F) {
	for _, seed := range []string{
		"Settlement Date", "settlementDate", "Дата расчёта", "折扣，卢布", "Ｓｅｌｌｅｒ　ＩＤ", "№ заказа",
		"seller\u200bid", "İstanbul", "ǅ", "Ꭰꭰ", "е\u0308\u0308\u0308\u0308\u0308\u0308", "е\u0308\u0306", "ᄀ가", "\u0345Α", "ﬃ", "\xff", "ẞ", "A\u030aB",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		folded := cell.FoldHeader(header)
		if again := cell.FoldHeader(folded); again != folded {
			t.Fatalf("FoldHeader(%q) = %q, folded again %q", header, folded, again)
		}
		afterJoint := true
		for _, r := range folded {
			joint := r == '_'
			if joint && afterJoint || !joint && !unicode.IsLetter(r) && !unicode.IsDigit(r) || r >= 'A' && r <= 'Z' {
				t.Fatalf("FoldHeader(%q) = %q", header, folded)
			}
			afterJoint = joint
		}
		if folded != "" && afterJoint {
			t.Fatalf("FoldHeader(%q) = %q", header, folded)
		}
		word := cell.FoldWord(header)
		if again := cell.FoldWord(word); again != word {
			t.Fatalf("FoldWord(%q) = %q, folded again %q", header, word, again)
		}
		if utf8.ValidString(header) && !utf8.ValidString(folded+word) {
			t.Fatalf("FoldHeader(%q) = %q, FoldWord %q", header, folded, word)
		}
	})
}
