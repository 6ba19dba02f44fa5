package comparemarkets

import (
	"math"
	"math/big"
	"strings"

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
	for batch, err := range t.Read(datasets.TakenSums) {
		if err != nil {
			return nil, err
		}
		ids, days := datasets.SellerID.In(batch), datasets.TakenDays.In(batch)
		lines, amounts, unvalued := datasets.TakenLines.In(batch), datasets.TakenAmount.In(batch), datasets.UnvaluedLines.In(batch)
		for i := range int(batch.NumRows()) {
			amount := big.NewInt(amounts.Value(i))
			waited := new(big.Int).Mul(amount, big.NewInt(int64(days.Value(i))))
			for _, seller := range []string{nullable.Code(ids, i), datasets.All} {
				of := sellers[seller]
				if of == nil {
					of = &cash{}
					sellers[strings.Clone(seller)] = of
				}
				of.amount.Add(&of.amount, amount)
				of.moneyDays.Add(&of.moneyDays, waited)
				of.lines += lines.Value(i)
				of.unvalued += unvalued.Value(i)
			}
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
