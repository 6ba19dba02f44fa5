package auditbindings

import (
	"ozpayout/stages/internal/channelstate"
	"ozpayout/stages/internal/fxrate"
	"ozpayout/stages/internal/textdiff"
)

// choseProvider is scenario 1: Bank Transfer chosen in Payment Settings though the
// provider is meant (A11).
func (s *subject) choseProvider() outcome {
	if s.account == nil {
		return notKnown(noRow)
	}
	switch s.account.intends(s.provider, s.configuredRoute(s.day)) {
	case notIntended:
		return outcome{result: notApplicable}
	case unstated:
		return notKnown("intention_not_stated")
	}
	return s.methodIs(s.account.method, "bank_transfer_chosen", "other_method_chosen")
}

// isDefault checks the Default Payout Method (A31).
func (s *subject) isDefault() outcome {
	if s.account == nil {
		return notKnown(noRow)
	}
	if s.account.intends(s.provider, s.configuredRoute(s.day)) == notIntended {
		return outcome{result: notApplicable}
	}
	return s.methodIs(s.account.byDefault, "default_is_bank", "default_is_other")
}

func (s *subject) methodIs(method, ifBank, ifOther string) outcome {
	switch method {
	case "":
		return notKnown(emptyCell)
	case s.provider:
		return outcome{result: pass, at: s.account.at}
	}
	reason := ifOther
	if method == bankRoute {
		reason = ifBank
	}
	o := failing(s.account.at, reason)
	o.left, o.right, o.suggested, o.suggestionPasses = method, s.provider, s.provider, new(true)
	return o
}

// isAuthorised is scenario 2: the channel was not opened; it is not on by default,
// so a channel that was never seen is not enabled (A12). A table that is not loaded
// says nothing (D22).
func (s *subject) isAuthorised() outcome {
	c, isAbsent := s.seller.channelOn(s.provider, s.day)
	switch {
	case isAbsent:
		return failing(s.at(), "channel_never_enabled")
	case len(s.seller.channels) == 0:
		return notKnown(notLoaded)
	case c == nil:
		return notKnown(notSeenYet)
	}
	switch c.state {
	case channelstate.Enabled:
		return outcome{result: pass, at: c.at}
	case channelstate.Unauthorised:
		return failing(c.at, "channel_unauthorised")
	case channelstate.PendingReview:
		return failing(c.at, "channel_pending_review")
	case channelstate.Suspended:
		return failing(c.at, "channel_suspended")
	}
	return notKnown("channel_state_unknown")
}

// addressAgrees is scenario 3: the registered address of the licence and the one in
// Ozon differ. Only equal texts pass; apart from that it is said whether both name
// the same administrative division (A13).
func (s *subject) addressAgrees() outcome {
	if s.account == nil {
		return notKnown(noRow)
	}
	o := comparedIfKnown(s.account.ozonAddress, s.account.licenceAddress, s.account.at)
	if o.result != unknown {
		o.sameDivision = sameDivision(s.account.ozonAddress, s.account.licenceAddress, s.provinces)
	}
	return o
}

// isFunded is scenario 4: the balance does not cover the first verification transfer
// (A14). Another currency is converted at the rates of the day the balance was seen;
// the comparison is exact.
func (s *subject) isFunded() (outcome, error) {
	c, isAbsent := s.seller.channelOn(s.provider, s.day)
	switch {
	case isAbsent, len(s.seller.channels) == 0:
		return notKnown(notLoaded), nil
	case c == nil:
		return notKnown(notSeenYet), nil
	case c.balance == nil:
		return notKnown(emptyCell), nil
	}
	needed, err := s.values.Money("verification_balance_cny", s.day)
	if err != nil {
		return outcome{}, err
	}
	o := outcome{result: pass, at: c.at}
	lacks := needed - *c.balance
	if c.currency != cny {
		var ok bool
		if lacks, ok = s.lacks(needed, c); !ok {
			return notKnown("rate_unknown"), nil
		}
		o.notices = append(o.notices, "balance_converted")
	}
	if lacks > 0 {
		o.result, o.shortfall = fail, new(lacks)
		o.reasons = []string{"balance_too_low"}
	}
	if s.isTestedBy() {
		o.notices = append(o.notices, "already_verified")
	}
	return o, nil
}

const cny = "CNY"

// lacks returns what a balance in another currency lacks of an amount in CNY,
// rounded up, or how much it exceeds it.
func (s *subject) lacks(needed int64, c *channel) (lacks int64, ok bool) {
	own, knowsOwn := s.rateOf(c.currency, c.checkedOn)
	yuan, knowsYuan := s.rateOf(cny, c.checkedOn)
	if !knowsOwn || !knowsYuan {
		return 0, false
	}
	converted, ok := fxrate.ConvertDown(*c.balance, own, yuan)
	return needed - converted, ok
}

// isTestedBy reports whether the verification transfer had arrived by the day.
func (s *subject) isTestedBy() bool {
	b := s.binding
	return b != nil && b.testOK != nil && *b.testOK && (b.testOn == nil || *b.testOn <= s.day)
}

// isRouted looks for a channel that is connected but not routed: the test transfer
// arrived, and none of the later payouts came through the provider (A30).
func (s *subject) isRouted() outcome {
	b := s.binding
	switch {
	case b == nil:
		return notKnown(noRow)
	case b.testOK == nil || b.testOn == nil:
		return notKnown(emptyCell)
	case !*b.testOK:
		return outcome{result: notApplicable}
	case b.laterPayouts == 0:
		return notKnown("no_later_payouts")
	case b.laterOnItsChannel == 0:
		return failing(b.at, "connected_but_not_routed")
	}
	return outcome{result: pass}
}

// hasMerchantID checks the form of the Merchant ID (A27, A28, A29, C10).
func (s *subject) hasMerchantID() (outcome, error) {
	switch {
	case s.binding == nil:
		return notKnown(noRow), nil
	case s.binding.merchantID == "":
		return notKnown(emptyCell), nil
	}
	length, err := s.values.Int("merchant_id_length", s.day)
	if err != nil {
		return outcome{}, err
	}
	id := textdiff.CheckMerchantID(s.binding.merchantID, length)
	o := outcome{result: pass}
	if !s.binding.hasLoginAsMerchantID() {
		o.left = textdiff.Escape(s.binding.merchantID)
	}
	if s.binding.hasBOM {
		o.notices = append(o.notices, "file_has_bom")
	}
	if id.IsOnlyDigits {
		o.notices = append(o.notices, "only_digits")
	}
	if id.IsOnlyLetters {
		o.notices = append(o.notices, "only_letters")
	}
	if id.Passes {
		return o, nil
	}
	o.result, o.classes, o.index = fail, []textdiff.Class{id.Class}, new(int64(id.Index))
	if id.Cleaned != s.binding.merchantID && o.left != "" {
		o.suggested, o.suggestionPasses = id.Cleaned, new(id.CleanedPasses)
	}
	return o, nil
}
