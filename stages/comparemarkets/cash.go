package comparemarkets

import (
	"math"
	"math/big"

	"ozpayout/datasets"
	"ozpayout/pipeline"
	"ozpayout/stages/internal/nullable"
)

// Cash is what arrived for a seller, or for ALL, in minor units of CNY.
type cash struct {
	amount, moneyDays big.Int // the sum of amount, and of amount x days taken
	lines, unvalued   int64
}

// readCash adds up the partial sums of all partitions.
func readCash(t *pipeline.Task) (map[string]*cash, error) {
	sellers := make(map[string]*cash)
	for r, err := range nullable.Rows(t, datasets.TakenSums) {
		if err != nil {
			return nil, err
		}
		amount := big.NewInt(*r.Money(datasets.TakenAmount))
		waited := new(big.Int).Mul(amount, big.NewInt(int64(*r.Days(datasets.TakenDays))))
		for _, seller := range []string{r.Code(datasets.SellerID), datasets.All} {
			of := sellers[seller]
			if of == nil {
				of = &cash{}
				sellers[seller] = of
			}
			of.amount.Add(&of.amount, amount)
			of.moneyDays.Add(&of.moneyDays, waited)
			of.lines += r.Int(datasets.TakenLines)
			of.unvalued += r.Int(datasets.UnvaluedLines)
		}
	}
	return sellers, nil
}

// against returns the money-days gained against a market, rounded once, half away
// from zero.
func (c *cash) against(m market) *big.Int {
	days := m.days.Exact()
	there := new(big.Int).Mul(&c.amount, days.Num())
	here := new(big.Int).Mul(&c.moneyDays, days.Denom())
	difference := there.Sub(there, here)
	half := new(big.Int).Quo(days.Denom(), big.NewInt(2))
	if difference.Sign() < 0 {
		half.Neg(half)
	}
	return difference.Quo(difference.Add(difference, half), days.Denom())
}

// meanDays returns the days taken, weighted by amount; NaN for no amount.
func (c *cash) meanDays() float64 {
	if c.amount.Sign() <= 0 {
		return math.NaN()
	}
	mean, _ := new(big.Rat).SetFrac(&c.moneyDays, &c.amount).Float64()
	return mean
}
