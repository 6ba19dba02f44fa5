package readchannels

import (
	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/channelstate"
	"ozpayout/stages/internal/nullable"
)

// A suspension is a run of looks at which a channel was suspended.
type suspension struct {
	first   channel
	cleared *channel // first look with another state, nil = not seen
}

// suspensionsOf returns the suspensions among looks that are in order. A state
// that is not known is another state.
func suspensionsOf(looks []channel) (suspensions []suspension) {
	isOpen := false
	for i := range looks {
		look := looks[i]
		if i > 0 && (look.seller != looks[i-1].seller || look.provider != looks[i-1].provider) {
			isOpen = false
		}
		isSuspended := channelstate.Parse(look.text).State == channelstate.Suspended
		switch {
		case isSuspended && !isOpen:
			suspensions = append(suspensions, suspension{first: look})
		case !isSuspended && isOpen:
			suspensions[len(suspensions)-1].cleared = &look
		}
		isOpen = isSuspended
	}
	return suspensions
}

func writeSuspensions(t *pipeline.Task, suspensions []suspension) error {
	w := nullable.NewWriter(t, datasets.ChannelSuspensions)
	defer w.Release()
	for _, s := range suspensions {
		w.Code(datasets.SellerID, s.first.seller)
		w.Code(datasets.Provider, s.first.provider)
		var cleared *arrow.Date32
		if s.cleared != nil {
			cleared = new(moscowDate(s.cleared.checked))
		}
		w.Date(datasets.SuspensionOpenedOn, new(moscowDate(s.first.checked)))
		w.Date(datasets.SuspensionClearedOn, cleared)
		w.Code(datasets.SuspensionFile, s.first.file)
		w.Int(datasets.SuspensionRow, s.first.row)
	}
	return w.Flush()
}

func moscowDate(at arrow.Timestamp) arrow.Date32 { return arrow.Date32(calendar.MoscowDay(at)) }
