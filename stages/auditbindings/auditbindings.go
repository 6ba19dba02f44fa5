package auditbindings

import (
	"context"
	"errors"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/gate"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/policy"
)

// Stage audits bindings.
var Stage = &pipeline.Stage{
	Name: "audit_bindings",
	Doc: `Audits the bindings of sellers to collection providers, on the as-of date and for every period that is loaded.

A02: a failed check of a current binding shows the open payouts that wait behind it; what is carried over waits for the next payout, which counts it (R02 D21).
A05: the three-fold verification V is the AND of V1, V2 and V3; a missing input is unknown, never a pass.
A06: V1: real-name verified, and the account name equals the licence name.
A07: V2: KYC complete and every paper of the provider's checklist there; each that is missing is named.
A08: V3: account name, SWIFT/BIC and IBAN equal to the code point; nothing is trimmed; the kind and place of the difference are told.
A09: share of V3 failures that are case and space only, beside the published 82.3 %.
A10: four scenarios, counted by province; sellers outside the three provinces of the survey are flagged.
A11: S1: Bank Transfer chosen though the provider is meant.
A12: S2: the channel is not authorised; a channel that was never seen is not enabled.
A13: S3: registered addresses differ; whether they name the same division is told apart.
A14: S4: the balance is below the first verification transfer; other currencies are converted exactly.
A15: the Merchant ID is not the login, an API key is set; secrets are never loaded.
A23: payee and seller are one legal entity.
A27: invisible characters in the Merchant ID, found wherever they stand.
A28: the suggested id lacks only what does not show, and it is said whether it would pass; a byte order mark of the file is noted.
A29: the Merchant ID has 24 ASCII digits and letters (C10: only digits or only letters pass with a notice; C11: the merchant number of the letter is another).
A30: connected but not routed: the test transfer arrived, no later payout came through the provider.
A31: the Default Payout Method is the provider.
B03: days on which the intended provider fails V1-V3 or S1-S4 are account gaps, inferred; a low balance counts only until the verification transfer has arrived.
B31: INN registered, with the right registration type (C02).
C12: the audit is V1-V3 and S1-S4; their published shares are never added up.
C14: a provider without a checklist is never complete.
C34: an IBAN is compared if one side has one.
R04: the pack ozon-help-2023 knows the payout method only, with its own menu path.
R07: the payee name completely coincides with the registered name.
D22: a check whose table is not loaded for the seller is unknown.`,
	Scope: pipeline.Whole,
	Inputs: []*pipeline.Dataset{
		datasets.Bindings, datasets.SellerAccounts, datasets.ProviderChannels, datasets.Documents, datasets.Payouts, datasets.FXRates,
		datasets.BindingRules, datasets.DocumentChecklists, datasets.CNProvinces, datasets.PolicyValues, datasets.PublishedClaims,
	},
	Outputs: []*pipeline.Dataset{datasets.BindingChecks, datasets.BindingBenchmarks, datasets.AccountGaps},
	Run:     run,
}

func run(_ context.Context, t *pipeline.Task) error {
	r, err := readRules(t)
	if err != nil {
		return err
	}
	all, err := readSellers(t, r.values)
	if err != nil {
		return err
	}
	out := newOutput(t)
	defer out.release()
	asOf := calendar.Day(t.AsOf)
	counted := make(tally)
	for _, s := range all.sorted() {
		bindings, err := r.audit(s, asOf)
		if err != nil {
			return err
		}
		risk := r.riskOf(s, asOf)
		for _, a := range bindings {
			counted.add(a)
			out.writeChecks(a, risk, t.Pack)
		}
		gaps, err := r.gapsOf(s, asOf)
		if err != nil {
			return err
		}
		for _, g := range gaps {
			g.write(&out.gaps, s.id)
		}
		if err := out.flushMany(); err != nil {
			return err
		}
	}
	limits, err := gate.Of(r.values, asOf)
	if err != nil {
		return err
	}
	claims, err := policy.Claims(t)
	if err != nil {
		return err
	}
	counted.write(&out.benchmarks, limits, claims, t.Pack)
	return out.flush()
}

func readRules(t *pipeline.Task) (*rules, error) {
	values, err := policy.Values(t)
	if err != nil {
		return nil, err
	}
	r := &rules{values: values}
	if r.bindings, err = policy.BindingRules(t); err != nil {
		return nil, err
	}
	if r.checklists, err = policy.DocumentChecklists(t); err != nil {
		return nil, err
	}
	if r.provinces, err = policy.CNProvinces(t); err != nil {
		return nil, err
	}
	r.rates, err = policy.Rates(t, values)
	return r, err
}

// output holds the three tables while they are written.
type output struct{ checks, benchmarks, gaps nullable.Writer }

func newOutput(t *pipeline.Task) *output {
	return &output{nullable.NewWriter(t, datasets.BindingChecks), nullable.NewWriter(t, datasets.BindingBenchmarks), nullable.NewWriter(t, datasets.AccountGaps)}
}

func (o *output) release() {
	for _, w := range []*nullable.Writer{&o.checks, &o.benchmarks, &o.gaps} {
		w.Release()
	}
}

// flushMany hands on what there is a row of for each binding or account.
func (o *output) flushMany() error { return errors.Join(o.checks.FlushMany(), o.gaps.FlushMany()) }

func (o *output) flush() error {
	for _, w := range []*nullable.Writer{&o.checks, &o.benchmarks, &o.gaps} {
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return nil
}
