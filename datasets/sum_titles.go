package datasets

// sumTitles stand first in the row of totals that people write below a table of amounts.
var sumTitles = []string{
	"Total", "Total:", "Grand total", "Grand total:",
	"Итого", "Итого:", "Всего", "Всего:",
	"合计", "合计:", "总计", "总计:",
}
