package auditbindings

import (
	"cmp"
	"maps"
	"slices"
	"strings"

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

// said returns a code that says something, "" where it says nothing: words that are not
// on a list load as the code unknown (9.18).
func said(r nullable.Row, column *pipeline.Code) string {
	if code := r.Code(column); code != "unknown" {
		return code
	}
	return ""
}

func placeOf(r nullable.Row) place { return place{r.Code(pipeline.FromFile), r.Int(pipeline.FromRow)} }

func readAccounts(t *pipeline.Task, all sellers) error {
	for r, err := range nullable.Rows(t, datasets.SellerAccounts) {
		if err != nil {
			return err
		}
		s := all.of(r.Code(datasets.SellerID))
		s.accounts = append(s.accounts, account{
			period: policy.Validity(r), at: placeOf(r),
			name: r.Text(datasets.AccountName), licenceName: r.Text(datasets.AccountLicenceName), licenceNo: r.Text(datasets.AccountLicenceNo),
			isVerified: r.Flag(datasets.AccountIsVerified), province: said(r, datasets.AccountProvince),
			licenceAddress: r.Text(datasets.AccountLicenceAddress), ozonAddress: r.Text(datasets.AccountOzonAddress),
			inn: r.Text(datasets.AccountINN), isINNUploaded: r.Flag(datasets.AccountIsINNUploaded), taxType: said(r, datasets.AccountTaxRegistrationType),
			method: said(r, datasets.AccountPayoutMethod), byDefault: said(r, datasets.AccountDefaultPayoutMethod), intended: said(r, datasets.AccountIntendedRoute),
		})
	}
	for _, s := range all {
		slices.SortFunc(s.accounts, func(a, b account) int { return cmp.Compare(a.period.From, b.period.From) })
	}
	return nil
}

func readBindings(t *pipeline.Task, all sellers) error {
	for r, err := range nullable.Rows(t, datasets.Bindings) {
		if err != nil {
			return err
		}
		s := all.of(r.Code(datasets.SellerID))
		b := &binding{
			period: policy.Validity(r), at: placeOf(r), provider: r.Code(datasets.Provider),
			name:       pair{r.Text(datasets.BindingOzonAccountName), r.Text(datasets.BindingProviderAccountName)},
			swift:      pair{r.Text(datasets.BindingOzonSWIFT), r.Text(datasets.BindingProviderSWIFT)},
			iban:       pair{r.Text(datasets.BindingOzonIBAN), r.Text(datasets.BindingProviderIBAN)},
			number:     pair{r.Text(datasets.BindingOzonAccountNo), r.Text(datasets.BindingProviderAccountNo)},
			merchantID: r.Text(datasets.BindingMerchantID), loginDigest: r.Text(datasets.BindingLoginDigest),
			hasAPIKey: r.Flag(datasets.BindingHasAPIKey), kyc: said(r, datasets.BindingKYCState),
			payeeName: r.Text(datasets.BindingPayeeEntityName), payeeNo: r.Text(datasets.BindingPayeeEntityNo),
			testOn: (*calendar.Day)(r.Date(datasets.BindingTestTransferOn)), testOK: r.Flag(datasets.BindingTestTransferOK),
			hasBOM: r.Code(pipeline.FromEncoding) == "utf-8-bom",
		}
		if r.IsTrue(datasets.BindingAPIKeyFilled) {
			b.hasAPIKey = new(true)
		}
		s.bindings = append(s.bindings, b)
	}
	for _, s := range all {
		slices.SortFunc(s.bindings, func(a, b *binding) int {
			return cmp.Or(cmp.Compare(a.provider, b.provider), cmp.Compare(a.period.From, b.period.From))
		})
	}
	return nil
}

// readChannels reads what was seen up to the as-of date; a channel that is seen
// later is known to exist.
func readChannels(t *pipeline.Task, all sellers) error {
	for r, err := range nullable.Rows(t, datasets.ProviderChannels) {
		if err != nil {
			return err
		}
		s := all[r.Code(datasets.SellerID)]
		if s == nil {
			continue
		}
		at := *r.Instant(datasets.ChannelCheckedAt)
		s.channels = append(s.channels, channel{
			provider: r.Code(datasets.Provider), checkedAt: int64(at), checkedOn: calendar.MoscowDay(at),
			state:   channelstate.Parse(r.Text(datasets.ChannelStateText)).State,
			balance: r.Money(datasets.ChannelBalanceAmount), currency: cmp.Or(said(r, datasets.ChannelBalanceCurrency), cny), at: placeOf(r),
		})
	}
	for _, s := range all {
		slices.SortFunc(s.channels, func(a, b channel) int {
			return cmp.Or(cmp.Compare(a.checkedAt, b.checkedAt), cmp.Compare(a.at.file, b.at.file), cmp.Compare(a.at.row, b.at.row))
		})
	}
	return nil
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
