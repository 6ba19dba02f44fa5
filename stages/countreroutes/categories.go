package countreroutes

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"ozpayout/datasets"
	"ozpayout/pipeline/cell"
	"ozpayout/stages/internal/join"
	"ozpayout/stages/internal/routing"
	"ozpayout/stages/internal/vector"
)

// categories knows the category of each product of each seller. It reads the
// batch of products, which must not be released before.
type categories struct {
	bySKU    *join.Index
	sellers  vector.Codes[string]
	category vector.Codes[int32] // number of the folded category
	names    vector.Words        // folded
}

func newCategories(products arrow.Record) *categories {
	c := &categories{bySKU: join.NewIndex(datasets.SKU.In(products)), sellers: vector.WordsOf(datasets.SellerID.In(products))}
	c.category = vector.CodesOf(datasets.ProductCategory.In(products), func(category string) int32 {
		return int32(c.names.Index(cell.FoldWord(category)))
	})
	return c
}

// name returns the folded category of a number.
func (c *categories) name(number int32) string {
	if number == noCode {
		return routing.Unknown
	}
	return c.names.Word(int(number))
}

// goods finds the categories of the lines of a batch.
type goods struct {
	*categories
	sku, first *array.String // of the line; of its posting
	seller     *vector.Codes[string]
	sellerOf   []int32 // entry of the products of each seller of the lines, noCode = no products
}

func (c *categories) of(lines arrow.Record, sellers *vector.Codes[string]) *goods {
	g := &goods{categories: c, sku: datasets.SKU.In(lines), first: datasets.PostingSKU.In(lines), seller: sellers}
	for _, seller := range sellers.Entries {
		g.sellerOf = append(g.sellerOf, int32(slices.Index(c.sellers.Entries, seller))) // noCode if absent
	}
	return g
}

// at returns the number of the category of a line, noCode where none is known.
func (g *goods) at(row int) int32 {
	if g.seller.IsNull(row) {
		return noCode
	}
	of := g.sellerOf[g.seller.Index(row)]
	if of == noCode {
		return noCode
	}
	goods := g.sku
	if goods.IsNull(row) {
		goods = g.first
	}
	if goods.IsNull(row) {
		return noCode
	}
	for product := g.bySKU.First(goods.Value(row)); product >= 0; product = g.bySKU.Next(product) {
		if !g.sellers.IsNull(product) && int32(g.sellers.Index(product)) == of && !g.category.IsNull(product) {
			return g.category.At(product)
		}
	}
	return noCode
}
