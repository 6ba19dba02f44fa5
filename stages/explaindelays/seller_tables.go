package explaindelays

import (
	"strings"
	"sync"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/attribution"
	"ozpayout/stages/internal/join"
)

// sellerFacts are what small tables say of sellers, by seller.
type sellerFacts struct {
	accounts map[string][]account
	reviews  map[string][]review
	freezes  map[string][]freezePeriod
	gaps     map[string][]gap // where the account does not say whether its data are complete

	suspensions map[string][]suspension
	// products is made when the first category is asked for: the table may be
	// large, and few sellers have a category under review.
	products func() productTable
}

func readSellerFacts(t *pipeline.Task, products arrow.Record) (*sellerFacts, error) {
	f := &sellerFacts{
		accounts: make(map[string][]account), reviews: make(map[string][]review), freezes: make(map[string][]freezePeriod),
		gaps: make(map[string][]gap), suspensions: make(map[string][]suspension),
		products: sync.OnceValue(func() productTable { return newProductTable(products) }),
	}
	for _, read := range []func(*pipeline.Task) error{f.readAccounts, f.readGaps, f.readReviews, f.readFreezes, f.readSuspensions} {
		if err := read(t); err != nil {
			return nil, err
		}
	}
	return f, nil
}

func (f *sellerFacts) readAccounts(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.SellerAccounts) {
		if err != nil {
			return err
		}
		sellers, from, to := datasets.SellerID.In(batch), datasets.ValidFrom.In(batch), datasets.ValidTo.In(batch)
		complete, inns := datasets.AccountIsAccountDataComplete.In(batch), datasets.AccountINN.In(batch)
		uploaded, types := datasets.AccountIsINNUploaded.In(batch), datasets.AccountTaxRegistrationType.In(batch)
		at := placesOf(batch)
		for i := range sellers.Len() {
			seller := copyOf(sellers, i)
			f.accounts[seller] = append(f.accounts[seller], account{
				from: day(from, i).orElse(sinceEver), to: day(to, i).orElse(attribution.NotCleared),
				isComplete: flag(complete, i), isINNMissing: text(inns, i) == "" || flag(uploaded, i) == no,
				taxRegistrationType: copyOf(types, i), at: at.copyAt(i),
			})
		}
	}
	return nil
}

// readGaps reads what the binding audit infers. It comes after the accounts, which
// say more.
func (f *sellerFacts) readGaps(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.AccountGaps) {
		if err != nil {
			return err
		}
		sellers, from, to := datasets.SellerID.In(batch), datasets.GapOpenedOn.In(batch), datasets.GapClearedOn.In(batch)
		at := places{words(datasets.GapFile.In(batch)), datasets.GapRow.In(batch)}
		for i := range sellers.Len() {
			seller := copyOf(sellers, i)
			f.gaps[seller] = append(f.gaps[seller], gap{day(from, i).orElse(sinceEver), day(to, i).orElse(attribution.NotCleared), at.copyAt(i)})
		}
	}
	for seller, gaps := range f.gaps {
		f.gaps[seller] = unstated(gaps, f.accounts[seller])
	}
	return nil
}

func (f *sellerFacts) readSuspensions(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.ChannelSuspensions) {
		if err != nil {
			return err
		}
		sellers, providers := datasets.SellerID.In(batch), datasets.Provider.In(batch)
		from, to := datasets.SuspensionOpenedOn.In(batch), datasets.SuspensionClearedOn.In(batch)
		at := places{words(datasets.SuspensionFile.In(batch)), datasets.SuspensionRow.In(batch)}
		for i := range sellers.Len() {
			seller := copyOf(sellers, i)
			f.suspensions[seller] = append(f.suspensions[seller], suspension{
				copyOf(providers, i), day(from, i).orElse(sinceEver), day(to, i).orElse(attribution.NotCleared), at.copyAt(i),
			})
		}
	}
	return nil
}

func (f *sellerFacts) readReviews(t *pipeline.Task) error {
	for batch, err := range t.Read(datasets.CategoryStates) {
		if err != nil {
			return err
		}
		sellers, categories, states := datasets.SellerID.In(batch), datasets.Category.In(batch), datasets.CategoryState.In(batch)
		from, to := datasets.ValidFrom.In(batch), datasets.ValidTo.In(batch)
		at := placesOf(batch)
		for i := range sellers.Len() {
			if code(states, i) != "manual_review" {
				continue
			}
			seller := copyOf(sellers, i)
			f.reviews[seller] = append(f.reviews[seller], review{
				category: cell.FoldWord(code(categories, i)), from: day(from, i).orElse(sinceEver), to: day(to, i).orElse(attribution.NotCleared), at: at.copyAt(i),
			})
		}
	}
	return nil
}

func (f *sellerFacts) readFreezes(t *pipeline.Task) error {
	events := make(map[string][]riskEvent)
	for batch, err := range t.Read(datasets.RiskEvents) {
		if err != nil {
			return err
		}
		sellers, kinds, happened := datasets.SellerID.In(batch), datasets.RiskEventType.In(batch), datasets.RiskEventAt.In(batch)
		providers, payouts := datasets.Provider.In(batch), datasets.PayoutID.In(batch)
		at := placesOf(batch)
		for i := range sellers.Len() {
			kind := code(kinds, i)
			if kind != "payouts_frozen" && kind != "payouts_unfrozen" || happened.IsNull(i) {
				continue
			}
			seller := copyOf(sellers, i)
			events[seller] = append(events[seller], riskEvent{
				isUnfreeze: kind == "payouts_unfrozen", happened: happened.Value(i), provider: copyOf(providers, i),
				payout: strings.Clone(text(payouts, i)), at: at.copyAt(i),
			})
		}
	}
	for seller, of := range events {
		f.freezes[seller] = freezePeriods(of)
	}
	return nil
}

// reviewsOf returns the reviews of the category of a seller's product.
func (f *sellerFacts) reviewsOf(seller, sku string) (reviews []review) {
	known := f.reviews[seller]
	if len(known) == 0 {
		return nil
	}
	category := f.categoryOf(seller, sku)
	for _, r := range known {
		if r.category == category && category != "" {
			reviews = append(reviews, r)
		}
	}
	return reviews
}

// categoryOf returns the folded category of a seller's product; "" where none is
// known (9.17).
func (f *sellerFacts) categoryOf(seller, sku string) string {
	if sku == "" {
		return ""
	}
	products := f.products()
	for row := products.bySKU.First(sku); row >= 0; row = products.bySKU.Next(row) {
		if code(products.sellers, row) == seller && products.categories.IsValid(row) {
			return products.folded[products.categories.GetValueIndex(row)]
		}
	}
	return ""
}

// A productTable finds the category of a product.
type productTable struct {
	bySKU               *join.Index
	sellers, categories *array.Dictionary
	folded              []string // of each entry of the dictionary of categories
}

func newProductTable(rec arrow.Record) productTable {
	t := productTable{
		bySKU: join.NewIndex(datasets.SKU.In(rec), true), sellers: datasets.SellerID.In(rec), categories: datasets.ProductCategory.In(rec),
	}
	words := t.categories.Dictionary().(*array.String)
	for i := range words.Len() {
		t.folded = append(t.folded, cell.FoldWord(words.Value(i)))
	}
	return t
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
		byPayout: join.NewIndex(datasets.PayoutID.In(rec), true), sellers: datasets.SellerID.In(rec),
		from: datasets.FreezeFrom.In(rec), at: places{words(datasets.FreezeFile.In(rec)), datasets.FreezeRow.In(rec)},
	}
}

func (t *flaggedTable) of(l *line) *flaggedFreeze {
	for row := t.byPayout.First(l.payout); row >= 0; row = t.byPayout.Next(row) {
		if code(t.sellers, row) == l.seller {
			return &flaggedFreeze{day(t.from, row).orElse(sinceEver), t.at.at(row)}
		}
	}
	return nil
}
