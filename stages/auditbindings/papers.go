package auditbindings

import (
	"ozpayout/stages/internal/checklist"
	"ozpayout/stages/internal/policy"
)

// hasPaper checks one paper of the checklist on the day.
func (s *subject) hasPaper(paper policy.Paper) outcome {
	v := checklist.Judge(paper, s.seller.papers[s.provider], s.day)
	switch {
	case v.IsPresent == nil:
		return notKnown("unknown_" + paper.Document)
	case !*v.IsPresent:
		return failing(s.at(), "missing_"+paper.Document)
	}
	return outcome{result: pass}
}
