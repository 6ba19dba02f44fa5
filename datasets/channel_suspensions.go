package datasets

import "ozpayout/pipeline"

// Columns of channel suspensions.
var (
	SuspensionOpenedOn  = &pipeline.Date{Name: "suspension_opened_on", Doc: "Moscow day of the first look at which the channel was suspended", From: []pipeline.Column{ChannelCheckedAt, ChannelStateText}}
	SuspensionClearedOn = &pipeline.Date{Name: "suspension_cleared_on", Doc: "Moscow day of the first later look with another state; null = still suspended when last seen", From: []pipeline.Column{ChannelCheckedAt, ChannelStateText}}
	SuspensionFile      = &pipeline.Code{Name: "suspension_source_file", Doc: "file of the first look", From: []pipeline.Column{pipeline.FromFile}}
	SuspensionRow       = &pipeline.Int{Name: "suspension_source_row", Doc: "record number in that file", From: []pipeline.Column{pipeline.FromRow}}
)

// ChannelSuspensions are the openings of CHANNEL_SUSPENDED (formats.md 9.22): as
// last seen.
var ChannelSuspensions = &pipeline.Dataset{
	Name: "channel_suspensions", Doc: "When a collection channel was suspended, as it was seen (A26).", Grain: "one row per seller, provider and suspension", Layer: pipeline.IntermediateLayer,
	Columns: []pipeline.Column{SellerID, Provider, SuspensionOpenedOn, SuspensionClearedOn, SuspensionFile, SuspensionRow},
	Key:     []pipeline.Column{SellerID, Provider, SuspensionFile, SuspensionRow},
}
