package countcompliance

import (
	"cmp"
	"fmt"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/policy"
	"ozpayout/stages/internal/vector"
)

// A cutOff is the time of day before which an upload counts for the day (B15, C08).
type cutOff struct {
	zone *time.Location
	at   int // second of the day
}

// place returns the day of an instant in the zone and whether it is strictly before
// the cut-off.
func (c cutOff) place(at arrow.Timestamp) (day calendar.Day, isBefore bool) {
	const secondsPerDay = 24 * 60 * 60
	instant := time.UnixMicro(int64(at))
	_, ahead := instant.In(c.zone).Zone()
	local := instant.Unix() + int64(ahead)
	second := local % secondsPerDay
	if second < 0 {
		second += secondsPerDay
	}
	return calendar.Day((local - second) / secondsPerDay), int(second) < c.at
}

// cutOffs knows the cut-off of each day.
type cutOffs struct {
	zones, times policy.DatedValue
	zone, at     string // of the one that was asked for last
	last         cutOff
}

func newCutOffs(values *policy.ValueTable) *cutOffs {
	return &cutOffs{zones: values.Of("upload_cut_off_zone"), times: values.Of("upload_cut_off_time")}
}

// on returns the cut-off that the policy has on a day; ok is false when it has none.
func (c *cutOffs) on(day calendar.Day) (_ cutOff, ok bool, _ error) {
	zone, _, hasZone := c.zones.At(day)
	at, _, hasTime := c.times.At(day)
	if !hasZone || !hasTime {
		return cutOff{}, false, nil
	}
	if c.last.zone != nil && c.zone == zone && c.at == at {
		return c.last, true, nil
	}
	location, err := time.LoadLocation(zone)
	if err != nil {
		return cutOff{}, false, fmt.Errorf("upload_cut_off_zone: %w", err)
	}
	clock, err := time.Parse("15:04", at)
	if err != nil {
		return cutOff{}, false, fmt.Errorf("upload_cut_off_time: %w", err)
	}
	c.zone, c.at, c.last = zone, at, cutOff{location, (clock.Hour()*60 + clock.Minute()) * 60}
	return c.last, true, nil
}

// A dayKey is a seller and a day.
type dayKey struct {
	seller int32
	day    calendar.Day
}

func (k dayKey) Hash() uint32 { return uint32(k.seller)*31 + uint32(k.day) }

func (c *counter) compareDays(a, b dayKey) int {
	return cmp.Or(cmp.Compare(c.sellerRanks[a.seller], c.sellerRanks[b.seller]), cmp.Compare(a.day, b.day))
}

// uploads are the counts of a seller and day.
type uploads struct {
	all, before int64
	failed
}

// countUploads counts the first uploads of a batch. Without a cut-off in the policy
// there is nothing to keep to.
func (c *counter) countUploads(batch arrow.Record, sellers *vector.Codes[int32], late *array.Int64) error {
	at := datasets.NumberUploadedAt.In(batch)
	for row := range int(batch.NumRows()) {
		if sellers.IsNull(row) || at.IsNull(row) {
			continue
		}
		limit, ok, err := c.cutOffs.on(calendar.MoscowDay(at.Value(row)))
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		day, isBefore := limit.place(at.Value(row))
		n := c.uploads.Of(dayKey{sellers.At(row), day})
		n.all++
		if isBefore {
			n.before++
		} else {
			n.add(late, row)
		}
	}
	return nil
}

type lagKey struct {
	monthKey
	hours int64 // notSeen for a delivery that Ozon has not seen
}

const notSeen = -1

func (k lagKey) Hash() uint32 { return k.monthKey.Hash() + 7*uint32(k.hours) }

func (c *counter) compareLags(a, b lagKey) int {
	return cmp.Or(c.compareMonths(a.monthKey, b.monthKey), cmp.Compare(a.hours, b.hours))
}

// countLags counts the deliveries of a batch by how long Ozon took to see them. One
// that it saw before the carrier recorded it took no time.
func (c *counter) countLags(batch arrow.Record, sellers *vector.Codes[int32]) {
	const hour = int64(time.Hour / time.Microsecond)
	delivered, seen := datasets.CarrierDeliveryAt.In(batch), datasets.DeliverySeenAt.In(batch)
	for row := range int(batch.NumRows()) {
		if sellers.IsNull(row) || delivered.IsNull(row) {
			continue
		}
		key := lagKey{monthKey{sellers.At(row), calendar.MoscowDay(delivered.Value(row)).MonthStart()}, notSeen}
		if seen.IsValid(row) {
			key.hours = max(0, int64(seen.Value(row)-delivered.Value(row))/hour)
		}
		*c.lags.Of(key)++
	}
}
