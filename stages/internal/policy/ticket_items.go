package policy

import (
	"cmp"
	"fmt"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
)

// A TicketItem is something that the tickets of a process must have.
type TicketItem struct {
	Process, Code string
	IsMessage     bool // shown by the message itself, else by the list of attachments
	RuleIDs       string
	Period        Period
}

func (i TicketItem) validity() Period { return i.Period }
func (i TicketItem) identity() string { return i.Process + " " + i.Code }

// TicketItems reads [datasets.TicketItems] in the order of processes, codes and first days.
func TicketItems(t *pipeline.Task) ([]TicketItem, error) {
	type key struct {
		process, code string
		from          calendar.Day
	}
	rows := table[key, TicketItem]{name: datasets.TicketItems.Name}
	err := eachOfPack(t, datasets.TicketItems, func(c cursor, at place) error {
		item := TicketItem{
			Process: c.Code(datasets.ItemProcess), Code: c.Code(datasets.ItemCode),
			RuleIDs: c.Code(datasets.RuleIDs), Period: Validity(c.Row),
		}
		switch shown := c.Code(datasets.ItemShownBy); shown {
		case "message":
			item.IsMessage = true
		case "attachments":
		default:
			return fmt.Errorf("shown_by %q is neither attachments nor message", shown)
		}
		return rows.add(key{item.Process, item.Code, item.Period.From}, item, at)
	})
	if err != nil {
		return nil, err
	}
	return slices.SortedFunc(slices.Values(rows.values()), func(a, b TicketItem) int {
		return cmp.Or(cmp.Compare(a.Process, b.Process), cmp.Compare(a.Code, b.Code), cmp.Compare(a.Period.From, b.Period.From))
	}), nil
}
