package attribution

// A Fraction is an exact number of working days, counted in parts of
// 1/[Denominator]. Fractions are added and compared as integers.
type Fraction int64

// Denominator is the least common multiple of 1 to [MaxBlockers]: a day shared
// by that many blockers or fewer is a whole number of parts.
const Denominator Fraction = 360_360

// Days returns the fraction as a floating-point number of days.
func (f Fraction) Days() float64 { return float64(f) / float64(Denominator) }
