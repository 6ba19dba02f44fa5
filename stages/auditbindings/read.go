package auditbindings

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/channelstate"
	"ozpayout/stages/internal/checklist"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// sellers are the sellers of whom there is an account or a binding.
type sellers map[string]*seller

func (all sellers) of(id string) *seller {
	if all[id] == nil {
		id = strings.Clone(id)
		all[id] = &seller{id: id}
	}
	return all[id]
}

// sorted returns the sellers in the order of their ids.
func (all sellers) sorted() []*seller {
	return slices.SortedFunc(maps.Values(all), func(a, b *seller) int { return cmp.Compare(a.id, b.id) })
}

func readSellers(t *pipeline.Task, values *policy.ValueTable) (sellers, error) {
	all := make(sellers)
	for _, read := range []func(*pipeline.Task, sellers) error{readAccounts, readBindings, readChannels, readPapers, readTests} {
		if err := read(t, all); err != nil {
			return nil, err
		}
	}
	return all, readPayouts(t, values, all)
}

// A row reads the cells of one row. What it returns outlives the batch.
type row struct {
	batch arrow.Record
	i     int
}

// id returns a code that names something.
func (r row) id(column *pipeline.Code) string {
	return nullable.CopyCode(column.In(r.batch), r.i)
}

// code returns a code that says something, "" where it says nothing: words that are
// not on a list load as the code unknown (9.18).
func (r row) code(column *pipeline.Code) string {
	if code := r.id(column); code != "unknown" {
		return code
	}
	return ""
}

func (r row) text(column *pipeline.Text) string {
	return nullable.CopyText(column.In(r.batch), r.i)
}

func (r row) flag(column *pipeline.Flag) *bool {
	return nullable.Value(column.In(r.batch), r.i)
}

func (r row) day(column *pipeline.Date) *calendar.Day {
	return (*calendar.Day)(nullable.Value(column.In(r.batch), r.i))
}

func (r row) period() policy.Period {
	return policy.PeriodOf(datasets.ValidFrom.In(r.batch), datasets.ValidTo.In(r.batch), r.i)
}

func (r row) at() place {
	return place{r.id(pipeline.FromFile), pipeline.FromRow.In(r.batch).Value(r.i)}
}

// each visits the rows of a small table.
func each(t *pipeline.Task, d *pipeline.Dataset, visit func(row)) error {
	for batch, err := range t.Read(d) {
		if err != nil {
			return err
		}
		for i := range int(batch.NumRows()) {
			visit(row{batch, i})
		}
	}
	return nil
}

func readAccounts(t *pipeline.Task, all sellers) error {
	err := each(t, datasets.SellerAccounts, func(r row) {
		s := all.of(r.id(datasets.SellerID))
		s.accounts = append(s.accounts, account{
			period: r.period(), at: r.at(),
			name: r.text(datasets.AccountName), licenceName: r.text(datasets.AccountLicenceName), licenceNo: r.text(datasets.AccountLicenceNo),
			isVerified: r.flag(datasets.AccountIsVerified), province: r.code(datasets.AccountProvince),
			licenceAddress: r.text(datasets.AccountLicenceAddress), ozonAddress: r.text(datasets.AccountOzonAddress),
			inn: r.text(datasets.AccountINN), isINNUploaded: r.flag(datasets.AccountIsINNUploaded), taxType: r.code(datasets.AccountTaxRegistrationType),
			method: r.code(datasets.AccountPayoutMethod), byDefault: r.code(datasets.AccountDefaultPayoutMethod), intended: r.code(datasets.AccountIntendedRoute),
		})
	})
	for _, s := range all {
		slices.SortFunc(s.accounts, func(a, b account) int { return cmp.Compare(a.period.From, b.period.From) })
	}
	return err
}

func readBindings(t *pipeline.Task, all sellers) error {
	err := each(t, datasets.Bindings, func(r row) {
		s := all.of(r.id(datasets.SellerID))
		b := &binding{
			period: r.period(), at: r.at(), provider: r.id(datasets.Provider),
			name:       pair{r.text(datasets.BindingOzonAccountName), r.text(datasets.BindingProviderAccountName)},
			swift:      pair{r.text(datasets.BindingOzonSWIFT), r.text(datasets.BindingProviderSWIFT)},
			iban:       pair{r.text(datasets.BindingOzonIBAN), r.text(datasets.BindingProviderIBAN)},
			number:     pair{r.text(datasets.BindingOzonAccountNo), r.text(datasets.BindingProviderAccountNo)},
			merchantID: r.text(datasets.BindingMerchantID), loginDigest: r.text(datasets.BindingLoginDigest),
			hasAPIKey: r.flag(datasets.BindingHasAPIKey), kyc: r.code(datasets.BindingKYCState),
			payeeName: r.text(datasets.BindingPayeeEntityName), payeeNo: r.text(datasets.BindingPayeeEntityNo),
			testOn: r.day(datasets.BindingTestTransferOn), testOK: r.flag(datasets.BindingTestTransferOK),
			hasBOM: r.id(pipeline.FromEncoding) == "utf-8-bom",
		}
		if isWritten := r.flag(datasets.BindingAPIKeyFilled); isWritten != nil && *isWritten {
			b.hasAPIKey = isWritten
		}
		s.bindings = append(s.bindings, b)
	})
	for _, s := range all {
		slices.SortFunc(s.bindings, func(a, b *binding) int {
			return cmp.Or(cmp.Compare(a.provider, b.provider), cmp.Compare(a.period.From, b.period.From))
		})
	}
	return err
}

// readChannels reads what was seen up to the as-of date; a channel that is seen
// later is known to exist.
func readChannels(t *pipeline.Task, all sellers) error {
	err := each(t, datasets.ProviderChannels, func(r row) {
		s := all[r.id(datasets.SellerID)]
		if s == nil {
			return
		}
		at := datasets.ChannelCheckedAt.In(r.batch).Value(r.i)
		c := channel{
			provider: r.id(datasets.Provider), checkedAt: int64(at), checkedOn: calendar.MoscowDay(at),
			state:    channelstate.Parse(nullable.Text(datasets.ChannelStateText.In(r.batch), r.i)).State,
			balance:  nullable.Value(datasets.ChannelBalanceAmount.In(r.batch), r.i),
			currency: cmp.Or(r.code(datasets.ChannelBalanceCurrency), cny), at: r.at(),
		}
		s.channels = append(s.channels, c)
	})
	for _, s := range all {
		slices.SortFunc(s.channels, func(a, b channel) int {
			return cmp.Or(cmp.Compare(a.checkedAt, b.checkedAt), cmp.Compare(a.at.file, b.at.file), cmp.Compare(a.at.row, b.at.row))
		})
	}
	return err
}

func readPapers(t *pipeline.Task, all sellers) error {
	return checklist.Read(t, func(p checklist.Submission) {
		s := all[p.Seller]
		if s == nil {
			return
		}
		if s.papers == nil {
			s.papers = make(map[string][]checklist.Submission)
		}
		s.papers[p.Provider] = append(s.papers[p.Provider], p)
	})
}
