package taxid_test

import (
	"math/big"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"ozpayout/stages/internal/taxid"
)

func TestB29INN(t *testing.T) {
	for text, want := range map[string]bool{
		"7704217370":    true, // 10 digits
		"7707083893":    true,
		"7707083894":    false, // check digit one too many
		"9909000004":    true,  // 9909: a foreign organisation
		"500100732259":  true,  // 12 digits
		"500100732258":  false, // 12th digit
		"500100732249":  false, // 11th digit
		"":              false,
		"770421737":     false,
		"77042173700":   false,
		" 7704217370":   false,
		"77042l7370":    false,
		"７７０４２１７３７０":    false, // full width is not what the tax service takes
		"1027700132195": false, // an OGRN
	} {
		if got := taxid.IsINN(text); got != want {
			t.Errorf("IsINN(%q) = %v, want %v", text, got, want)
		}
	}
}

func TestB31OGRN(t *testing.T) {
	for text, want := range map[string]bool{
		"1027700132195":  true,
		"1027700132194":  false,
		"1027700132196":  false,
		"102770013219":   false,
		"10277001321955": false,
		"102770013219a":  false,
		"":               false,
	} {
		if got := taxid.IsOGRN(text); got != want {
			t.Errorf("IsOGRN(%q) = %v, want %v", text, got, want)
		}
	}
}

// The OGRN rule in its own words, with the number as a number.
func TestOGRNAgreesWithDivision(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{13}`).Draw(t, "number")
		first, _ := new(big.Int).SetString(text[:12], 10)
		check := new(big.Int).Mod(first, big.NewInt(11)).Int64() % 10
		if got, want := taxid.IsOGRN(text), strconv.FormatInt(check, 10) == text[12:]; got != want {
			t.Fatalf("IsOGRN(%s) = %v, want %v", text, got, want)
		}
	})
}

// Of the ten numbers that differ in one check digit only one is valid; the digit
// 0 may stand for the remainder 10 too, so changes elsewhere may go unseen.
func TestOneCheckDigitIsValid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		stem := rapid.StringMatching(`[0-9]{9}|[0-9]{10}`).Draw(t, "stem")
		valid := 0
		for n := range 100 {
			check := strconv.Itoa(100 + n)[1:]
			if len(stem) == 9 {
				if n >= 10 {
					break
				}
				check = check[1:]
			}
			if taxid.IsINN(stem + check) {
				valid++
			}
		}
		if valid != 1 {
			t.Fatalf("%d check digits are valid for %s", valid, stem)
		}
	})
}

func FuzzIdentifiers(f *testing.F) {
	for _, seed := range []string{"7704217370", "500100732259", "1027700132195", "", "x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if (taxid.IsINN(text) || taxid.IsOGRN(text)) && len(text) < 10 {
			t.Errorf("%q is too short", text)
		}
		if taxid.IsINN(text) && taxid.IsOGRN(text) {
			t.Errorf("%q is both", text)
		}
	})
}
