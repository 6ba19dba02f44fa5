package shop

import "slices"

// A channelState is a state of a collection channel (A24-A26).
type channelState int

const (
	enabledChannel channelState = iota
	unauthorisedChannel
	pendingChannel
	suspendedChannel
	unknownChannel
)

var channelStateCodes = [...]string{"ENABLED", "UNAUTHORISED", "PENDING_REVIEW", "SUSPENDED", "UNKNOWN"}

// The state bar as it is shown, by language, without the time of the sync.
var channelStateWords = [...][languages]string{
	enabledChannel:      {"已开通|可用|Последняя синхронизация: ", "已开通｜可用｜Last Sync：", "Enabled | Available | Last Sync: "},
	unauthorisedChannel: {"Не авторизован|Last Sync: ", "未授权|Last Sync: ", "Unauthorised | Last Sync: "},
	pendingChannel:      {"На проверке|Last Sync: ", "待审核|Last Sync: ", "Pending Review | Last Sync: "},
	suspendedChannel:    {"Приостановлен|Last Sync: ", "已暂停｜Last Sync：", "Suspended | Last Sync: "},
	unknownChannel:      {"Перенос счёта|Last Sync: ", "迁移中|Last Sync: ", "Migration in progress | Last Sync: "},
}

// A channelCase is what is planted in the channel of a side account; the zero
// case is a channel in order.
type channelCase struct {
	absent    bool // of the provider that is bound; another one has a row (A12)
	state     channelState
	isStale   bool
	balance   int64 // minor units; zero: plenty
	currency  currency
	threshold int64 // of the automatic withdrawal, CNY; zero: just the least
	refund    int64 // minor units of a refund in a month with sales of 1 000.00 (A26)
}

// Limits of the articles, as planted (A14, A38, A26).
const (
	leastBalance   = 100_00
	leastThreshold = 5_000_00
	monthGross     = 1_000_00
	mostRefund     = 300_00
)

var channelHeaders = [languages][]string{
	russian: {
		"ID продавца", "Провайдер", "Время проверки", "Статус канала", "Последняя синхронизация", "Дата подключения", "Остаток", "Валюта баланса", "Порог автовывода", "Валюта порога",
		"Прямые расчеты в CNY",
	},
	chinese: {"卖家ID", "收款服务商", "查询时间", "状态栏", "最近同步时间", "通道开通日期", "账户余额", "余额币种", "自动提现触发阈值", "阈值币种", "人民币直连"},
	english: {
		"seller_id", "provider", "checked_at", "state_text", "last_sync_at", "opened_on", "balance_amount", "balance_currency", "auto_withdraw_threshold", "threshold_currency",
		"is_rmb_direct",
	},
}

// A look is the state of a channel as it was seen on a day, at ten in the morning
// in Shanghai.
type look struct {
	on    day
	state channelState
}

func (l look) at() instant { return l.on.at(5 * secondsPerHour) }

// looks returns when somebody looked at the channel of an account, in order.
func (s *shop) looks(of *seller) []look {
	if of.isSide() {
		return []look{{of.payee.from, enabledChannel}, {s.asOf, of.planted.channel.state}}
	}
	looks := []look{{of.payee.from, enabledChannel}}
	if of.suspended.first != 0 {
		looks = append(looks, look{of.suspended.first, suspendedChannel}, look{of.suspended.last + 1, enabledChannel})
	}
	return append(looks, look{s.asOf, enabledChannel})
}

// channelProvider returns whose channel was looked at.
func (s *seller) channelProvider() route {
	if s.isSide() && s.planted.channel.absent {
		return worldfirst
	}
	return s.route
}

// lastSync returns the moment of the last sync that the bar shows.
func (s *shop) lastSync(of *seller, l look) instant {
	if of.isSide() && of.planted.channel.isStale && l.on == s.asOf {
		return l.at() - 10*secondsPerDay - 45*60
	}
	return l.at() - 45*60
}

// writeChannels writes what was seen of the collection channels.
func (s *shop) writeChannels() error {
	return s.eachTable("provider_channels", providerSide, channelHeaders, func(t *table, of *seller) {
		for _, l := range s.looks(of) {
			s.channelRow(t, of, l)
		}
	})
}

func (s *shop) channelRow(t *table, of *seller, l look) {
	balance, balanceIn, threshold := of.channelAmounts()
	sync := s.lastSync(of, l)
	t.text(of.id)
	t.text(routeWords[of.language][of.channelProvider()])
	t.instant(l.at())
	bar := []byte(channelStateWords[l.state][of.language])
	t.text(string(appendClock(bar, (int64(sync)+shanghaiOffset)%secondsPerDay)[:len(bar)+len("09:15")]))
	if of.isSide() {
		t.instant(sync)
	} else {
		t.blank(1) // to be read from the bar
	}
	t.date(of.payee.from)
	t.money(balance)
	t.text(balanceIn.String())
	t.money(threshold)
	t.text(cny.String())
	t.flag(of.channelProvider() == lianlian)
	t.endRow()
}

// channelAmounts returns the balance, its currency and the threshold of the
// automatic withdrawal.
func (s *seller) channelAmounts() (balance int64, in currency, threshold int64) {
	balance, in, threshold = 2_350_00, cny, leastThreshold
	if !s.isSide() {
		return balance, in, threshold
	}
	c := s.planted.channel
	if c.balance != 0 {
		balance = c.balance
	}
	if c.currency != rub {
		in = c.currency
	}
	if c.threshold != 0 {
		threshold = c.threshold
	}
	return balance, in, threshold
}

var truthChannelColumns = []string{
	"seller_id", "provider", "checked_on", "state_code", "last_sync_at", "is_stale", "balance_ok", "threshold_ok", "predicted_suspension", "largest_refund", "month_gross",
}

// writeTruthChannels writes what is true of every look. Whether a suspension was
// to be expected is known of the side accounts that had a refund.
func (s *shop) writeTruthChannels() error {
	t, err := s.out.createTable("truth_channels.csv", canonicalDialect, truthChannelColumns)
	if err != nil {
		return err
	}
	for _, of := range slices.Concat(s.sellers, s.side) {
		for _, l := range s.looks(of) {
			s.truthChannelRow(t, of, l)
		}
	}
	return nil
}

func (s *shop) truthChannelRow(t *table, of *seller, l look) {
	balance, balanceIn, threshold := of.channelAmounts()
	sync := s.lastSync(of, l)
	t.text(of.id)
	t.text(of.channelProvider().String())
	t.date(l.on)
	t.text(channelStateCodes[l.state])
	t.instant(sync)
	t.flag(sync < l.at()-secondsPerDay)
	if balanceIn == cny || l.on >= s.rates.first {
		t.flag(s.rates.convert(balance, balanceIn, cny, l.on) >= leastBalance)
	} else {
		t.blank(1) // no rate says
	}
	t.flag(threshold >= leastThreshold)
	if of.isSide() && of.planted.channel.refund != 0 && l.on == s.asOf && s.refundMonth() != (period{}) {
		t.flag(of.planted.channel.refund > mostRefund)
		t.money(of.planted.channel.refund)
		t.money(monthGross)
	} else {
		t.blank(3)
	}
	t.endRow()
}

// refundMonth returns the calendar month before that of the as-of date, if the
// shop has all of it.
func (s *shop) refundMonth() period {
	year, month, _ := s.asOf.date().Date()
	first := monthStart(year, month-1)
	if first < s.span.first {
		return period{}
	}
	return period{first, monthStart(year, month) - 1}
}
