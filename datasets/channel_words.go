package datasets

// ChannelStateWords are the words of the state bar of a collection channel, one
// per part between two bars (formats.md section 9.8). The label of the time of
// the last synchronisation stands before the time.
var ChannelStateWords = words(map[string][]string{
	"enabled":        {"Enabled", "已开通"},
	"available":      {"Available", "Usable", "可用"},
	"unauthorised":   {"Unauthorised", "Unauthorized", "未授权", "Не авторизован"},
	"pending_review": {"Pending Review", "待审核", "审核中", "На проверке"},
	"suspended":      {"Suspended", "已暂停", "Приостановлен"},
	"last_sync":      {"Last Sync", "Last Sync Time", "最近同步", "最近同步时间", "上次同步", "上次同步时间", "同步时间", "Последняя синхронизация"},
})
