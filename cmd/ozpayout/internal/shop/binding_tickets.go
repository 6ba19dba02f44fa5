package shop

import (
	"fmt"
	"slices"
)

// Everything that a ticket about a failed binding must have (A20).
var allAttachments = []string{"seller_id", "merchant_id", "screenshot", "screenshot_url", "screenshot_time"}

const (
	englishQuestion = "The binding fails. Please see the attached screenshot."
	russianQuestion = "Привязка не проходит, скриншот во вложении."
)

// askAboutBindings opens tickets of the side accounts: clocks at their limits and
// a second past them, over night, outside of office hours, and open ones. The
// first ticket has all attachments, the next ones lack one each.
func (s *shop) askAboutBindings() {
	const hour = secondsPerHour
	last := s.calendar.index(s.asOf)
	office := func(workingDaysAgo, seconds int64) instant {
		return s.calendar.workday(last - workingDaysAgo).at(seconds)
	}
	for i, t := range []ticket{
		{opened: office(14, 10*hour), assigned: office(14, 14*hour), diagnosed: office(14, 16*hour), closed: office(14, 34*hour), errorCode: "ERR_3021", failure: "name_mismatch", attempt: 1},
		{opened: office(13, 10*hour), assigned: office(13, 14*hour+1), diagnosed: office(13, 16*hour+2), closed: office(13, 34*hour+1), errorCode: "err-3021 ", failure: "browser_cache", attempt: 2},
		{opened: office(12, 16*hour+1800), assigned: office(11, 11*hour+1800), diagnosed: office(11, 12*hour), closed: office(11, 15*hour), errorCode: "ERR_4007", failure: "browser_cache", attempt: 3},
		{opened: office(11, 20*hour), assigned: office(10, 12*hour), diagnosed: office(10, 15*hour), closed: office(9, 15*hour), errorCode: "ERR_4007", failure: "invisible_character", attempt: 2},
		{opened: office(10, 8*hour), assigned: office(10, 13*hour), diagnosed: office(10, 14*hour), closed: office(10, 18*hour), errorCode: "ERR_9999", failure: "browser_cache", attempt: 2},
		{opened: office(9, 11*hour), assigned: office(9, 12*hour), errorCode: "ERR_3021", failure: "wrong_method", attempt: 2},
		{opened: office(8, 11*hour), errorCode: "no code shown", attempt: 1},
		{opened: s.asOf.at(23*hour + 1800), errorCode: "ERR_3021", attempt: 1},
	} {
		t.seller = s.side[i+2]
		t.id = fmt.Sprintf("TB-%03d", i+1)
		t.process, t.category, t.channel, t.language, t.body = bindingFailure, "Payments", "email", "en", englishQuestion
		t.attachments = slices.Clone(allAttachments)
		if i > 0 && i <= len(allAttachments) {
			t.attachments = slices.Delete(t.attachments, i-1, i)
		}
		if i == len(allAttachments)+1 {
			t.language, t.body = "ru", russianQuestion
		}
		t.forget((s.asOf + 1).at(0) - 1)
		s.tickets = append(s.tickets, t)
	}
}

// Minutes that providers take to answer: on average, and in the middle, 11 and 22
// (A37).
var (
	answerMinutes = [routes]int64{worldfirst: 11, lianlian: 22}
	answerSpread  = int64(5) // to either side
)

// askProviders opens the tickets that the providers answer, in office hours of one
// day.
func (s *shop) askProviders() {
	on := s.calendar.workday(s.calendar.index(s.asOf) - 5)
	for i, of := range s.side[:2] {
		for off := -answerSpread; off <= answerSpread; off++ {
			opened := on.at(10*secondsPerHour + (off+answerSpread)*600)
			s.tickets = append(s.tickets, ticket{
				seller: of, id: fmt.Sprintf("TP-%d-%02d", i+1, off+answerSpread+1), process: otherProcess, category: "Question", channel: "chat", toProvider: true,
				opened: opened, responded: opened + instant((answerMinutes[of.route]+off)*60), closed: opened + secondsPerHour, language: "ru", body: "Когда придёт выплата?",
			})
		}
	}
}

// writeTruthAnswers writes how fast providers answer, and what a ticket lacks.
func (s *shop) writeTruthAnswers() error {
	t, err := s.out.createTable("truth_answers.csv", canonicalDialect, []string{"provider", "tickets", "mean_minutes", "median_minutes"})
	if err != nil {
		return err
	}
	for _, of := range s.side[:2] {
		t.text(of.route.String())
		t.number(2*answerSpread + 1)
		t.number(answerMinutes[of.route])
		t.number(answerMinutes[of.route])
		t.endRow()
	}
	items, err := s.out.createTable("truth_ticket_items.csv", canonicalDialect, []string{"seller_id", "ticket_id", "missing_item"})
	if err != nil {
		return err
	}
	for i := range s.tickets {
		one := &s.tickets[i]
		if one.process != bindingFailure {
			continue
		}
		missing := slices.DeleteFunc(slices.Clone(allAttachments), func(item string) bool { return slices.Contains(one.attachments, item) })
		if one.language != "en" {
			missing = append(missing, "english_message")
		}
		for _, item := range missing {
			items.text(one.seller.id)
			items.text(one.id)
			items.text(item)
			items.endRow()
		}
	}
	return nil
}
