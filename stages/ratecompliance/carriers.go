package ratecompliance

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
)

// notNamed stands for the name of a carrier that nobody names. All carriers are those that
// are named.
const notNamed = "not_named"

type carrierKey struct {
	key
	name string
}

func (k carrierKey) compare(other carrierKey) int {
	return cmp.Or(k.key.compare(other.key), cmp.Compare(k.name, other.name))
}

func (k carrierKey) clone() carrierKey { return carrierKey{k.key.clone(), strings.Clone(k.name)} }

// carried are the counts of a carrier.
type carried struct {
	code                  string
	postings, whitelisted int64
	failed
}

// rateCarriers writes the mart of carriers (B16).
func rateCarriers(t *pipeline.Task, limits gate.Gate) error {
	sums, err := readCarriers(t)
	if err != nil {
		return err
	}
	w := nullable.NewWriter(t, datasets.CarrierCompliance)
	defer w.Release()
	for _, k := range slices.SortedFunc(maps.Keys(sums), carrierKey.compare) {
		sums[k].write(&w, k, limits)
		w.Code(datasets.PolicyPack, t.Pack)
		w.Code(datasets.DecidedBy, "B16 D31 D32")
	}
	return w.Flush()
}

func (c *carried) write(w *nullable.Writer, k carrierKey, limits gate.Gate) {
	w.Code(datasets.SellerID, k.seller)
	w.Code(datasets.ComplianceMonth, k.first.Month())
	w.Code(datasets.CarrierOrAll, k.name)
	w.Code(datasets.CarrierMatched, c.code)
	w.Int(datasets.CarrierPostings, c.postings)
	rate, code, amount := limits.Proportion(c.whitelisted, c.postings), limits.Code(c.postings), c.amount()
	whitelisted, unlisted := &c.whitelisted, c.postings-c.whitelisted
	isOn, missing := unlisted == 0, &unlisted
	isListed := &isOn
	if k.name == notNamed {
		rate, code, amount = gate.Unknown, gate.NotObservable, nil
		whitelisted, missing, isListed = nil, nil, nil
	}
	w.Flag(datasets.CarrierIsOn, isListed)
	w.IntOrNull(datasets.WhitelistedPostings, whitelisted)
	w.IntOrNull(datasets.CarrierUnlisted, missing)
	w.Share(datasets.WhitelistedRate, rate.Share)
	w.Share(datasets.WhitelistedLo, rate.Low)
	w.Share(datasets.WhitelistedHi, rate.High)
	w.Code(datasets.ComplianceGate, code)
	w.Money(datasets.FailedLateCNY, amount)
}

// readCarriers adds up the counts of all partitions, by carrier and of all that are
// named. Of the codes that a spelling had within a month one is kept, whatever the
// order of the rows.
func readCarriers(t *pipeline.Task) (map[carrierKey]*carried, error) {
	sums := make(map[carrierKey]*carried)
	for batch, err := range t.Read(datasets.CarrierCounts) {
		if err != nil {
			return nil, err
		}
		ks := keysOf(batch, datasets.CountMonth)
		names, codes := datasets.CarrierName.In(batch), datasets.CarrierMatched.In(batch)
		postings, whitelisted := datasets.CarrierPostings.In(batch), datasets.WhitelistedPostings.In(batch)
		amounts, unconverted := datasets.FailedLateCNY.In(batch), datasets.FailedUnconverted.In(batch)
		for i := range int(batch.NumRows()) {
			add := func(k carrierKey) *carried {
				c := of(sums, k, carrierKey.clone)
				c.postings += postings.Value(i)
				c.whitelisted += whitelisted.Value(i)
				c.add(amounts.Value(i), unconverted.Value(i))
				return c
			}
			if names.IsNull(i) {
				add(carrierKey{key: ks.at(i), name: notNamed})
				continue
			}
			c := add(carrierKey{key: ks.at(i), name: nullable.Code(names, i)})
			c.code = max(c.code, nullable.CopyCode(codes, i))
			add(carrierKey{key: ks.at(i), name: datasets.All})
		}
	}
	return sums, nil
}
