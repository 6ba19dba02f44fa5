package ratecompliance

import (
	"maps"
	"math"
	"slices"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// uploads are the counts of a seller and day or month.
type uploads struct {
	all, before int64
	failed
}

func (u *uploads) join(other *uploads) {
	u.all += other.all
	u.before += other.before
	u.add(other.late, other.unconverted)
}

// lags are the sync lags of a seller and month.
type lags struct {
	byHours map[int64]int64
	notSeen int64
}

func (l *lags) seen() (n int64) {
	for _, count := range l.byHours {
		n += count
	}
	return n
}

// median returns the median of the hours, between the two in the middle of an even
// number; NaN without any.
func (l *lags) median() float64 {
	n := l.seen()
	if n == 0 {
		return math.NaN()
	}
	low, high := (n-1)/2, n/2 // positions from 0
	sum, passed := 0.0, int64(0)
	for _, hours := range slices.Sorted(maps.Keys(l.byHours)) {
		for _, position := range []int64{low, high} {
			if passed <= position && position < passed+l.byHours[hours] {
				sum += float64(hours) / 2
			}
		}
		passed += l.byHours[hours]
	}
	return sum
}

// rateUploads writes the mart of uploads and sync lags (B15, C08).
func rateUploads(t *pipeline.Task, limits gate.Gate, values *policy.ValueTable) error {
	days, err := readUploads(t)
	if err != nil {
		return err
	}
	lagged, err := readLags(t)
	if err != nil {
		return err
	}
	w := uploadWriter{nullable.NewWriter(t, datasets.CutOffCompliance), limits, values, t.Pack}
	defer w.Release()
	months := make(map[key]*uploads)
	for k := range lagged {
		months[k] = &uploads{}
	}
	for _, k := range slices.Collect(maps.Keys(days)) {
		if next := (key{k.seller, k.first + 1}); days[k].all > days[k].before && days[next] == nil {
			days[next] = &uploads{} // nothing was uploaded, but something counts for the day
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(days), key.compare) {
		if days[k].all > 0 { // the day after the last uploads may begin another month
			of(months, key{k.seller, k.first.MonthStart()}).join(days[k])
		}
		counted := days[k].before
		if yesterday := days[key{k.seller, k.first - 1}]; yesterday != nil {
			counted += yesterday.all - yesterday.before
		}
		w.uploads(k, k.first.String(), days[k], &counted)
		w.lags(nil)
	}
	for _, k := range slices.SortedFunc(maps.Keys(months), key.compare) {
		ofMonth := lagged[k]
		if ofMonth == nil {
			ofMonth = &lags{}
		}
		w.uploads(k, k.first.Month(), months[k], nil)
		w.lags(ofMonth)
	}
	return w.Flush()
}

// An uploadWriter writes the rows of the mart.
type uploadWriter struct {
	nullable.Writer
	limits gate.Gate
	values *policy.ValueTable
	pack   string
}

func (w *uploadWriter) uploads(k key, period string, u *uploads, counted *int64) {
	rate := w.limits.Proportion(u.before, u.all)
	cutOff, _, _ := w.values.At("upload_cut_off_time", k.first)
	zone, _, _ := w.values.At("upload_cut_off_zone", k.first)
	all, before, after, late := &u.all, &u.before, new(u.all-u.before), u.amount()
	if u.all == 0 && cutOff == "" {
		all, before, after, late = nil, nil, nil, nil // without a cut-off uploads are not counted
	}
	w.Code(datasets.SellerID, k.seller)
	w.Code(datasets.CutOffPeriod, period)
	w.IntOrNull(datasets.Uploads, all)
	w.IntOrNull(datasets.UploadsInTime, before)
	w.IntOrNull(datasets.AfterCutOff, after)
	w.IntOrNull(datasets.CountedForDay, counted)
	w.Share(datasets.CutOffRate, rate.Share)
	w.Share(datasets.CutOffLo, rate.Low)
	w.Share(datasets.CutOffHi, rate.High)
	code := w.limits.Code(u.all)
	if u.all == 0 {
		code = gate.NotObservable
	}
	w.Code(datasets.ComplianceGate, code)
	w.Money(datasets.FailedLateCNY, late)
	w.Code(datasets.CutOffTime, cutOff)
	w.Code(datasets.CutOffZone, zone)
	w.Code(datasets.PolicyPack, w.pack)
	w.Code(datasets.DecidedBy, "B15 C08 D31 D32")
}

// lags writes the lags of a month, nil for a day.
func (w *uploadWriter) lags(l *lags) {
	if l == nil {
		w.IntOrNull(datasets.MonthDeliveries, nil)
		w.IntOrNull(datasets.NotSeen, nil)
		w.Share(datasets.MedianLag, math.NaN())
		return
	}
	median := math.NaN()
	if w.limits.HasShare(l.seen()) {
		median = l.median()
	}
	w.Int(datasets.MonthDeliveries, l.seen()+l.notSeen)
	w.Int(datasets.NotSeen, l.notSeen)
	w.Share(datasets.MedianLag, median)
}

// readUploads adds up the uploads of all partitions by day.
func readUploads(t *pipeline.Task) (map[key]*uploads, error) {
	days := make(map[key]*uploads)
	for r, err := range nullable.Rows(t, datasets.UploadCounts) {
		if err != nil {
			return nil, err
		}
		u := of(days, keyOf(r, datasets.UploadedOn))
		u.all += r.Int(datasets.Uploads)
		u.before += r.Int(datasets.UploadsInTime)
		u.addRow(r)
	}
	return days, nil
}

// readLags adds up the sync lags of all partitions by month.
func readLags(t *pipeline.Task) (map[key]*lags, error) {
	months := make(map[key]*lags)
	for r, err := range nullable.Rows(t, datasets.SyncLagCounts) {
		if err != nil {
			return nil, err
		}
		l, hours := of(months, keyOf(r, datasets.CountMonth)), r.IntOrNull(datasets.SyncLagHours)
		if hours == nil {
			l.notSeen += r.Int(datasets.SyncDeliveries)
			continue
		}
		if l.byHours == nil {
			l.byHours = make(map[int64]int64)
		}
		l.byHours[*hours] += r.Int(datasets.SyncDeliveries)
	}
	return months, nil
}
