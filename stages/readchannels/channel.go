package readchannels

import (
	"cmp"
	"strings"

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
	text               string // the state bar
	hasSync            bool   // sync is exported
	sync               arrow.Timestamp
	opened             *calendar.Day // nil = not known
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

// readChannels reads the channels. Texts are copied.
func readChannels(t *pipeline.Task) (channels []channel, _ error) {
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
				seller: copyOf(sellers, i), provider: copyOf(providers, i), checked: checked.Value(i),
				text:    strings.Clone(nullable.Text(texts, i)),
				balance: amountOf(balances, balanceCurrencies, i), threshold: amountOf(thresholds, thresholdCurrencies, i),
				file: copyOf(files, i), row: rows.Value(i),
			}
			if c.hasSync = syncs.IsValid(i); c.hasSync {
				c.sync = syncs.Value(i)
			}
			if opened.IsValid(i) {
				day := calendar.Day(opened.Value(i))
				c.opened = &day
			}
			channels = append(channels, c)
		}
	}
	return channels, nil
}

// amountOf reads an amount; without a currency it is yuan (formats.md 9.8).
func amountOf(amounts *array.Int64, currencies *array.Dictionary, i int) amount {
	a := amount{currency: cmp.Or(copyOf(currencies, i), yuan)}
	if amounts.IsValid(i) {
		minor := amounts.Value(i)
		a.minor = &minor
	}
	return a
}

// copyOf returns a code that outlives its batch.
func copyOf(codes *array.Dictionary, i int) string { return strings.Clone(nullable.Code(codes, i)) }
