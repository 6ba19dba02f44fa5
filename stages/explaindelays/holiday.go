package explaindelays

import "fmt"

// findHolidays finds the Russian working days of the last leg on which China
// rests (C07, D16). They are computed: no record shows them. Where the leg touches
// a year without a Chinese calendar nothing is known; one without a Russian
// calendar is an error.
func findHolidays(l *line, r *rules) (found []episode, _ error) {
	leg, ok := r.russia.AppendWorkingDays(nil, l.settled, l.end)
	if !ok {
		return nil, fmt.Errorf("no Russian calendar for %v to %v", l.settled, l.end)
	}
	for _, day := range leg {
		isWorking, ok := r.china.IsWorking(day)
		if !ok {
			return nil, nil
		}
		if !isWorking {
			found = append(found, episode{cause: holiday, opened: day, cleared: day, grade: observed})
		}
	}
	return found, nil
}
