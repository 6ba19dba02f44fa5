package shop

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
)

// hashes returns the SHA-256 of every file below a folder.
func hashes(t *testing.T, dir string) map[string][32]byte {
	t.Helper()
	sums := map[string][32]byte{}
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		sums[strings.TrimPrefix(path, dir)] = sha256.Sum256(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return sums
}

func TestEqualOptionsGiveEqualBytes(t *testing.T) {
	first, _ := mustWrite(t, quarter(1_500))
	again, _ := mustWrite(t, quarter(1_500))
	if diff := cmp.Diff(hashes(t, first), hashes(t, again)); diff != "" {
		t.Errorf("second run differs:\n%s", diff)
	}
	other := quarter(1_500)
	other.Seed++
	otherDir, _ := mustWrite(t, other)
	if hashes(t, first)["/in/104233/payment_history.csv"] == hashes(t, otherDir)["/in/104233/payment_history.csv"] {
		t.Error("another seed gives the same payment history")
	}
}

func TestOptionsOutOfRange(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"no orders":        func(o *Options) { o.Orders = 0 },
		"too many orders":  func(o *Options) { o.Orders = maxOrders + 1 },
		"no days":          func(o *Options) { o.Days = 0 },
		"negative sellers": func(o *Options) { o.Sellers = -1 },
		"no calendar":      func(o *Options) { o.From = time.Date(2019, 7, 1, 0, 0, 0, 0, time.UTC) },
	} {
		o := quarter(100)
		change(&o)
		if _, err := Write(context.Background(), t.TempDir(), o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestSecondShopInOneFolderIsRefused(t *testing.T) {
	dir, _ := mustWrite(t, quarter(50))
	if _, err := Write(context.Background(), dir, quarter(50)); err == nil {
		t.Error("the folder was used again")
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Write(ctx, t.TempDir(), quarter(50)); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
}

// Any number of sellers, short spans, spans before the rule of June 2024 and
// spans without any holiday must work.
func TestOtherShops(t *testing.T) {
	for name, o := range map[string]Options{
		"one seller":      {Orders: 300, Seed: 1, From: time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC), Days: 60, Sellers: 1},
		"seven sellers":   {Orders: 300, Seed: 2, From: time.Date(2024, 9, 1, 0, 0, 0, 0, time.UTC), Days: 60, Sellers: 7},
		"one day":         {Orders: 300, Seed: 3, From: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Days: 1},
		"across the rule": {Orders: 3_000, Seed: 4, From: time.Date(2023, 11, 20, 0, 0, 0, 0, time.UTC), Days: 250},
		"one order":       {Orders: 1, Seed: 5, From: time.Date(2024, 7, 1, 0, 0, 0, 0, time.UTC), Days: 90},
	} {
		t.Run(name, func(t *testing.T) {
			if _, sum := mustWrite(t, o); sum.Postings < o.Orders {
				t.Errorf("%d postings of %d orders", sum.Postings, o.Orders)
			}
		})
	}
}

func TestLinesAddUpToPayouts(t *testing.T) {
	dir, sum := mustWrite(t, quarter(3_000))
	lines, payouts := int64(0), map[string]bool{}
	paths := append(sellerFile(t, dir, "payment_history.csv"), filepath.Join(dir, "in", "payment_history.csv"))
	for _, path := range paths {
		type total struct{ payout, lines int64 }
		totals := map[string]total{}
		for _, row := range readTable(t, path, paymentColumns) {
			if strings.HasPrefix(row["payout_id"], "P-SPOILED") {
				continue
			}
			lines++
			payouts[row["payout_id"]] = true
			amount := parseScaled(t, row["payout_amount"], 2)
			if row["is_test_transfer"] == "true" {
				continue
			}
			if row["line_currency"] != row["payout_currency"] {
				t.Fatalf("%v: currencies differ", row)
			}
			sumOfLines := totals[row["payout_id"]].lines + parseScaled(t, row["line_amount"], 2)
			totals[row["payout_id"]] = total{amount, sumOfLines}
			if row["applied_rate"] == "" { // the side accounts are paid as it came
				continue
			}
			product := amount * parseScaled(t, row["applied_rate"], 4)
			if off := 2*product - 2*parseScaled(t, row["source_amount"], 2)*rateScale; off < -rateScale || off > rateScale {
				t.Fatalf("%s: source amount is off by %d", row["payout_id"], off)
			}
			settled, arrived := parseDate(t, row["settled_on"]), parseDate(t, row["arrived_on"])
			if arrived != 0 && (arrived < settled || arrived > dayOf(sum.AsOf)) {
				t.Errorf("%s: settled %s, arrived %s", row["payout_id"], row["settled_on"], row["arrived_on"])
			}
		}
		for id, got := range totals {
			if got.lines != got.payout || got.payout <= 0 {
				t.Errorf("%s: lines %d, payout %d", id, got.lines, got.payout)
			}
		}
	}
	if lines != sum.PayoutLines || int64(len(payouts)) != sum.Payouts {
		t.Errorf("%d lines of %d payouts, summary says %d of %d", lines, len(payouts), sum.PayoutLines, sum.Payouts)
	}
}

func TestCopyAsJSONHoldsTheSameLines(t *testing.T) {
	dir, _ := mustWrite(t, quarter(1_500))
	content, err := os.ReadFile(filepath.Join(dir, "in", "313401", "payouts.json"))
	if err != nil {
		t.Fatal(err)
	}
	var objects []map[string]*string
	if err := json.Unmarshal(content, &objects); err != nil {
		t.Fatal(err)
	}
	got := make([]map[string]string, len(objects))
	for i, object := range objects {
		got[i] = map[string]string{}
		for name, value := range object {
			got[i][name] = ""
			if value != nil {
				got[i][name] = *value
			}
		}
	}
	want := readTable(t, filepath.Join(dir, "in", "313401", "payment_history.csv"), paymentColumns)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("CSV and JSON differ:\n%s", diff)
	}
}

func BenchmarkWrite(b *testing.B) {
	const orders = 50_000
	for b.Loop() {
		if _, err := Write(context.Background(), b.TempDir(), quarter(orders)); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(orders)*float64(b.N)/b.Elapsed().Seconds(), "orders/s")
}

// Orders beyond those with a buyer of eight digits have one of ten, and none has
// the number of another.
func TestBuyersAreDifferent(t *testing.T) {
	o := Options{Seed: 9}
	seen := map[int64]bool{}
	for _, from := range []int64{0, buyerNumbers - 1000, 2*buyerNumbers - 1000, maxOrders - 1000} {
		for order := from; order < min(from+2000, maxOrders); order++ {
			buyer := o.buyer(order)
			if digits := len(strconv.FormatInt(buyer, 10)); digits > 10 || order < buyerNumbers && digits > 8 || order >= buyerNumbers && digits != 10 {
				t.Fatalf("order %d has buyer %d", order, buyer)
			}
			if seen[buyer] {
				t.Fatalf("order %d has the buyer of another, %d", order, buyer)
			}
			seen[buyer] = true
		}
	}
}

// A packed shop unpacks to the shop.
func TestPackedShop(t *testing.T) {
	o := quarter(300)
	plain, _ := mustWrite(t, o)
	o.Packed = true
	packed, _ := mustWrite(t, o)
	count := 0
	err := filepath.WalkDir(filepath.Join(packed, "in"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		got, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, isPacked := strings.CutSuffix(strings.TrimPrefix(path, packed), ".zst")
		if isPacked {
			z, err := zstd.NewReader(bytes.NewReader(got))
			if err != nil {
				return err
			}
			defer z.Close()
			if got, err = io.ReadAll(z); err != nil {
				return err
			}
			count++
		}
		want, err := os.ReadFile(filepath.Join(plain, name))
		if !bytes.Equal(got, want) {
			t.Errorf("%s differs", name)
		}
		return err
	})
	if err != nil || count == 0 {
		t.Errorf("%d packed files, error %v", count, err)
	}
}
