package reports

import "ozpayout/pipeline"

// quarantine shows the findings: rows and cells that were not used, with their
// place in the export.
var quarantine = &sheet{
	Key: "quarantine", Dataset: pipeline.Findings, Frozen: 3,
	Columns: []column{
		{Of: pipeline.FileName},
		{Of: pipeline.FileSheet},
		{Of: pipeline.FileRow},
		{Of: pipeline.FindingColumn},
		{Of: pipeline.SeverityCode, Codes: "severity"},
		{Of: pipeline.FindingCode, Codes: "finding_code"},
		{Of: pipeline.RawValue, Wide: true},
		{Of: pipeline.Message, Codes: phrases, Wide: true},
		{Of: pipeline.DatasetName, Codes: "dataset"},
	},
}
