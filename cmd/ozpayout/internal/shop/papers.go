package shop

import "slices"

// A paperCase is what is planted in the papers of a side account.
type paperCase int

const (
	allApproved    paperCase = iota
	withoutOne               // the last paper of the list is missing
	oneUnderReview           // the last paper of the list is not reviewed yet
)

// papersOf are the papers that a provider asks for (A07, B25); for Payoneer no
// list is known.
var papersOf = [routes][]string{
	lianlian:   {"business_licence", "legal_person_id", "bank_account_permit"},
	worldfirst: {"business_licence", "legal_person_id", "settlement_authorization_letter"},
}

var paperHeaders = [languages][]string{
	russian: {
		"ID продавца", "Провайдер", "Тип документа", "Статус документа", "Дата подачи", "Дата рассмотрения", "Срок действия", "Печать", "Стороны", "Номер мерчанта в письме", "Дата выгрузки",
	},
	chinese: {"卖家ID", "收款服务商", "材料类型", "材料状态", "提交时间", "审核时间", "有效期至", "加盖公章", "身份证正反面", "平台唯一商户编号", "导出时间"},
	english: {
		"seller_id", "provider", "document_type", "status", "submitted_at", "reviewed_at", "expires_on", "has_stamp", "sides", "merchant_no", "exported_at",
	},
}

// A paper is one submission.
type paper struct {
	kind                string
	submitted, reviewed day // zero: not yet
}

// papers returns the papers of an account, all handed in on the first working day
// in China after the account was opened: the first is reviewed on the next
// working day, the others on the one after it, so that a mean review takes more
// than one day and less than two.
func (s *shop) papers(of *seller) []paper {
	submitted := s.workdayInChina(of.payee.from)
	var papers []paper
	for i, kind := range papersOf[of.route] {
		reviewed := s.workdayInChina(submitted + 1)
		if i > 0 {
			reviewed = s.workdayInChina(reviewed + 1)
		}
		papers = append(papers, paper{kind, submitted, reviewed})
	}
	if !of.isSide() || len(papers) == 0 {
		return papers
	}
	last := len(papers) - 1
	switch of.planted.papers {
	case withoutOne:
		return papers[:last]
	case oneUnderReview:
		papers[last].submitted, papers[last].reviewed = s.asOf-6, 0
	}
	return papers
}

// workdayInChina returns the first working day in China from the day on. Where
// no calendar of China is known every weekday is one.
func (s *shop) workdayInChina(from day) day {
	for !s.off.working("CN", from) {
		from++
	}
	return from
}

// writePapers writes the submissions of all accounts.
func (s *shop) writePapers() error {
	return s.eachTable("documents", providerSide, paperHeaders, func(t *table, of *seller) {
		for _, p := range s.papers(of) {
			s.paperRow(t, of, p)
		}
	})
}

func (s *shop) paperRow(t *table, of *seller, p paper) {
	in := of.language
	t.text(of.id)
	t.text(routeWords[in][of.route])
	t.text(say(in, p.kind))
	if p.reviewed != 0 {
		t.text(say(in, "approved"))
	} else {
		t.text("submitted")
	}
	t.instant(p.submitted.at(6 * secondsPerHour))
	t.instant(p.reviewed.noonUnlessNever())
	t.blank(1)
	switch p.kind {
	case "business_licence":
		t.flag(true)
		t.blank(2)
	case "legal_person_id":
		t.blank(1)
		t.text(say(in, "both"))
		t.blank(1)
	case "settlement_authorization_letter":
		t.blank(2)
		t.text("PLATFORM-" + of.id)
	default:
		t.blank(3)
	}
	t.instant(s.exportedAt)
	t.endRow()
}

// noonUnlessNever returns noon in Moscow of the day.
func (d day) noonUnlessNever() instant {
	if d == 0 {
		return 0
	}
	return d.at(12 * secondsPerHour)
}

var truthPaperColumns = []string{"seller_id", "provider", "document_code", "is_present", "review_days"}

// writeTruthPapers writes for every paper on a provider's list whether it is
// there, and how many working days of China its review took (B26).
func (s *shop) writeTruthPapers() error {
	t, err := s.out.createTable("truth_documents.csv", canonicalDialect, truthPaperColumns)
	if err != nil {
		return err
	}
	for _, of := range slices.Concat(s.sellers, s.side) {
		papers := s.papers(of)
		for _, kind := range papersOf[of.route] {
			t.text(of.id)
			t.text(of.route.String())
			t.text(kind)
			at := slices.IndexFunc(papers, func(p paper) bool { return p.kind == kind })
			t.flag(at >= 0)
			if at < 0 || papers[at].reviewed == 0 {
				t.blank(1)
			} else {
				t.number(s.reviewDays(papers[at]))
			}
			t.endRow()
		}
	}
	return nil
}

// reviewDays counts the working days of China after the submission.
func (s *shop) reviewDays(p paper) int64 {
	n := int64(0)
	for d := p.submitted + 1; d <= p.reviewed; d++ {
		if s.off.working("CN", d) {
			n++
		}
	}
	return n
}
