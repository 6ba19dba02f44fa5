package policy_test

import (
	"testing"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/policy"
)

func TestA04StartOfARoute(t *testing.T) {
	in := tables{datasets.ProviderRoutes: shipped(t, datasets.ProviderRoutes)}
	err := read(t, "article-2024", in, func(task *pipeline.Task) error {
		routes, err := policy.Routes(task)
		if err != nil {
			return err
		}
		for _, test := range []struct {
			route, day        string
			isBefore, isKnown bool
		}{
			{"lianlian", "2023-08-15", true, true},
			{"lianlian", "2023-08-31", true, true},
			{"lianlian", "2023-09-01", false, true},
			{"worldfirst", "2000-01-01", false, true},
			{"airwallex", "2000-01-01", false, false},
		} {
			if isBefore, isKnown := routes.IsBeforeStart(test.route, day(test.day)); isBefore != test.isBefore || isKnown != test.isKnown {
				t.Errorf("%+v: before %v, known %v", test, isBefore, isKnown)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestA32WatchList(t *testing.T) {
	in := tables{datasets.SensitiveCategories: shipped(t, datasets.SensitiveCategories) + "Batteries ,2024-06-10,2024-06-20,the seller\n"}
	err := read(t, "article-2024", in, func(task *pipeline.Task) error {
		list, err := policy.SensitiveCategories(task)
		if err != nil {
			return err
		}
		june := policy.Period{From: day("2024-06-01"), To: day("2024-06-30")}
		for _, test := range []struct {
			category string
			during   policy.Period
			want     bool
		}{
			{"美妆", june, true},
			{"电子烟", june, true},
			{"toys", june, false},
			{"batteries", june, true},
			{"batteries", policy.Period{From: day("2024-06-20"), To: day("2024-07-31")}, true},
			{"batteries", policy.Period{From: day("2024-06-21"), To: day("2024-07-31")}, false},
			{"batteries", policy.Period{From: day("2024-05-01"), To: day("2024-06-09")}, false},
		} {
			if got := list.Has(test.category, test.during); got != test.want {
				t.Errorf("%+v: %v", test, got)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestB29CompareAtTheRateOfTheDay(t *testing.T) {
	in := tables{
		datasets.FXRates:      "currency,on,value,nominal,in_force_from\nUSD,2024-06-13,90.0000,1,2024-06-13\nCNY,2024-06-13,12.5000,1,2024-06-13\n",
		datasets.PolicyValues: "pack,name,value\np,rate_max_age_days,12\n",
	}
	err := read(t, "p", in, func(task *pipeline.Task) error {
		values, err := policy.Values(task)
		if err != nil {
			return err
		}
		rates, err := policy.Rates(task, values)
		if err != nil {
			return err
		}
		for _, test := range []struct {
			minor    int64
			currency string
			day      string
			sign     int
			ok       bool
		}{
			{7_200_000, "CNY", "2024-06-13", 0, true},
			{7_200_001, "CNY", "2024-06-13", 1, true},
			{7_199_999, "CNY", "2024-06-13", -1, true},
			{90_000_000, "RUB", "2024-06-13", 0, true},
			{7_200_001, "EUR", "2024-06-13", 0, false},
			{7_200_001, "CNY", "2024-06-14", 0, false},
		} {
			if sign, ok := rates.Compare(test.minor, test.currency, 1_000_000, "USD", day(test.day)); sign != test.sign || ok != test.ok {
				t.Errorf("%+v: sign %d, %v", test, sign, ok)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
