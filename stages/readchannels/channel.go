package readchannels

import (
	"cmp"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

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
	for batch, err := range t.Read(datasets.ProviderChannels) {
		if err != nil {
			return nil, err
		}
		sellers, providers, checked := datasets.SellerID.In(batch), datasets.Provider.In(batch), datasets.ChannelCheckedAt.In(batch)
		texts, syncs, opened := datasets.ChannelStateText.In(batch), datasets.ChannelLastSyncAt.In(batch), datasets.ChannelOpenedOn.In(batch)
		balances, balanceCurrencies := datasets.ChannelBalanceAmount.In(batch), datasets.ChannelBalanceCurrency.In(batch)
		thresholds, thresholdCurrencies := datasets.ChannelAutoWithdrawThreshold.In(batch), datasets.ChannelThresholdCurrency.In(batch)
		files, rows := pipeline.FromFile.In(batch), pipeline.FromRow.In(batch)
		for i := range int(batch.NumRows()) {
			c := channel{
				seller: nullable.CopyCode(sellers, i), provider: nullable.CopyCode(providers, i), checked: checked.Value(i),
				text: nullable.CopyText(texts, i), sync: nullable.Value(syncs, i), opened: (*calendar.Day)(nullable.Value(opened, i)),
				balance: amountOf(balances, balanceCurrencies, i), threshold: amountOf(thresholds, thresholdCurrencies, i),
				file: nullable.CopyCode(files, i), row: rows.Value(i),
			}
			if c.checked >= end {
				t.Reject(c.afterAsOf())
				continue
			}
			channels = append(channels, c)
		}
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
func amountOf(amounts *array.Int64, currencies *array.Dictionary, i int) amount {
	return amount{minor: nullable.Value(amounts, i), currency: cmp.Or(nullable.CopyCode(currencies, i), yuan)}
}
