package checklist_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/checklist"
	"ozpayout/stages/internal/policy"
)

func june(day int) *calendar.Day { return new(calendar.DayOf(2024, time.June, day)) }

func TestA07B25Judge(t *testing.T) {
	plain := policy.Paper{Document: "business_licence"}
	stamped := policy.Paper{Document: "business_licence", NeedsStamp: true}
	card := policy.Paper{Document: "legal_person_id", NeedsBothSides: true}
	letter := policy.Paper{Document: "settlement_authorization_letter", NeedsNumber: true}
	submitted := func(document string, change func(*checklist.Submission)) checklist.Submission {
		s := checklist.Submission{Document: document, Status: "approved", SubmittedOn: june(3)}
		change(&s)
		return s
	}
	same := func(*checklist.Submission) {}
	there, missing := new(true), new(false)
	for _, test := range []struct {
		name        string
		paper       policy.Paper
		submissions []checklist.Submission
		want        checklist.Verdict
	}{
		{"nothing", plain, nil, checklist.Verdict{missing, []string{"absent"}}},
		{"approved", plain, []checklist.Submission{submitted("business_licence", same)}, checklist.Verdict{IsPresent: there}},
		{"another paper", plain, []checklist.Submission{submitted("legal_person_id", same)}, checklist.Verdict{missing, []string{"absent"}}},
		{"handed in later", plain, []checklist.Submission{
			submitted("business_licence", func(s *checklist.Submission) { s.SubmittedOn = june(11) }),
		}, checklist.Verdict{missing, []string{"absent"}}},
		{"last day", plain, []checklist.Submission{
			submitted("business_licence", func(s *checklist.Submission) { s.ExpiresOn = june(10) }),
		}, checklist.Verdict{IsPresent: there}},
		{"expired", plain, []checklist.Submission{
			submitted("business_licence", func(s *checklist.Submission) { s.ExpiresOn = june(9) }),
		}, checklist.Verdict{missing, []string{"expired"}}},
		{"rejected", plain, []checklist.Submission{
			submitted("business_licence", func(s *checklist.Submission) { s.Status, s.ReviewedOn = "rejected", june(10) }),
		}, checklist.Verdict{missing, []string{"rejected"}}},
		{"not yet rejected", plain, []checklist.Submission{
			submitted("business_licence", func(s *checklist.Submission) { s.Status, s.ReviewedOn = "rejected", june(11) }),
		}, checklist.Verdict{IsPresent: there}},
		{"rejected, then handed in again", plain, []checklist.Submission{
			submitted("business_licence", func(s *checklist.Submission) { s.Status = "rejected" }),
			submitted("business_licence", func(s *checklist.Submission) { s.Status, s.SubmittedOn = "submitted", june(8) }),
		}, checklist.Verdict{IsPresent: there}},
		{"a word that nobody knows", plain, []checklist.Submission{
			submitted("business_licence", func(s *checklist.Submission) { s.Status = "unknown" }),
		}, checklist.Verdict{Lacks: []string{"status"}}},
		{"no stamp", stamped, []checklist.Submission{
			submitted("business_licence", func(s *checklist.Submission) { s.HasStamp = new(false) }),
		}, checklist.Verdict{missing, []string{"stamp"}}},
		{"stamp not known", stamped, []checklist.Submission{submitted("business_licence", same)}, checklist.Verdict{Lacks: []string{"stamp"}}},
		{"front only", card, []checklist.Submission{
			submitted("legal_person_id", func(s *checklist.Submission) { s.Sides = "front" }),
		}, checklist.Verdict{missing, []string{"back"}}},
		{"sides in a word that nobody knows", card, []checklist.Submission{
			submitted("legal_person_id", func(s *checklist.Submission) { s.Sides = "unknown" }),
		}, checklist.Verdict{Lacks: []string{"front", "back"}}},
		{"front and back apart", card, []checklist.Submission{
			submitted("legal_person_id", func(s *checklist.Submission) { s.Sides = "front" }),
			submitted("legal_person_id", func(s *checklist.Submission) { s.Sides = "back" }),
		}, checklist.Verdict{IsPresent: there}},
		{"both in one", card, []checklist.Submission{
			submitted("legal_person_id", func(s *checklist.Submission) { s.Sides = "both" }),
		}, checklist.Verdict{IsPresent: there}},
		{"letter without a number", letter, []checklist.Submission{submitted("settlement_authorization_letter", same)}, checklist.Verdict{missing, []string{"merchant_no"}}},
		{"letter with a number", letter, []checklist.Submission{
			submitted("settlement_authorization_letter", func(s *checklist.Submission) { s.MerchantNo = "M-7" }),
		}, checklist.Verdict{IsPresent: there}},
	} {
		if diff := cmp.Diff(test.want, checklist.Judge(test.paper, test.submissions, *june(10))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
