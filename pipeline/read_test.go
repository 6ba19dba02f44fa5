package pipeline

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// drawFile draws a small file of one of a few headers, with decimal signs of its own and, unless
// it is clean, with bad cells and totals.
func drawFile(t *rapid.T, isClean bool) string {
	header := rapid.SampledFrom([]string{
		"posting_number,status,amount,currency,sold_on", "posting_number,amount,currency,sold_on",
		"Номер посылки;Дата отправки;Стоимость;Валюта;Штук", "parcel_number;sent_on;value;currency;shop_id",
	}).Draw(t, "header")
	separator := ","
	if strings.Contains(header, ";") {
		separator = ";"
	}
	amounts := [][]string{{"1.50", "2", "x"}, {"7", "-3", ""}}
	numbers, lastDay := []string{"1001-0001-1", "1002-0001-1", "77", "Итого", ""}, 32
	if isClean {
		amounts[0], numbers, lastDay = []string{"1.50", "2"}, numbers[:3], 31
	}
	if separator == ";" {
		amounts = append(amounts, []string{"1,50", "2,25", "2.25"}, []string{"2,50"}, []string{"1,234"}, []string{"1.234"})
	}
	amount := rapid.SampledFrom(rapid.SampledFrom(amounts).Draw(t, "amounts"))
	var text strings.Builder
	text.WriteString(header + "\n")
	for range rapid.IntRange(0, 5).Draw(t, "rows") {
		var cells []string
		for h := range strings.SplitSeq(header, separator) {
			switch h {
			case "posting_number", "parcel_number", "Номер посылки":
				cells = append(cells, rapid.SampledFrom(numbers).Draw(t, "number"))
			case "sold_on", "sent_on", "Дата отправки":
				cells = append(cells, fmt.Sprintf("2026-03-%02d", rapid.IntRange(1, lastDay).Draw(t, "day")))
			case "amount", "value", "Стоимость":
				cells = append(cells, amount.Draw(t, "amount"))
			case "currency", "Валюта":
				cells = append(cells, rapid.SampledFrom([]string{"RUB", "CNY"}).Draw(t, "currency"))
			default:
				cells = append(cells, rapid.SampledFrom([]string{"1", "2", ""}).Draw(t, "cell"))
			}
		}
		text.WriteString(strings.Join(cells, separator) + "\n")
	}
	switch rapid.IntRange(0, 5).Draw(t, "end") {
	case 0:
		return strings.TrimSuffix(text.String(), "\n")
	case 1:
		return text.String() + "\n"
	}
	return text.String()
}

// Files that are read together give the rows, sums, findings and dates that they
// give one by one.
func TestLotsGiveWhatPiecesDo(t *testing.T) {
	plan := &Plan{Stages: []*Stage{{Name: "use", Inputs: []*Dataset{rawSales, rawBoxes}}}}
	folder, tries := t.TempDir(), 0
	rapid.Check(t, func(t *rapid.T) {
		tries++
		in := filepath.Join(folder, fmt.Sprint(tries))
		if err := os.Mkdir(in, 0o700); err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(in)
		isClean := rapid.Bool().Draw(t, "clean") // so that files are typed at once
		for i := range rapid.IntRange(1, 9).Draw(t, "files") {
			if err := os.WriteFile(filepath.Join(in, fmt.Sprintf("f%d_2026050%d.csv", i, i)), []byte(drawFile(t, isClean)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		var rules []FileRule
		if pieces := rapid.SampledFrom([]string{"", "3", "some"}).Draw(t, "pieces"); pieces != "" {
			rules = []FileRule{{Match: "*", Constants: map[string]string{"pieces": pieces}}}
		}
		ctx := context.Background()
		told := func(read func(r *run, files []*SourceFile, to *store) error) (seen []any) {
			r := newRun(plan, Options{In: in, Workers: 2, Files: rules})
			files, _, err := r.list(folder)
			if err != nil {
				t.Fatal(err)
			}
			to := newStore(r.mem, spreading{2}, 1<<30, folder)
			r.findings = newFindingLog(r.mem, to)
			if err := read(r, files, to); err != nil {
				t.Fatal(err)
			}
			for part := range to.spread.parts() {
				seen = append(seen, storeTexts(t, to, rawSales, part))
			}
			seen = append(seen, storeTexts(t, to, rawBoxes, 0), r.ledger.totals(), allFindings(t, r.findings))
			for _, f := range files {
				seen = append(seen, f.Rows)
			}
			return append(seen, r.ledger.check())
		}
		together := told(func(r *run, files []*SourceFile, to *store) error {
			_, err := r.read(ctx, r.recogniser(files, folder), files, to)
			return err
		})
		alone := told(func(r *run, files []*SourceFile, to *store) error {
			for i, f := range slices.Backward(files) {
				recogniser := r.recogniser(files, folder)
				refused, err := r.recogniseFile(recogniser, f, nil) // as one that is not small
				if err := cmp.Or(err, r.refuse(f, refused)); err != nil {
					return err
				}
				for _, p := range f.pieces(i, nil) {
					if err := newLotReader(r, recogniser, to).read(ctx, lot{p}); err != nil {
						return err
					}
					f.Rows += p.dataRows
				}
			}
			for _, d := range plan.Sources() {
				to.seal(d)
			}
			return nil
		})
		if diff := gocmp.Diff(alone, together); diff != "" {
			t.Fatalf("-alone +together:\n%s", diff)
		}
	})
}

// Lots hold all pieces in their order, as many as may be.
func TestLotsHoldAllPieces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOf(rapid.Int64Range(0, 9)).Draw(t, "sizes")
		var pieces, held []*piece
		for _, bytes := range sizes {
			pieces = append(pieces, &piece{file: &SourceFile{}, bytes: bytes})
		}
		const most = 10
		lots := lotsOf(pieces, most)
		for i, l := range lots {
			if len(l) == 0 || len(l) > 1 && l.work() > most || i > 0 && lots[i-1].work()+l[:1].work() <= most {
				t.Fatalf("lot %d of %d has %d pieces, work %d", i, len(lots), len(l), l.work())
			}
			held = append(held, l...)
		}
		if !slices.Equal(held, pieces) {
			t.Fatalf("lots hold %d of %d pieces, or in another order", len(held), len(pieces))
		}
	})
}

// The decimal sign that is found while a table is typed is the one that a sample of
// its file tells.
func TestSignsAreFoundAsSampled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "sales.csv")
	amount := rapid.SampledFrom([]string{"1,234", "1.234", "2,50", "2.50", "3", "1,234.50", "x", ""})
	rapid.Check(t, func(t *rapid.T) {
		var text strings.Builder
		text.WriteString("posting_number;amount;currency;sold_on\n")
		for _, a := range rapid.SliceOfN(amount, 0, 6).Draw(t, "amounts") {
			text.WriteString("1001-0001-1;" + a + ";RUB;2026-03-01\n")
		}
		if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		found, refused, err := NewRecogniser([]*Dataset{rawSales}, nil, nil).Recognise(path, "sales.csv")
		if err != nil || refused != nil || !found[0].isUnsampled {
			t.Fatal(refused, err)
		}
		table := found[0]
		split := table.File.Splits(0, splitBytes)[0]
		scan := func() (seen []string) {
			s := scanner{
				mem: memory.DefaultAllocator, settle: func(Entry) {},
				reject: func(f Finding) { seen = append(seen, fmt.Sprint(f)) },
			}
			if _, err := s.scan(context.Background(), table, split, func(rec arrow.Record) error {
				seen = append(seen, texts(rec)...)
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			return seen
		}
		got := scan()
		table.isUnsampled = false
		if err := table.sampleSeparators([]string{"amount"}, split); err != nil {
			t.Fatal(err)
		}
		if diff := gocmp.Diff(scan(), got); diff != "" {
			t.Fatalf("-sampled +found:\n%s", diff)
		}
	})
}

// A file's decimal sign is told by its own amounts, also where the files around it tell
// another.
func TestSignsAreOfAFile(t *testing.T) {
	in := t.TempDir()
	for name, amount := range map[string]string{"a.csv": "1.234", "b.csv": "2,50"} {
		text := "posting_number;amount;currency;sold_on\n1001-0001-1;" + amount + ";RUB;2026-03-01\n"
		if err := os.WriteFile(filepath.Join(in, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	r := newRun(&Plan{Stages: []*Stage{{Name: "use", Inputs: []*Dataset{rawSales}}}}, Options{In: in, Workers: 1})
	files, _, err := r.list(in)
	if err != nil {
		t.Fatal(err)
	}
	to := newStore(r.mem, spreading{}, 1<<30, t.TempDir())
	r.findings = newFindingLog(r.mem, to)
	if _, err := r.read(t.Context(), r.recogniser(files, in), files, to); err != nil {
		t.Fatal(err)
	}
	read := map[string]int64{}
	for _, total := range r.ledger.totals() {
		read[total.File] += total.AmountRead
	}
	if diff := gocmp.Diff(map[string]int64{"a.csv": 0, "b.csv": 250}, read); diff != "" {
		t.Error(diff)
	}
	if found := allFindings(t, r.findings); len(found) != 1 || found[0].File != "a.csv" {
		t.Errorf("findings %v, want one of a.csv", found)
	}
}
