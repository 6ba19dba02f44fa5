package policy

import (
	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// ErrorMeanings reads [datasets.ErrorCodes]: the meaning of each listed code, ""
// while it is not published (C31).
func ErrorMeanings(t *pipeline.Task) (map[string]string, error) {
	type entry struct{ code, meaning string }
	rows := table[string, entry]{name: datasets.ErrorCodes.Name}
	err := each(t, datasets.ErrorCodes, func(c cursor, at place) error {
		row := entry{c.Code(datasets.KnownErrorCode), c.Text(datasets.ErrorMeaning)}
		return rows.add(row.code, row, at)
	})
	if err != nil {
		return nil, err
	}
	meanings := make(map[string]string)
	for _, row := range rows.values() {
		meanings[row.code] = row.meaning
	}
	return meanings, nil
}
