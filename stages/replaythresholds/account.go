package replaythresholds

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/nullable"
)

// yuan is the currency of the thresholds (A38): what comes in otherwise is not
// replayed.
const yuan = "CNY"

// An accountKey names an account at a provider. Where the export does not name it,
// the receipts of each seller are an account: money of one is not of another.
type accountKey struct{ provider, name, unnamedOf string }

func (k accountKey) compare(other accountKey) int {
	return cmp.Or(cmp.Compare(k.provider, other.provider), cmp.Compare(k.name, other.name), cmp.Compare(k.unnamedOf, other.unnamedOf))
}

// An account is what came into an account at a provider, and whose it is.
type account struct {
	accountKey
	received map[calendar.Day]int64
	sellers  map[string]bool
}

// seller returns whose account it is, ALL where it serves several sellers or the
// export names none.
func (a *account) seller() string {
	if len(a.sellers) != 1 {
		return datasets.All
	}
	return slices.Collect(maps.Keys(a.sellers))[0]
}

// inflow returns what came in, without gaps. There is at least one receipt.
func (a *account) inflow() inflow {
	days := slices.Sorted(maps.Keys(a.received))
	in := inflow{first: days[0], byDay: make([]int64, days[len(days)-1]-days[0]+1)}
	for day, amount := range a.received {
		in.byDay[day-in.first] = amount
	}
	return in
}

// readAccounts reads the completed receipts in yuan up to the as-of date, by
// account and day of Shanghai, in order of the accounts. Those that were undone, or
// may have been, do not count.
func readAccounts(t *pipeline.Task) ([]*account, error) {
	byKey := make(map[accountKey]*account)
	for batch, err := range t.Read(datasets.Withdrawals) {
		if err != nil {
			return nil, err
		}
		columns := columnsOf(batch)
		for i := range int(batch.NumRows()) {
			seller := columns.seller.At(i)
			k := accountKey{provider: columns.provider.At(i), name: nullable.Text(columns.account, i)}
			if k.name == "" {
				k.unnamedOf = seller
			}
			a := byKey[k]
			if a == nil {
				k.name = strings.Clone(k.name) // it outlives its batch
				a = &account{accountKey: k, received: make(map[calendar.Day]int64), sellers: make(map[string]bool)}
				byKey[k] = a
			}
			if seller != "" {
				a.sellers[seller] = true
			}
			if day, amount, ok := columns.receipt(i, t.AsOf); ok {
				a.received[day] += amount
			}
		}
	}
	var accounts []*account
	for _, a := range byKey {
		if len(a.received) > 0 {
			accounts = append(accounts, a)
		}
	}
	slices.SortFunc(accounts, func(a, b *account) int { return a.compare(b.accountKey) })
	return accounts, nil
}

// A channelKey names a channel of a seller.
type channelKey struct{ seller, provider string }

// readCurrent reads the thresholds that sellers have set, as last seen up to the
// as-of date.
func readCurrent(t *pipeline.Task) (map[channelKey]int64, error) {
	type seen struct {
		at        arrow.Timestamp
		threshold int64
	}
	latest := make(map[channelKey]seen)
	for r, err := range nullable.Rows(t, datasets.ProviderChannels) {
		if err != nil {
			return nil, err
		}
		threshold, checked := r.Money(datasets.ChannelAutoWithdrawThreshold), r.Instant(datasets.ChannelCheckedAt)
		currency := cmp.Or(r.Code(datasets.ChannelThresholdCurrency), yuan)
		if threshold == nil || checked == nil || isAfter(t.AsOf, *checked) || currency != yuan {
			continue
		}
		k := channelKey{r.Code(datasets.SellerID), r.Code(datasets.Provider)}
		if before, ok := latest[k]; !ok || *checked > before.at {
			latest[k] = seen{*checked, *threshold}
		}
	}
	current := make(map[channelKey]int64, len(latest))
	for k, s := range latest {
		current[k] = s.threshold
	}
	return current, nil
}

// currentOf returns the thresholds that the sellers of the account have set.
func (a *account) currentOf(current map[channelKey]int64) map[int64]bool {
	set := make(map[int64]bool)
	for seller := range a.sellers {
		if threshold, ok := current[channelKey{seller, a.provider}]; ok {
			set[threshold] = true
		}
	}
	return set
}
