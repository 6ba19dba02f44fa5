package datasets

import "ozpayout/pipeline"

// Columns of the canonical input provider_channels.
var (
	ChannelCheckedAt             = &pipeline.Instant{Name: "checked_at", Doc: "when the state was read (date allowed)"}
	ChannelStateText             = &pipeline.Text{Name: "state_text", Doc: "the state bar as shown, e.g. 已开通|可用|Last Sync: 09:15"}
	ChannelLastSyncAt            = &pipeline.Instant{Name: "last_sync_at", Doc: "empty = the HH:MM of state_text on the day of checked_at, or the day before if that would be later than checked_at"}
	ChannelOpenedOn              = &pipeline.Date{Name: "opened_on", Doc: "channel start"}
	ChannelBalanceAmount         = &pipeline.Money{Name: "balance_amount", Doc: "account balance", Currency: ChannelBalanceCurrency}
	ChannelBalanceCurrency       = &pipeline.Code{Name: "balance_currency", Doc: "empty = CNY"}
	ChannelAutoWithdrawThreshold = &pipeline.Money{Name: "auto_withdraw_threshold", Doc: "auto-withdraw trigger", Currency: ChannelThresholdCurrency}
	ChannelThresholdCurrency     = &pipeline.Code{Name: "threshold_currency", Doc: "empty = CNY"}
	ChannelIsRMBDirect           = &pipeline.Flag{Name: "is_rmb_direct", Doc: "RMB-direct route flag (C18)"}
)

// RawProviderChannels is the canonical input provider_channels (formats.md section 9).
var RawProviderChannels = &pipeline.Dataset{
	Name: "raw_provider_channels", Doc: "State of the collection channel as it was seen (A04, A12, A14, A24-A26, A30, A38).", Grain: "one row per seller account, provider and moment of looking", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, Provider, ChannelCheckedAt, ChannelStateText, ChannelLastSyncAt, ChannelOpenedOn, ChannelBalanceAmount, ChannelBalanceCurrency, ChannelAutoWithdrawThreshold, ChannelThresholdCurrency, ChannelIsRMBDirect,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:    []pipeline.Column{SellerID, Provider, ChannelCheckedAt},
	Holder: SellerID,
	Input: &pipeline.Input{
		Report: "canonical table provider_channels", Zone: "Asia/Shanghai",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: Provider, Need: pipeline.Required, Headers: []string{"Payment Provider", "Collection Provider", "收款服务商", "支付机构", "第三方支付机构", "收款渠道", "Платежный провайдер", "Провайдер"}, Words: RouteWords},
			{Column: ChannelCheckedAt, Need: pipeline.Required, Headers: []string{"Check Time", "As Of", "查询时间", "查看时间", "检查时间", "Время проверки", "Дата проверки"}, Form: pipeline.DateAllowed},
			{Column: ChannelStateText, Need: pipeline.Required, Headers: []string{"State", "Channel State", "Status", "状态栏", "通道状态", "状态", "Статус канала", "Статус"}, Form: pipeline.Raw},
			{Column: ChannelLastSyncAt, Headers: []string{"Last Sync", "Last Sync Time", "最近同步时间", "上次同步", "同步时间", "Последняя синхронизация"}},
			{Column: ChannelOpenedOn, Headers: []string{"Channel Opened", "Enabled On", "开通日期", "通道开通日期", "Дата подключения"}},
			{Column: ChannelBalanceAmount, Headers: []string{"Balance", "Balance CNY", "余额", "账户余额", "连连余额", "Баланс", "Остаток"}},
			{Column: ChannelBalanceCurrency, Headers: []string{"Balance Ccy", "余额币种", "Валюта баланса"}, Form: pipeline.CurrencyForm, IsDecisive: true},
			{Column: ChannelAutoWithdrawThreshold, Headers: []string{"Threshold", "Auto Withdrawal Threshold", "自动提现触发阈值", "自动提现阈值", "提现阈值", "Порог автовывода"}, Form: pipeline.NotNegative},
			{Column: ChannelThresholdCurrency, Headers: []string{"阈值币种", "Валюта порога"}, Form: pipeline.CurrencyForm, IsDecisive: true},
			{Column: ChannelIsRMBDirect, Headers: []string{"RMB Direct", "人民币直连", "是否人民币直连", "Прямые расчеты в CNY", "Прямой канал CNY"}},
		},
		Latest:  []pipeline.Column{ChannelCheckedAt},
		Example: []string{"104233", "LianLian", "2024-06-10T10:00:00+08:00", "已开通|可用|Last Sync: 09:15", "", "2024-05-20", "99.99", "CNY", "5000.00", "CNY", "true"},
	},
}
