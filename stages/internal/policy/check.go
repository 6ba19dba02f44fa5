package policy

import "ozpayout/pipeline"

// Check reads every reference table as the stages do, for the pack of the task, and returns
// what a batch would stop at: of each table the first row.
func Check(t *pipeline.Task) (stops []error) {
	read := func(_ any, err error) {
		if err != nil {
			stops = append(stops, err)
		}
	}
	read(BindingRules(t))
	read(Calendar(t, "RU"))
	read(Calendar(t, "CN"))
	read(Carriers(t))
	read(Causes(t))
	read(Claims(t))
	read(CNProvinces(t))
	read(DocumentChecklists(t))
	read(DueRules(t))
	read(EligibilityRules(t))
	read(ErrorMeanings(t))
	read(FeeTerms(t))
	read(Routes(t))
	read(SensitiveCategories(t))
	read(ServiceClocks(t))
	read(TicketItems(t))
	read(Tiers(t))
	read(TypicalDays(t))
	read(Values(t))
	return stops
}
