package ratecompliance

import (
	"cmp"
	"maps"
	"slices"

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
	for r, err := range nullable.Rows(t, datasets.CarrierCounts) {
		if err != nil {
			return nil, err
		}
		k, name := keyOf(r, datasets.CountMonth), r.Code(datasets.CarrierName)
		if name == "" {
			of(sums, carrierKey{k, notNamed}).addRow(r)
			continue
		}
		c := of(sums, carrierKey{k, name})
		c.addRow(r)
		c.code = max(c.code, r.Code(datasets.CarrierMatched))
		of(sums, carrierKey{k, datasets.All}).addRow(r)
	}
	return sums, nil
}

func (c *carried) addRow(r nullable.Row) {
	c.postings += r.Int(datasets.CarrierPostings)
	c.whitelisted += r.Int(datasets.WhitelistedPostings)
	c.failed.addRow(r)
}
