package readchannels

import (
	"cmp"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// A channel is a collection channel as it was seen.
type channel struct {
	seller, provider   string
	checked            arrow.Timestamp
	text               string           // the state bar
	sync               *arrow.Timestamp // nil = not exported
	opened             *calendar.Day    // nil = not known
	balance, threshold amount
	file               string
	row                int64
}

// An amount is a sum of money, not stated where minor is nil.
type amount struct {
	minor    *int64
	currency string
}

func (c channel) compare(other channel) int {
	return cmp.Or(cmp.Compare(c.seller, other.seller), cmp.Compare(c.provider, other.provider), cmp.Compare(c.checked, other.checked))
}

// readChannels reads the looks up to the as-of date; a later one is reported, and
// not known yet (D06). Texts are copied.
func readChannels(t *pipeline.Task) (channels []channel, _ error) {
	end := calendar.MoscowMidnight(calendar.Day(t.AsOf) + 1)
	for r, err := range nullable.Rows(t, datasets.ProviderChannels) {
		if err != nil {
			return nil, err
		}
		c := channel{
			seller: r.Code(datasets.SellerID), provider: r.Code(datasets.Provider), checked: *r.Instant(datasets.ChannelCheckedAt),
			text: r.Text(datasets.ChannelStateText), sync: r.Instant(datasets.ChannelLastSyncAt), opened: (*calendar.Day)(r.Date(datasets.ChannelOpenedOn)),
			balance:   amountOf(r, datasets.ChannelBalanceAmount, datasets.ChannelBalanceCurrency),
			threshold: amountOf(r, datasets.ChannelAutoWithdrawThreshold, datasets.ChannelThresholdCurrency),
			file:      r.Code(pipeline.FromFile), row: r.Int(pipeline.FromRow),
		}
		if c.checked >= end {
			t.Reject(c.afterAsOf())
			continue
		}
		channels = append(channels, c)
	}
	return channels, nil
}

// afterAsOf returns the finding about a look that is not known yet.
func (c channel) afterAsOf() pipeline.Finding {
	return pipeline.Finding{
		File: c.file, Row: c.row, Column: datasets.ChannelCheckedAt.Name, Code: "time_after_as_of", Raw: c.checked.ToTime(arrow.Microsecond).Format(time.RFC3339Nano),
		Severity: pipeline.Note, Dataset: datasets.RawProviderChannels.Name,
		Message: "The channel was looked at after the as-of date: its state is not yet known on it.",
	}
}

// amountOf reads an amount; without a currency it is yuan (formats.md 9.8).
func amountOf(r nullable.Row, minor *pipeline.Money, currency *pipeline.Code) amount {
	return amount{minor: r.Money(minor), currency: cmp.Or(r.Code(currency), yuan)}
}
