package datasets

import "ozpayout/pipeline"

// Columns of the canonical input tracking_events.
var (
	TrackingNumber          = &pipeline.Text{Name: "tracking_number", Doc: "tracking number"}
	TrackingCarrier         = &pipeline.Code{Name: "carrier", Doc: "carrier as written; matched against carriers (§9.20)"}
	TrackingIntegrationType = &pipeline.Code{Name: "integration_type", Doc: "whether tracks can reach Ozon by themselves"}
	TrackingEvent           = &pipeline.Code{Name: "event", Doc: "what happened; the raw word is kept"}
	TrackingEventAt         = &pipeline.Instant{Name: "event_at", Doc: "when it happened, at the carrier (for number_uploaded: when the seller uploaded the number)"}
	TrackingSyncedAt        = &pipeline.Instant{Name: "synced_at", Doc: "when the event became visible in Ozon; empty = not visible when exported"}
	TrackingEventSource     = &pipeline.Code{Name: "event_source", Doc: "who recorded it; empty = carrier, for number_uploaded = seller"}
	TrackingLocation        = &pipeline.Code{Name: "location", Doc: "place"}
)

// RawTrackingEvents is the canonical input tracking_events (formats.md section 9).
var RawTrackingEvents = &pipeline.Dataset{
	Name: "raw_tracking_events", Doc: "Events of a parcel, at the carrier and as Ozon saw them (B09, B15, B16, B18, R12).", Grain: "one row per event of one parcel", Layer: pipeline.SourceLayer,
	Columns: []pipeline.Column{
		SellerID, PostingNumber, TrackingNumber, TrackingCarrier, TrackingIntegrationType, TrackingEvent, TrackingEventAt, TrackingSyncedAt, TrackingEventSource, TrackingLocation, ExportedAt,
		pipeline.FromFile, pipeline.FromSheet, pipeline.FromRow,
	},
	Key:       []pipeline.Column{SellerID, PostingNumber, TrackingNumber, TrackingEvent, TrackingEventAt},
	Partition: []pipeline.PartitionKey{{Column: PostingNumber, CutPosting: true}},
	Snapshot:  ExportedAt,
	Holder:    SellerID,
	Input: &pipeline.Input{
		Report: "canonical table tracking_events", Zone: "Europe/Moscow",
		Fields: []pipeline.Field{
			{Column: SellerID, Need: pipeline.Required, Headers: []string{"Client ID", "卖家ID", "卖家编号", "店铺ID", "ID продавца", "Идентификатор продавца"}},
			{Column: PostingNumber, Need: pipeline.Required, Headers: []string{"Posting No", "Shipment Number", "发货号码", "货件编号", "货件号", "发货单号", "Номер отправления"}},
			{Column: TrackingNumber, Need: pipeline.Present, Headers: []string{"Tracking No", "Waybill Number", "运单号", "物流单号", "跟踪号", "追踪号", "Трек-номер", "Номер отслеживания"}},
			{Column: TrackingCarrier, Need: pipeline.Present, Headers: []string{"Carrier Name", "Delivery Service", "承运商", "物流商", "物流公司", "Перевозчик", "Служба доставки"}},
			{Column: TrackingIntegrationType, Headers: []string{"Tpl Integration Type", "物流集成类型", "对接类型", "Тип интеграции"}, Words: IntegrationTypeWords},
			{Column: TrackingEvent, Need: pipeline.Required, Headers: []string{"Event Code", "Tracking Status", "Status", "事件", "轨迹状态", "物流状态", "状态", "Событие", "Статус трека", "Статус"}, Words: TrackingEventWords},
			{Column: TrackingEventAt, Need: pipeline.Required, Headers: []string{"Event Time", "Event Date", "事件时间", "轨迹时间", "发生时间", "Время события", "Дата события"}},
			{Column: TrackingSyncedAt, Need: pipeline.Present, Headers: []string{"Sync Time", "Visible In Ozon At", "同步时间", "轨迹同步时间", "轨迹回传时间", "Время синхронизации", "Время появления в Ozon"}},
			{Column: TrackingEventSource, Headers: []string{"Source", "事件来源", "数据来源", "Источник события", "Источник"}, Words: EventSourceWords},
			{Column: TrackingLocation, Headers: []string{"Place", "地点", "所在地", "Место"}},
			{Column: ExportedAt, Headers: []string{"Export Time", "Export Date", "导出时间", "导出日期", "Дата выгрузки", "Время выгрузки"}, Form: pipeline.DateAllowed},
		},
		Latest:  []pipeline.Column{TrackingEventAt, TrackingSyncedAt},
		Example: []string{"104233", "71426933-0116-1", "CN0012345678RU", "CDEK", "3pl_tracking", "Delivered", "2024-06-07T17:58:00+03:00", "2024-06-10T09:12:00+03:00", "carrier", "Москва", ""},
	},
}
