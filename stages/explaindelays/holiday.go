package explaindelays

// findHolidays finds the Russian working days of the last leg on which China
// rests (C07, D16). They are computed: no record shows them. Where the leg touches
// a year without a Chinese calendar nothing is known; one without a Russian
// calendar is an error.
func findHolidays(l *line, r *rules, found []episode) ([]episode, error) {
	if _, err := r.russia.CountWorkingDays(l.settled, l.end); err != nil {
		return nil, err
	}
	others := len(found)
	for day := l.settled + 1; day <= l.end; day++ {
		if isWorking, _ := r.russia.IsWorking(day); !isWorking {
			continue
		}
		isWorking, ok := r.china.IsWorking(day)
		if !ok {
			return found[:others], nil
		}
		if !isWorking {
			found = append(found, episode{cause: holiday, opened: day, cleared: day, grade: observed})
		}
	}
	return found, nil
}
