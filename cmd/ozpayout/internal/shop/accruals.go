package shop

import "strconv"

// workbookOrders is how many orders, from the first, the workbooks know: past
// it there are no accruals, and returns stand in the canonical CSV table.
const workbookOrders = 20_000

var accrualsHeader = []string{
	"ID начисления", "Дата начисления", "Группа услуг", "Тип начисления", "Артикул", "SKU", "Название товара", "Количество", "Цена продавца",
	"Дата принятия заказа в обработку или оказания услуги", "Платформа продажи", "Схема работы", "Вознаграждение Ozon, %", "Индекс локализации, %",
	"Среднее время доставки, часы", "Сумма итого, руб.",
}

// startAccruals opens a seller's accruals report, generation A4b.
func (s *shop) startAccruals(of *seller) (*workbook, error) {
	w, err := s.in.createWorkbook(of.id+"/accruals.xlsx", "Начисления")
	if err != nil {
		return nil, err
	}
	w.text("Период: " + string(appendDay(nil, s.span.first, true)) + "-" + string(appendDay(nil, s.asOf, true)))
	if err := w.endRow(); err != nil {
		return nil, err
	}
	w.text(accrualsHeader...)
	return w, w.endRow()
}

// accrualRows writes what Ozon books when a posting is delivered. Acquiring is
// booked on the order, not on the posting.
func (s *shop) accrualRows(p *posting) error {
	if p.delivered == 0 || int64(p.ordinal/2) >= workbookOrders {
		return nil
	}
	number := string(p.postingNumber())
	for i := range p.items[:p.kinds] {
		it := &p.items[i]
		revenue := s.rates.convert(it.amount, p.seller.orders, rub, p.delivered.moscow())
		for _, row := range []struct {
			id, group, kind string
			amount, percent int64
		}{
			{number, "Продажи", "Выручка", revenue, 0},
			{number, "Вознаграждение Ozon", "Вознаграждение за продажу", -revenue * 12 / 100, 12},
			{number, "Услуги доставки", "Логистика", -75_00 * it.quantity, 0},
			{string(p.orderNumber()), "Услуги агентов", "Эквайринг", -revenue / 100, 0},
		} {
			if err := s.accrualRow(p, it, row.id, row.group, row.kind, row.amount, row.percent); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *shop) accrualRow(p *posting, it *item, id, group, kind string, amount, percent int64) error {
	w := s.files[p.seller.index].accruals
	scheme := "OGL" // what the report calls cross-border sales
	if p.seller.language == russian {
		scheme = [...]string{fbo: "FBO", fbs: "FBS"}[p.scheme]
	}
	w.text(id)
	w.serial(p.delivered.moscow())
	w.text(group, kind, it.product.offer, strconv.FormatInt(it.product.sku, 10), it.product.name)
	w.number(plainStyle, strconv.AppendInt(nil, it.quantity, 10))
	w.money(s.rates.convert(it.product.price, p.seller.orders, rub, p.delivered.moscow()))
	w.serial(p.accepted.moscow())
	w.text("Ozon", scheme)
	w.number(shareStyle, appendDecimal(nil, percent*10_000, 6, '.'))
	w.text("", "")
	w.money(amount)
	return w.endRow()
}
