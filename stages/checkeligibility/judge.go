package checkeligibility

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/taxid"
)

// Scopes of a rule (C01).
const (
	channelScope = "channel"
	cycleScope   = "cycle"
)

// A channel is a provider under the rules of one pack, with the rules of the
// pack's payout cycle.
type channel struct {
	pack, provider string
	rules          []policy.EligibilityRule // of the channel, then of the cycle
}

// channelsOf returns the channels that rules speak of, in their order.
func channelsOf(rules []policy.EligibilityRule) (channels []channel) {
	for _, r := range rules {
		if r.Scope != channelScope {
			continue
		}
		if n := len(channels); n == 0 || channels[n-1].pack != r.Pack || channels[n-1].provider != r.Provider {
			channels = append(channels, channel{pack: r.Pack, provider: r.Provider})
		}
		last := &channels[len(channels)-1]
		last.rules = append(last.rules, r)
	}
	for i := range channels {
		for _, r := range rules {
			if r.Scope == cycleScope && r.Pack == channels[i].pack {
				channels[i].rules = append(channels[i].rules, r)
			}
		}
	}
	return channels
}

// A verdict is what the rules of a channel and of the payout cycle say of a seller.
type verdict struct {
	reasons         []string // requirements of the channel that are not met, by rules that bind the seller or not
	isRefused       bool     // one of them binds the seller
	isGrandfathered bool     // one of them began after the seller's binding
	unknown         []string // attributes
	notices         []string
	cycleReasons    []string
	ruleIDs         []string
}

func (v verdict) channelCode() string {
	switch {
	case v.isRefused:
		return "not_eligible"
	case v.isGrandfathered:
		return "grandfathered_check"
	case len(v.unknown) > 0:
		return "unknown"
	}
	return "eligible"
}

func (v verdict) isEligible() *bool {
	switch v.channelCode() {
	case "eligible":
		return new(true)
	case "not_eligible":
		return new(false)
	}
	return nil
}

// isInCycle reports whether the payout cycle is for the seller, nil where no account
// row says anything of the as-of date. A row that leaves a cell blank keeps nobody
// out (D05); no row is a gap, and a gap is unknown (9.6).
func (v verdict) isInCycle(s *seller) *bool {
	if !s.hasAccount {
		return nil
	}
	return new(len(v.cycleReasons) == 0)
}

// judge applies the rules that hold on the as-of date.
func judge(s *seller, c channel, asOf calendar.Day) (v verdict, err error) {
	for _, r := range c.rules {
		if !r.Period.Holds(asOf) {
			continue
		}
		for id := range strings.FieldsSeq(r.RuleIDs) {
			v.ruleIDs = appendNew(v.ruleIDs, id)
		}
		o, err := s.meets(r, c.provider)
		if err != nil {
			return v, err
		}
		switch {
		case r.Scope == cycleScope:
			if o == notMet {
				v.cycleReasons = appendNew(v.cycleReasons, r.Reason)
			}
		case o == noticed:
			v.notices = appendNew(v.notices, r.Reason)
		case o == notKnown:
			v.unknown = appendNew(v.unknown, r.Attribute)
		case o == notMet:
			v.reasons = appendNew(v.reasons, r.Reason)
			first, isBound := s.boundOn(c.provider)
			isBefore := r.IsDated() && isBound && first < r.Period.From
			v.isGrandfathered = v.isGrandfathered || isBefore
			v.isRefused = v.isRefused || !isBefore
		}
	}
	if reasons := s.testReasons(); len(reasons) > 0 {
		v.cycleReasons = append(v.cycleReasons, reasons...)
		v.ruleIDs = appendNew(v.ruleIDs, "B19")
	}
	return v, nil
}

func appendNew(codes []string, code string) []string {
	if slices.Contains(codes, code) {
		return codes
	}
	return append(codes, code)
}

// testReasons says why the payout cycle is not for a test account (B19, C33, D05).
func (s *seller) testReasons() (reasons []string) {
	if !s.isTest {
		return nil
	}
	if s.account["site"] == "ozon_global" {
		reasons = append(reasons, "test_site")
	}
	if kyc := s.account["ozon_kyc_state"]; kyc != "" && kyc != "complete" {
		reasons = append(reasons, "trial_without_kyc")
	}
	return reasons
}

// An outcome is how a seller stands to one rule.
type outcome uint8

const (
	met outcome = iota
	notMet
	notKnown
	noticed
)

func outcomeOf(isMet bool) outcome {
	if isMet {
		return met
	}
	return notMet
}

// meets compares an attribute with what a rule asks for. An empty attribute is not
// known, but for the requirements that say what it means.
func (s *seller) meets(r policy.EligibilityRule, provider string) (outcome, error) {
	value := s.attribute(r.Attribute, provider)
	switch r.Requirement {
	case "one_of_or_blank":
		return outcomeOf(value == "" || r.Accepts(value)), nil
	case "inn":
		if !s.hasAccount {
			return notKnown, nil
		}
		return outcomeOf(taxid.IsINN(value)), nil
	case "noted":
		if value == "" && s.hasAccount {
			return noticed, nil
		}
		return met, nil
	}
	if value == "" {
		return notKnown, nil
	}
	switch r.Requirement {
	case "filled":
		return met, nil
	case "one_of":
		return outcomeOf(r.Accepts(value)), nil
	case "none_of":
		return outcomeOf(!r.Accepts(value)), nil
	case "at_least":
		return atLeast(value, r)
	case "same_as_licence_no":
		licence := s.attribute("licence_no", provider)
		if licence == "" {
			return notKnown, nil
		}
		return outcomeOf(value == licence), nil
	}
	return notKnown, fmt.Errorf("eligibility rule of %s: no such requirement %q", r.Attribute, r.Requirement)
}

func atLeast(value string, r policy.EligibilityRule) (outcome, error) {
	least, err := strconv.Atoi(r.Accepted)
	if err != nil {
		return notKnown, fmt.Errorf("eligibility rule of %s: %w", r.Attribute, err)
	}
	n, isNumber := levelOf(value)
	if !isNumber {
		return notKnown, nil
	}
	return outcomeOf(n >= least), nil
}

// levelOf reads a level; a word that is not on the list is none.
func levelOf(value string) (level int, ok bool) {
	level, err := strconv.Atoi(value)
	return level, err == nil
}
