package stat

// A Brier scores forecasts of events: the mean square of the distance between
// probability and outcome, 0 at best (Brier 1950).
type Brier struct {
	squares   float64
	forecasts int64
}

// Add adds n forecasts of the same probability, of which some came true.
func (b *Brier) Add(probability float64, n, cameTrue int64) {
	b.squares += float64(cameTrue)*(1-probability)*(1-probability) + float64(n-cameTrue)*probability*probability
	b.forecasts += n
}

// Score returns the mean, NaN without forecasts.
func (b Brier) Score() float64 { return b.squares / float64(b.forecasts) }
