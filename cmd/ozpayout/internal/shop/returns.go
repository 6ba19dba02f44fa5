package shop

import "strconv"

var returnsHeader = []string{
	"Схема", "Наименование товара", "Номер отправления", "Артикул товара", "OZON SKU ID", "Дата оформления заказа", "Дата возврата", "Статус возврата", "Дата статуса",
	"Обязательность маркировки", "Причина возврата", "Комментарий покупателя", "Тип покупателя", "Количество возвращаемых товаров", "Отправление вскрыто",
	"Целевое место назначения", "Переход в \"В пункте выдачи\"", "Местоположение", "Дата возврата продавцу", "Кол-во дней хранения",
	"Последний день бесплатного размещения", "Штрихкод возврата", "Стоимость хранения", "Стоимость утилизации", "Стоимость товара", "Процент комиссии",
	"Комиссия", "Цена без комиссии",
}

var returnColumns = []string{
	"seller_id", "return_id", "posting_number", "order_id", "return_type", "status", "opened_at", "closed_at", "amount", "currency", "exported_at",
}

// The words for how a return ends, in the report and as system names.
var (
	returnEndWords = [...]string{
		returnWithdrawn: "Отменена", returnRejected: "Отклонена вами", returnPaid: "Вы получили компенсацию", returnReceived: "Уже у вас",
	}
	returnEndNames = [...]string{
		returnWithdrawn: "Cancelled", returnRejected: "Rejected", returnPaid: "ReturnCompensated", returnReceived: "ReceivedBySeller",
	}
)

// The returns report of a seller is stated in the zone of its preamble.
const (
	returnsZone   = "GMT +8"
	returnsOffset = 8 * secondsPerHour
)

// startReturns opens a seller's returns report, generation R2: seller and zone
// in rows 1 and 2, header in row 6.
func (s *shop) startReturns(of *seller) (*workbook, error) {
	w, err := s.in.createWorkbook(of.id+"/returns.xlsx", "Возвраты")
	if err != nil {
		return nil, err
	}
	for _, row := range [][]string{
		{"Seller ID", "Название компании", "Наименование юр. лица", "ИНН", "Часовой пояс"},
		{of.id, of.name, of.english, of.inn, returnsZone},
		nil, nil, nil,
		returnsHeader,
	} {
		w.text(row...)
		if err := w.endRow(); err != nil {
			return nil, err
		}
	}
	return w, nil
}

// returnRow writes the return of a posting into exactly one source.
func (s *shop) returnRow(p *posting) error {
	switch {
	case p.returnOpened == 0:
		return nil
	case int64(p.ordinal/2) < workbookOrders:
		return s.returnReportRow(p)
	}
	return s.returnTableRow(p)
}

func (s *shop) returnReportRow(p *posting) error {
	w := s.files[p.seller.index].returns
	it := &p.items[0]
	status, changed := "Едет к вам", p.returnOpened
	if p.scheme == fbo {
		status = "Едет на склад Ozon"
	}
	if p.returnClosed != 0 {
		status, changed = returnEndWords[p.returnEnd], p.returnClosed
	}
	w.text([...]string{fbo: "FBO", fbs: "FBS"}[p.scheme], it.product.name, string(p.postingNumber()), it.product.offer, strconv.FormatInt(it.product.sku, 10))
	w.moment(p.accepted, returnsOffset)
	w.moment(p.returnOpened, returnsOffset)
	w.text(status)
	w.moment(changed, returnsOffset)
	w.text("Нет", "Покупатель передумал", "", "", "1", "Нет", "", "", "", "", "0", "", "ii"+string(appendPadded(nil, int64(p.ordinal), 10)), "", "")
	w.money(s.rates.convert(it.product.price, p.seller.orders, rub, p.accepted.moscow()))
	w.text("", "", "")
	return w.endRow()
}

func (s *shop) returnTableRow(p *posting) error {
	files := s.files[p.seller.index]
	if files.returnsTable == nil {
		var err error
		if files.returnsTable, err = s.in.createTable(p.seller.id+"/returns.csv", canonicalDialect, returnColumns); err != nil {
			return err
		}
	}
	t := files.returnsTable
	status := "MovingToSeller"
	if p.scheme == fbo {
		status = "MovingToOzon"
	}
	if p.returnClosed != 0 {
		status = returnEndNames[p.returnEnd]
	}
	t.text(p.seller.id)
	t.text("R-" + strconv.FormatUint(p.ordinal, 10))
	t.plain(p.postingNumber())
	t.plain(p.orderNumber())
	t.text("ClientReturn")
	t.text(status)
	t.instant(p.returnOpened)
	t.instant(p.returnClosed)
	t.money(p.orderAmount())
	t.text(p.seller.orders.String())
	t.instant(s.exportedAt)
	t.endRow()
	return nil
}
