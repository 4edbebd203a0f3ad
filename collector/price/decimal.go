package price

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

// decimal is ±digits · 10^exponent, for what is read at load time or rarely; the hot path knows integers only.
type decimal struct {
	digits   *big.Int
	exponent int
}

// maxExponent bounds what a number may claim, so that a hostile one costs no memory.
const maxExponent = 60

func parseDecimal(text string) (decimal, error) {
	mantissa, exponentText, hasExponent := text, "", false
	if at := strings.IndexAny(text, "eE"); at >= 0 {
		mantissa, exponentText, hasExponent = text[:at], text[at+1:], true
	}
	unsigned := strings.TrimPrefix(mantissa, "-")
	whole, fraction, hasPoint := strings.Cut(unsigned, ".")
	if !isDigits(whole) || (hasPoint && !isDigits(fraction)) || len(unsigned) > maxExponent {
		return decimal{}, fmt.Errorf("%q is not a decimal number", text)
	}
	exponent := 0
	if hasExponent {
		parsed, err := strconv.Atoi(exponentText)
		if err != nil || parsed < -maxExponent || parsed > maxExponent {
			return decimal{}, fmt.Errorf("%q is not a decimal number", text)
		}
		exponent = parsed
	}
	digits, _ := new(big.Int).SetString(whole+fraction, 10) // only digits
	if unsigned != mantissa {
		digits.Neg(digits)
	}
	return decimal{digits: digits, exponent: exponent - len(fraction)}, nil
}

// atto rounds half to even; not ok when the number does not fit.
func (d decimal) atto() (Atto, bool) {
	n := new(big.Int).Set(d.digits)
	negative := n.Sign() < 0
	n.Abs(n)
	if scale := d.exponent + attoDigits; scale >= 0 {
		n.Mul(n, powerOfTen(scale))
	} else {
		divisor := powerOfTen(-scale)
		remainder := new(big.Int)
		n.QuoRem(n, divisor, remainder)
		twice := remainder.Lsh(remainder, 1)
		if c := twice.Cmp(divisor); c > 0 || (c == 0 && n.Bit(0) == 1) {
			n.Add(n, big.NewInt(1))
		}
	}
	if n.BitLen() > 127 {
		return Atto{}, false
	}
	a := attoOf(n)
	if negative {
		a = a.Neg()
	}
	return a, true
}

// attoOf takes 0 ≤ n < 2¹²⁸.
func attoOf(n *big.Int) Atto {
	lo := new(big.Int).And(n, new(big.Int).SetUint64(^uint64(0)))
	return Atto{hi: new(big.Int).Rsh(n, 64).Uint64(), lo: lo.Uint64()}
}

// powerOfTen must not be changed by whoever gets it.
func powerOfTen(n int) *big.Int {
	if n < len(powersOfTen) {
		return powersOfTen[n]
	}
	return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
}

var powersOfTen = func() (powers [20]*big.Int) {
	for n := range powers {
		powers[n] = new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil)
	}
	return powers
}()

func isDigits(text string) bool {
	for _, c := range []byte(text) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return text != ""
}
