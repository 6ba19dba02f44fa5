package rateservice

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// A key tells the rows of the mart apart.
type key struct{ seller, party, clock, period string }

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.seller, other.seller), cmp.Compare(k.party, other.party), cmp.Compare(k.clock, other.clock), cmp.Compare(k.period, other.period))
}

// A sample holds the clocks behind one row. Durations are in microseconds of the
// clock.
type sample struct {
	met       []int     // within the limit
	undecided []int     // watched for so long, within the limit, and not done
	breached  int64     // past the limit, done or not
	others    int64     // done, without a limit
	limit     int       // the longest of them; 0 = none is promised
	minutes   []float64 // taken, where done
	ruleIDs   []string  // sorted, each once
}

func (s *sample) n() int64 { return int64(len(s.met)+len(s.undecided)) + s.breached + s.others }

const microsPerMinute = int(time.Minute / time.Microsecond)

// readSamples puts each clock that started, and is not unknown, into its four
// groups.
func readSamples(t *pipeline.Task) (map[key]*sample, error) {
	samples := make(map[key]*sample)
	for batch, err := range t.Read(datasets.SLAClocks) {
		if err != nil {
			return nil, err
		}
		sellers, parties, clocks := datasets.SellerID.In(batch), datasets.SLAParty.In(batch), datasets.SLAClock.In(batch)
		states, rules, starts := datasets.SLAState.In(batch), datasets.DecidedBy.In(batch), datasets.SLAStartedAt.In(batch)
		taken, limits, ends := datasets.SLATaken.In(batch), datasets.SLALimit.In(batch), datasets.SLAEndedAt.In(batch)
		for i := range int(batch.NumRows()) {
			if taken.IsNull(i) {
				continue // not started, or unknown
			}
			limit := 0
			if limits.IsValid(i) {
				limit = int(limits.Value(i)) * microsPerMinute
			}
			month := calendar.MoscowDay(starts.Value(i)).Month()
			k := key{nullable.CopyCode(sellers, i), nullable.CopyCode(parties, i), nullable.CopyCode(clocks, i), month}
			for _, seller := range []string{k.seller, datasets.All} {
				for _, period := range []string{month, datasets.All} {
					group := key{seller, k.party, k.clock, period}
					if samples[group] == nil {
						samples[group] = &sample{}
					}
					samples[group].add(nullable.Code(states, i), taken.Value(i), limit, ends.IsValid(i))
					samples[group].cite(nullable.Code(rules, i))
				}
			}
		}
	}
	return samples, nil
}

func (s *sample) add(state string, minutes float64, limit int, isDone bool) {
	s.limit = max(s.limit, limit)
	if isDone {
		s.minutes = append(s.minutes, minutes)
	}
	// A float64 holds minutes of a century to less than a microsecond.
	micros := int(math.Round(minutes * float64(microsPerMinute)))
	switch state {
	case "met":
		s.met = append(s.met, micros)
	case "open", "closed_without":
		s.undecided = append(s.undecided, micros)
	case "breached", "open_breached":
		s.breached++
	case "ended":
		s.others++
	}
}

// cite adds rules to those of the sample.
func (s *sample) cite(ruleIDs string) {
	for id := range strings.FieldsSeq(ruleIDs) {
		if at, known := slices.BinarySearch(s.ruleIDs, id); !known {
			s.ruleIDs = slices.Insert(s.ruleIDs, at, strings.Clone(id))
		}
	}
}
