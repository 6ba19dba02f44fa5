package shop

import "strconv"

// A product of a seller's catalogue. Its price is in the seller's order currency.
type product struct {
	sku      int64
	offer    string
	name     string
	category string
	price    int64 // minor units
}

const productsPerSeller = 48

// A kind of goods: category and name in the seller's language, and a typical
// price in roubles.
type goods struct {
	category, name string
	roubles        int64
}

var russianGoods = []goods{
	{"Красота и гигиена", "Набор кистей для макияжа", 890},
	{"Дом и сад", "Лампа настольная светодиодная", 1990},
	{"Электроника", "Кабель зарядный плетёный, 2 м", 450},
	{"Спорт и отдых", "Коврик для йоги нескользящий", 1490},
	{"Красота и гигиена", "Фен складной дорожный", 2790},
	{"Дом и сад", "Органайзер для кухни", 690},
	{"Электроника", "Колонка беспроводная мини", 3290},
	{"Автотовары", "Держатель телефона в машину", 750},
}

var chineseGoods = []goods{
	{"家居", "硅胶厨房收纳架", 760},
	{"电子产品", "无线蓝牙耳机", 2490},
	{"服饰", "男士户外防风外套", 4190},
	{"玩具", "儿童拼图积木套装", 1350},
	{"运动户外", "折叠登山杖 一对", 1890},
	{"电子产品", "磁吸快充数据线 \"加长款\"", 560},
	{"家居", "遮光窗帘；加厚", 2150},
	{"宠物用品", "自动宠物饮水机", 2980},
}

// catalogue makes the products of a seller.
func catalogue(seed uint64, sellerIndex int, in language, orders currency) []product {
	kinds := russianGoods
	if in == chinese {
		kinds = chineseGoods
	}
	d := newDice(seed, productDice, uint64(sellerIndex))
	products := make([]product, productsPerSeller)
	for i := range products {
		kind := kinds[i%len(kinds)]
		variant := strconv.Itoa(i/len(kinds) + 1)
		price := kind.roubles*100*d.between(80, 140)/100/100*100 + 99
		if orders != rub {
			price = price * rateScale / firstRate[cny]
		}
		products[i] = product{
			sku:      1_410_000_000 + int64(sellerIndex)*1_000_003 + int64(i)*7_919,
			offer:    "DM-" + strconv.Itoa(sellerIndex+1) + "-" + strconv.Itoa(100+i),
			name:     kind.name + ", " + variant,
			category: kind.category,
			price:    price,
		}
	}
	return products
}
