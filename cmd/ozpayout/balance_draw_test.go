package main

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"
)

// A drawnFile is a random export.
type drawnFile struct {
	name, text string
	table      *naiveTable
	delimiter  rune
	stamp      string // when it was exported; "" = nobody knows
}

// drawFiles draws some small exports of three tables, with everything that the
// reading rules speak of: dialects, preambles, blank and ragged lines, bad cells,
// repeated, changed and contradicting rows. Values come from small sets, so that
// keys meet.
func drawFiles(t *rapid.T) []drawnFile {
	var files []drawnFile
	written := map[*naiveTable][][]string{}
	for i := range rapid.IntRange(1, 3).Draw(t, "payment files") {
		stamp := rapid.SampledFrom([]string{"", "2024-08-01T00:00:00Z", "2024-08-02T12:30:00+03:00"}).Draw(t, "exported")
		f := drawnFile{name: fmt.Sprintf("payments %d.csv", i), table: naivePayments, stamp: stamp}
		files = append(files, f.fill(t, []string{
			"seller_id", "payout_id", "settled_on", "arrived_on", "payout_amount", "payout_currency", "order_id", "posting_number", "sku", "line_id", "line_type",
			"line_amount", "line_currency", "arrived_amount", "exported_at",
		}, written, func() []string { return drawPayment(t, stamp) }))
	}
	for _, name := range rapid.SampledFrom([][]string{nil, {"orders.csv"}, {"orders.csv", "orders_20240801.csv"}, {"orders_20240801.csv", "orders_20240802.csv"}}).Draw(t, "order files") {
		f := drawnFile{name: name, table: naiveOrders, stamp: strings.TrimSuffix(strings.TrimPrefix(name, "orders"), ".csv")}
		files = append(files, f.fill(t, []string{
			"Номер заказа", "Номер отправления", "Дата отгрузки", "Статус", "Сумма отправления", "Код валюты отправления", "OZON id",
		}, written, func() []string { return drawOrder(t) }))
	}
	if rapid.Bool().Draw(t, "tracking") {
		f := drawnFile{name: "tracking.csv", table: naiveTracking}
		files = append(files, f.fill(t, []string{"seller_id", "posting_number", "tracking_number", "carrier", "event", "event_at", "synced_at", "comment"}, written, func() []string {
			return []string{
				drawCell(t, "1", "2", ""), drawCell(t, "10000001-0001-1", "10000002-0001-1"), drawCell(t, "T1", "T1", ""), drawCell(t, "CDEK", "СДЭК"),
				drawCell(t, "Delivered", "已揽收", "Mystery"), drawCell(t, "2024-07-05T10:00:00+03:00", "2024-07-05T07:00:00Z", "2024-07-05", "soon"),
				drawCell(t, "", "2024-07-06T10:00:00Z", "later"), drawCell(t, "", "any, comment; \"quoted\""),
			}
		}))
	}
	return files
}

// drawCell draws a cell; the first value is the most likely.
func drawCell(t *rapid.T, values ...string) string {
	return rapid.SampledFrom(append(slices.Repeat(values[:1], 5*len(values)), values...)).Draw(t, "cell")
}

func drawPayment(t *rapid.T, stamp string) []string {
	payout := rapid.IntRange(1, 4).Draw(t, "payout")
	line := rapid.IntRange(0, 3).Draw(t, "line")
	order := fmt.Sprintf("1000000%d-000%d", payout, line)
	posting, sku, kind, amount := order+"-1", drawCell(t, "501", "502", ""), drawCell(t, "Sale", "Возврат", "", "Mystery"), drawCell(t, "12.50", "12.5", "-3.00", "1 234.56", "0", "", "abc", "0.001")
	id := rapid.SampledFrom([]string{"", fmt.Sprint("L", line)}).Draw(t, "line id")
	if line == 0 { // a payout without lines
		order, posting, sku, kind, amount, id = "", "", "", "", "", ""
	}
	return []string{
		drawCell(t, "1", " 1 ", "2", ""), drawCell(t, fmt.Sprint("P", payout), ""), drawCell(t, fmt.Sprintf("2024-07-0%d", payout), "2024-07-09", "2024-13-01", ""),
		drawCell(t, fmt.Sprintf("2024-07-1%d", payout), "", "2024-07-20", "n/a"),
		drawCell(t, fmt.Sprintf("%d00.00", payout), fmt.Sprintf("%d00", payout), "777.77", "1.2.3"), drawCell(t, "CNY", "人民币", "¥", ""),
		order, posting, sku, id, kind, amount, drawCell(t, "", "RUB", "CNY", "Tugrik"), drawCell(t, "", "10.00", "x"), stamp,
	}
}

func drawOrder(t *rapid.T) []string {
	posting := drawCell(t, "10000001-0001-1", "10000002-0001-1", "10000002-0001-2", "")
	order, _, _ := strings.Cut(posting, "-1")
	return []string{
		order, posting, drawCell(t, "2024-07-01 10:00:00", "", "tomorrow"), drawCell(t, "Доставлен", "Отменён", "Потерян"),
		drawCell(t, "99.90", "100", "free", ""), drawCell(t, "RUB", "CNY", "", "¥"), drawCell(t, "501", "502", ""),
	}
}

// fill writes the file: preamble, header and rows in some dialect. Rows that were
// written before, to this or another file of the table, come again as they were
// or with one cell changed.
func (f drawnFile) fill(t *rapid.T, header []string, written map[*naiveTable][][]string, row func() []string) drawnFile {
	f.delimiter = rapid.SampledFrom([]rune{',', ';', '\t'}).Draw(t, "delimiter")
	end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line end")
	var b strings.Builder
	b.WriteString(rapid.SampledFrom([]string{"", "\ufeff"}).Draw(t, "mark"))
	line := func(cells []string) {
		for i, cell := range cells {
			if i > 0 {
				b.WriteRune(f.delimiter)
			}
			if strings.ContainsAny(cell, "\",;\t") || rapid.IntRange(0, 9).Draw(t, "quote") == 0 {
				cell = `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
			}
			b.WriteString(cell)
		}
		b.WriteString(end)
	}
	b.WriteString(strings.Repeat("Report of July"+end, rapid.IntRange(0, 2).Draw(t, "preamble")))
	line(header)
	for range rapid.IntRange(0, 12).Draw(t, "rows") {
		switch rapid.IntRange(0, 9).Draw(t, "kind of row") {
		case 0:
			line(make([]string, len(header)))
		case 1:
			b.WriteString(end)
		case 2:
			line(append(row(), "one cell too many"))
		case 3, 4, 5:
			if known := written[f.table]; len(known) > 0 {
				again := slices.Clone(rapid.SampledFrom(known).Draw(t, "again"))
				if at := rapid.IntRange(0, len(header)-1).Draw(t, "changed"); !slices.Contains(naming, header[at]) {
					again[at] = row()[at]
				}
				if at := slices.Index(header, f.table.snapshot); at >= 0 {
					again[at] = f.stamp
				}
				line(again)
			}
		default:
			fresh := row()
			written[f.table] = append(written[f.table], fresh)
			line(fresh)
		}
	}
	f.text = b.String()
	return f
}

// naming are columns that a row never changes: they say which order it is of.
var naming = []string{"order_id", "posting_number", "line_id", "Номер заказа", "Номер отправления"}
