package explaindelays

import (
	"slices"
	"strings"
	"sync"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/calendar"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/nullable"
	"ozpayout/stages/internal/vector"
)

// sellerFacts are what the tables without orders say of a seller.
type sellerFacts struct {
	accounts        []account
	gaps            []gap // where the account does not say whether its data are complete
	categoryReviews []review
	riskEvents      []riskEvent  // freezes and what lifts them, in order
	suspensions     []suspension // of channels
}

// sellers are the facts of all sellers.
type sellers struct {
	byName map[string]*sellerFacts
	// products is made when the first category is asked for: the table may be
	// large, and few sellers have a category under review.
	products func() productTable
}

func readSellers(t *pipeline.Task, products arrow.Record) (*sellers, error) {
	s := &sellers{byName: make(map[string]*sellerFacts), products: sync.OnceValue(func() productTable { return newProductTable(products) })}
	for _, read := range []func(*pipeline.Task) error{s.readAccounts, s.readGaps, s.readReviews, s.readFreezes, s.readSuspensions} {
		if err := read(t); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// of returns the facts of a seller, which live as long as s.
func (s *sellers) of(name string) *sellerFacts {
	f := s.byName[name]
	if f == nil {
		f = &sellerFacts{}
		s.byName[strings.Clone(name)] = f
	}
	return f
}

func (s *sellers) readAccounts(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.SellerAccounts) {
		if err != nil {
			return err
		}
		sellers, from, to := datasets.SellerID.In(batch), datasets.ValidFrom.In(batch), datasets.ValidTo.In(batch)
		complete, inns := datasets.AccountIsAccountDataComplete.In(batch), datasets.AccountINN.In(batch)
		uploaded, types := datasets.AccountIsINNUploaded.In(batch), datasets.AccountTaxRegistrationType.In(batch)
		at := placesOf(batch)
		for i := range sellers.Len() {
			f := s.of(nullable.Code(sellers, i))
			f.accounts = append(f.accounts, account{
				from: calendar.DayAt(from, i).OrElse(sinceEver), to: calendar.DayAt(to, i).OrElse(attribution.NotCleared),
				isComplete: flag(complete, i), isINNMissing: nullable.Text(inns, i) == "" || flag(uploaded, i) == no,
				taxRegistrationType: nullable.CopyCode(types, i), at: at.copyAt(i),
			})
		}
	}
	return nil
}

// readGaps reads what the binding audit infers. It comes after the accounts, which
// say more.
func (s *sellers) readGaps(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.AccountGaps) {
		if err != nil {
			return err
		}
		sellers, from, to := datasets.SellerID.In(batch), datasets.GapOpenedOn.In(batch), datasets.GapClearedOn.In(batch)
		at := places{words(datasets.GapFile.In(batch)), datasets.GapRow.In(batch)}
		for i := range sellers.Len() {
			f := s.of(nullable.Code(sellers, i))
			f.gaps = append(f.gaps, gap{calendar.DayAt(from, i).OrElse(sinceEver), calendar.DayAt(to, i).OrElse(attribution.NotCleared), at.copyAt(i)})
		}
	}
	for _, f := range s.byName {
		f.gaps = unstated(f.gaps, f.accounts)
	}
	return nil
}

func (s *sellers) readSuspensions(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.ChannelSuspensions) {
		if err != nil {
			return err
		}
		sellers, providers := datasets.SellerID.In(batch), datasets.Provider.In(batch)
		from, to := datasets.SuspensionOpenedOn.In(batch), datasets.SuspensionClearedOn.In(batch)
		at := places{words(datasets.SuspensionFile.In(batch)), datasets.SuspensionRow.In(batch)}
		for i := range sellers.Len() {
			f := s.of(nullable.Code(sellers, i))
			f.suspensions = append(f.suspensions, suspension{
				nullable.CopyCode(providers, i), calendar.DayAt(from, i).OrElse(sinceEver), calendar.DayAt(to, i).OrElse(attribution.NotCleared), at.copyAt(i),
			})
		}
	}
	return nil
}

func (s *sellers) readReviews(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.CategoryStates) {
		if err != nil {
			return err
		}
		sellers, categories, states := datasets.SellerID.In(batch), datasets.Category.In(batch), datasets.CategoryState.In(batch)
		from, to := datasets.ValidFrom.In(batch), datasets.ValidTo.In(batch)
		at := placesOf(batch)
		for i := range sellers.Len() {
			if nullable.Code(states, i) != "manual_review" {
				continue
			}
			f := s.of(nullable.Code(sellers, i))
			f.categoryReviews = append(f.categoryReviews, review{
				category: cell.FoldWord(nullable.CopyCode(categories, i)), from: calendar.DayAt(from, i).OrElse(sinceEver), to: calendar.DayAt(to, i).OrElse(attribution.NotCleared), at: at.copyAt(i),
			})
		}
	}
	return nil
}

func (s *sellers) readFreezes(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.RiskEvents) {
		if err != nil {
			return err
		}
		sellers, kinds, happened := datasets.SellerID.In(batch), datasets.RiskEventType.In(batch), datasets.RiskEventAt.In(batch)
		providers, payouts := datasets.Provider.In(batch), datasets.PayoutID.In(batch)
		at := placesOf(batch)
		for i := range sellers.Len() {
			kind := nullable.Code(kinds, i)
			if kind != "payouts_frozen" && kind != "payouts_unfrozen" || happened.IsNull(i) {
				continue
			}
			f := s.of(nullable.Code(sellers, i))
			f.riskEvents = append(f.riskEvents, riskEvent{
				isUnfreeze: kind == "payouts_unfrozen", happened: happened.Value(i), provider: nullable.CopyCode(providers, i),
				payout: nullable.CopyText(payouts, i), at: at.copyAt(i),
			})
		}
	}
	for _, f := range s.byName {
		slices.SortFunc(f.riskEvents, func(a, b riskEvent) int { return a.compare(&b) })
	}
	return nil
}

// appendReviews appends the reviews of the category of a line's product.
func (s *sellers) appendReviews(reviews []review, l *line) []review {
	if len(l.categoryReviews) == 0 {
		return reviews
	}
	category := s.categoryOf(l.seller, l.sku)
	for _, r := range l.categoryReviews {
		if r.category == category && category != "" {
			reviews = append(reviews, r)
		}
	}
	return reviews
}

// categoryOf returns the folded category of a seller's product; "" where none is
// known (9.17).
func (s *sellers) categoryOf(seller, sku string) string {
	if sku == "" {
		return ""
	}
	products := s.products()
	for row := products.bySKU.First(sku); row >= 0; row = products.bySKU.Next(row) {
		if nullable.Code(products.sellers, row) == seller && !products.categories.IsNull(row) {
			return products.categories.At(row)
		}
	}
	return ""
}

// A productTable finds the category of a product.
type productTable struct {
	bySKU      *join.Index
	sellers    *array.Dictionary
	categories vector.Codes[string] // folded
}

func newProductTable(rec arrow.Record) productTable {
	return productTable{
		bySKU: join.NewIndex(datasets.SKU.In(rec)), sellers: datasets.SellerID.In(rec),
		categories: vector.CodesOf(datasets.ProductCategory.In(rec), cell.FoldWord),
	}
}

// A flaggedTable finds the payouts that follow a trigger of the risk review.
type flaggedTable struct {
	byPayout *join.Index
	sellers  *array.Dictionary
	from     *array.Date32
	at       places
}

func newFlaggedTable(rec arrow.Record) flaggedTable {
	return flaggedTable{
		byPayout: join.NewIndex(datasets.PayoutID.In(rec)), sellers: datasets.SellerID.In(rec),
		from: datasets.FreezeFrom.In(rec), at: places{words(datasets.FreezeFile.In(rec)), datasets.FreezeRow.In(rec)},
	}
}

func (t *flaggedTable) of(l *line) *flaggedFreeze {
	for row := t.byPayout.First(l.payout); row >= 0; row = t.byPayout.Next(row) {
		if nullable.Code(t.sellers, row) == l.seller {
			return &flaggedFreeze{calendar.DayAt(t.from, row).OrElse(sinceEver), t.at.at(row)}
		}
	}
	return nil
}
