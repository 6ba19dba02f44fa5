package shop

// Headers of the orders exports (formats.md section 1): generation O3 with
// Ozon's and with the seller's own warehouse, and the Chinese generation Z2.
var (
	ordersFBOHeader = []string{
		"Номер заказа", "Номер отправления", "Принят в обработку", "Дата отгрузки", "Статус", "Дата доставки", "Фактическая дата передачи в доставку",
		"Сумма отправления", "Код валюты отправления", "Название товара", "SKU", "Артикул", "Ваша цена", "Код валюты товара", "Оплачено покупателем",
		"Код валюты покупателя", "Количество", "Стоимость доставки", "Связанные отправления", "Выкуп товара", "Цена товара до скидок", "Скидка %", "Скидка руб",
		"Акции", "Объемный вес товаров, кг",
	}
	ordersFBSHeader = []string{
		"Номер заказа", "Номер отправления", "Принят в обработку", "Дата отгрузки", "Дата отгрузки без просрочки", "Статус", "Дата доставки",
		"Фактическая дата передачи в доставку", "Дата отмены", "Сумма отправления", "Код валюты отправления", "Название товара", "Цвет товара", "Размер товара",
		"SKU", "Артикул", "Ваша цена", "Код валюты товара", "Оплачено покупателем", "Код валюты покупателя", "Количество", "Стоимость доставки",
		"Связанные отправления", "Выкуп товара", "Цена товара до скидок", "Скидка %", "Скидка руб", "Акции", "Подъем на этаж",
	}
	ordersChineseHeader = []string{
		"订单号", "发货号码", "正在处理中", "发运日期", "不逾期的发运日期", "状态", "配送日期", "实际转移配送日期", "取消日期", "发货的金额", "货件的货币代码",
		"商品名称", "商品颜色", "商品尺寸", "SKU", "货号", "最高价格", "商品的货币代码", "已由买家支付", "买家货币代码", "数量", "运费", "关联货件", "商品认购",
		"商品打折前的价格", "折扣 %", "折扣，卢布", "促销活动", "实际计费", "送货上楼",
	}
)

// The status words of the orders exports.
type orderWords struct{ waiting, onTheWay, delivered, cancelled string }

var orderStatus = [...]orderWords{
	russian: {"Ожидает отгрузки", "Доставляется", "Доставлен", "Отменён"},
	chinese: {"等待发运", "运输中", "已签收", "已取消"},
}

func (p *posting) status() string {
	words := &orderStatus[p.seller.language]
	switch {
	case p.cancelled != 0:
		return words.cancelled
	case p.delivered != 0:
		return words.delivered
	case p.handed != 0:
		return words.onTheWay
	}
	return words.waiting
}

// ordersTable returns the export that the posting belongs to. Large shops have
// one file per month.
func (s *shop) ordersTable(p *posting) (*table, error) {
	month := ""
	if s.options.Orders > ordersPerFile {
		month = p.accepted.moscow().date().Format("_2006-01")
	}
	files := s.files[p.seller.index]
	if month != files.month {
		for _, t := range files.orders {
			if t == nil {
				continue
			}
			if err := s.in.close(t.out); err != nil {
				return nil, err
			}
		}
		files.orders, files.month = [2]*table{}, month
	}
	t := files.orders[p.scheme]
	if t != nil {
		return t, nil
	}
	name, header := "orders_fbs", ordersFBSHeader
	switch {
	case p.seller.language == chinese:
		header = ordersChineseHeader
	case p.scheme == fbo:
		name, header = "orders_fbo", ordersFBOHeader
	}
	t, err := s.in.createTable(p.seller.id+"/"+name+month+".csv", ozonDialect, header)
	files.orders[p.scheme] = t
	return t, err
}

// ordersRows writes one row per kind of goods.
func (s *shop) ordersRows(p *posting) error {
	t, err := s.ordersTable(p)
	if err != nil {
		return err
	}
	for i := range p.items[:p.kinds] {
		s.ordersRow(t, p, &p.items[i])
	}
	return nil
}

func (s *shop) ordersRow(t *table, p *posting, it *item) {
	fromSeller := p.scheme == fbs
	t.plain(p.orderNumber())
	t.plain(p.postingNumber())
	t.instant(p.accepted)
	t.instant(p.shipBy)
	if fromSeller {
		t.instant(p.shipBy)
	}
	t.text(p.status())
	t.instant(p.delivered)
	t.instant(p.handed)
	if fromSeller {
		t.instant(p.cancelled)
	}
	t.money(it.amount)
	t.text(p.seller.orders.String())
	t.text(it.product.name)
	if fromSeller {
		t.blank(2)
	}
	t.number(it.product.sku)
	t.text(it.product.offer)
	t.money(it.product.price)
	t.text(p.seller.orders.String())
	t.money(s.rates.convert(it.amount, p.seller.orders, rub, p.accepted.moscow()))
	t.text(rub.String())
	t.number(it.quantity)
	t.blank(3)
	t.money(it.product.price * 5 / 4)
	t.text("20%")
	t.money(it.product.price*5/4 - it.product.price)
	t.blank(1)
	switch {
	case !fromSeller:
		t.text("0.4")
	case p.seller.language == chinese:
		t.blank(2)
	default:
		t.blank(1)
	}
	t.endRow()
}
