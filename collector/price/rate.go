package price

import (
	"math/big"
	"math/bits"
)

// maxQuantity is the most of one unit a call can have: the largest integer a double holds exactly, so that both
// languages agree.
const maxQuantity = 1<<53 - 1

// rate is a price as atto-USD per unit: a fraction in lowest terms, whose denominator is nearly always 1. The zero value,
// with denominator 0, is no price.
type rate struct {
	numerator   Atto // ≤ 2⁷⁰, so that a line fits 128 bits: 2⁷⁰ · 2⁵³ < 2¹²⁴
	denominator uint64
}

func (r rate) isListed() bool { return r.denominator != 0 }

// amount is what quantity (0 … maxQuantity) units cost: multiplied first, divided once, rounded half to even.
func (r rate) amount(quantity int64) Atto {
	hi, lo := bits.Mul64(uint64(quantity), r.numerator.lo)
	product := Atto{hi: hi + uint64(quantity)*r.numerator.hi, lo: lo}
	if r.denominator == 1 {
		return product
	}
	return divideHalfEven(product, r.denominator)
}

var (
	maxNumerator   = new(big.Int).Lsh(big.NewInt(1), 70)
	maxDenominator = new(big.Int).Lsh(big.NewInt(1), 62)
)

// fraction is a rate while it is being made.
type fraction struct{ numerator, denominator *big.Int }

// fractionOf is usd for per units, in atto-USD per unit.
func fractionOf(usd decimal, per int64) fraction {
	return fraction{numerator: powerOfTen(attoDigits), denominator: big.NewInt(per)}.scaled(usd)
}

func (f fraction) scaled(factor decimal) fraction {
	numerator := new(big.Int).Mul(f.numerator, factor.digits)
	denominator := new(big.Int).Mul(f.denominator, powerOfTen(-factor.exponent))
	return lowestTerms(numerator, denominator)
}

func lowestTerms(numerator, denominator *big.Int) fraction {
	if quotient, remainder := new(big.Int).QuoRem(numerator, denominator, new(big.Int)); remainder.Sign() == 0 {
		return fraction{numerator: quotient, denominator: big.NewInt(1)} // nearly always, and much faster than a GCD
	}
	common := new(big.Int).GCD(nil, nil, numerator, denominator)
	return fraction{numerator: numerator.Quo(numerator, common), denominator: denominator.Quo(denominator, common)}
}

// bounds tells what is wrong with a rate under the row's factors, all of them at once and unreduced; empty when nothing.
func (f fraction) bounds(factors []decimal) string {
	numerator, denominator := f.numerator, f.denominator
	for _, factor := range factors {
		if factor.digits.Sign() != 0 {
			numerator = new(big.Int).Mul(numerator, factor.digits)
		}
		denominator = new(big.Int).Mul(denominator, powerOfTen(-factor.exponent))
	}
	if numerator.Cmp(maxNumerator) > 0 {
		return "is too high a price: at most about 1,000 USD a unit"
	}
	if denominator.Cmp(maxDenominator) > 0 {
		return "has too many digits, or is per too many units"
	}
	return ""
}

// rate is only for a fraction within bounds.
func (f fraction) rate() rate {
	return rate{numerator: attoOf(f.numerator), denominator: f.denominator.Uint64()}
}
