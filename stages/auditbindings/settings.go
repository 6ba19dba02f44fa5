package auditbindings

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"ozpayout/stages/internal/taxid"
	"ozpayout/stages/internal/textdiff"
)

// login is the kind of an identifier that is a login (A15).
const login textdiff.Class = "login"

// hasKey checks that an API key is set; its value is never loaded (A15).
func (s *subject) hasKey() outcome {
	switch {
	case s.binding == nil:
		return notKnown(noRow)
	case s.binding.hasAPIKey == nil:
		return notKnown(emptyCell)
	case !*s.binding.hasAPIKey:
		return failing(s.binding.at, "no_api_key")
	}
	return outcome{result: pass}
}

// isNotLogin checks that the Merchant ID is the issued one and not the login: an
// e-mail address, or the login of the provider account, of which only the digest is
// known (A15). Neither is printed.
func (s *subject) isNotLogin() outcome {
	switch {
	case s.binding == nil:
		return notKnown(noRow)
	case s.binding.merchantID == "":
		return notKnown(emptyCell)
	case s.binding.hasLoginAsMerchantID():
		o := failing(s.binding.at, "login_used_as_merchant_id")
		o.classes = []textdiff.Class{login}
		return o
	case s.binding.loginDigest == "":
		return notKnown("login_not_loaded")
	}
	return outcome{result: pass}
}

func (b *binding) hasLoginAsMerchantID() bool {
	if strings.Contains(b.merchantID, "@") {
		return true
	}
	digest := sha256.Sum256([]byte(b.merchantID))
	return hex.EncodeToString(digest[:]) == b.loginDigest
}

// isTaxRegistered checks that an INN is registered and uploaded, with the type that
// the tax settings need (B31, C02).
func (s *subject) isTaxRegistered() outcome {
	if s.account == nil {
		return notKnown(noRow)
	}
	a := s.account
	wanted, _, ok := s.values.At("tax_registration_type", s.day)
	if !ok {
		return outcome{result: notApplicable}
	}
	inn := outcome{result: pass}
	switch number := a.uploadedINN(); {
	case number == "":
		inn = failing(a.at, "inn_missing")
	case !taxid.IsINN(number):
		inn = failing(a.at, "inn_invalid")
	}
	registered := outcome{result: pass}
	switch a.taxType {
	case "":
		registered = notKnown(emptyCell)
	case wanted:
	default:
		registered = failing(a.at, "tax_type_wrong")
	}
	return allOf(inn, registered)
}
