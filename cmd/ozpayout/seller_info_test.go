package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ozpayout/datasets"
	"ozpayout/pipeline"
)

// TestSellerInfoCompletesAccounts: what the API says of a seller is judged like the
// table of accounts, for the seller that the configuration names; an answer of
// nobody is told and not used (9.6, D45).
func TestSellerInfoCompletesAccounts(t *testing.T) {
	in := filepath.Join(t.TempDir(), "in")
	if err := os.MkdirAll(in, 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(in, "info.json"), `{"company":{"country":"中国","currency":"CNY","inn":"9909000004","legal_name":"Shenzhen Foo Co., Ltd.","name":"Foo","ogrn":""},"subscription":{"is_premium":true,"type":"PREMIUM"}}`)
	config := filepath.Join(t.TempDir(), "ozpayout.yaml")
	write(t, config, "files:\n  - match: info.json\n    constants: {seller_id: \"104233\"}\n")
	for name, test := range map[string]struct {
		args            []string
		sellers, unused []string
	}{
		"named":  {[]string{"--config", config}, []string{"104233 in scope: yes, not known: business_type entity_type kyc_level kyc_state licence_no payee_entity_no"}, nil},
		"nobody": {nil, nil, []string{"info.json seller_id"}},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out")
			printed(t, append([]string{"run", "--in", in, "--out", out, "--lang", "none", "--as-of", "2026-04-01"}, test.args...)...)
			dir, err := filepath.EvalSymlinks(filepath.Join(out, "current"))
			if err != nil {
				t.Fatal(err)
			}
			m := marts{dir, "2026-04-01"}
			var sellers, unused []string
			eachRow(t, m, datasets.Eligibility, func(r row) {
				if r.text(datasets.EligibilityPolicy) == "article-2024" {
					sellers = append(sellers, r.text(datasets.SellerID)+" in scope: "+r.text(datasets.CycleInScope)+", not known: "+r.text(datasets.UnknownAttributes))
				}
			})
			eachRow(t, m, pipeline.Findings, func(r row) {
				if r.text(pipeline.FindingCode) == "unknown_seller" {
					unused = append(unused, r.text(pipeline.FileName)+" "+r.text(pipeline.FindingColumn))
				}
			})
			if diff := cmp.Diff(test.sellers, sellers); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.unused, unused); diff != "" {
				t.Error(diff)
			}
		})
	}
}
