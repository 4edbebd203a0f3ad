package price

import (
	"fmt"
	"math/bits"
	"strconv"
)

// Atto is a signed integer number of 10⁻¹⁸ USD in 128 bits: ±1.7·10²⁰ USD. Its zero value is no money. Sums are exact
// in any order; a double or a decimal string is made at the edge only. Comparable with ==.
type Atto struct {
	// Two's complement, high word first.
	hi, lo uint64
}

const attoDigits = 18

// FromBits makes an Atto of the two words Bits returned, for storage.
func FromBits(hi int64, lo uint64) Atto { return Atto{hi: uint64(hi), lo: lo} }

// Bits returns the two words of the two's complement, for storage.
func (a Atto) Bits() (hi int64, lo uint64) { return int64(a.hi), a.lo }

// Add returns a + b. It wraps beyond the range, which is a billion times what the world spends.
func (a Atto) Add(b Atto) Atto {
	lo, carry := bits.Add64(a.lo, b.lo, 0)
	hi, _ := bits.Add64(a.hi, b.hi, carry)
	return Atto{hi: hi, lo: lo}
}

// Sub returns a − b.
func (a Atto) Sub(b Atto) Atto {
	lo, borrow := bits.Sub64(a.lo, b.lo, 0)
	hi, _ := bits.Sub64(a.hi, b.hi, borrow)
	return Atto{hi: hi, lo: lo}
}

// Neg returns −a.
func (a Atto) Neg() Atto { return Atto{}.Sub(a) }

// Sign returns −1, 0 or +1.
func (a Atto) Sign() int {
	switch {
	case int64(a.hi) < 0:
		return -1
	case a.hi|a.lo == 0:
		return 0
	default:
		return 1
	}
}

// Cmp returns −1, 0 or +1 as a is less than, equal to or greater than b.
func (a Atto) Cmp(b Atto) int {
	switch {
	case int64(a.hi) < int64(b.hi):
		return -1
	case int64(a.hi) > int64(b.hi):
		return 1
	case a.lo < b.lo:
		return -1
	case a.lo > b.lo:
		return 1
	default:
		return 0
	}
}

// IsZero tells whether a is no money at all.
func (a Atto) IsZero() bool { return a.hi|a.lo == 0 }

// String returns the shortest exact decimal in USD: no exponent, no trailing zeros. "0.0000007", "-0.0123", "10".
func (a Atto) String() string {
	var buf [44]byte
	return string(a.AppendText(buf[:0]))
}

// AppendText appends what String returns.
func (a Atto) AppendText(dst []byte) []byte {
	if a.Sign() < 0 {
		dst = append(dst, '-')
		a = a.Neg() // the least value is its own negative; its words read as unsigned are still its magnitude
	}
	whole, fraction := a.unsignedQuoRem(1_000_000_000_000_000_000)
	dst = appendUnsigned(dst, whole)
	if fraction == 0 {
		return dst
	}
	var digits [attoDigits]byte
	for i := attoDigits - 1; i >= 0; i-- {
		digits[i] = byte('0' + fraction%10)
		fraction /= 10
	}
	end := attoDigits
	for digits[end-1] == '0' {
		end--
	}
	dst = append(dst, '.')
	return append(dst, digits[:end]...)
}

// Float64 returns the double nearest to a, in USD.
func (a Atto) Float64() float64 {
	const exact = 1 << 53
	if a.hi == 0 && a.lo <= exact { // both are doubles, and a quotient of doubles is rounded correctly; most calls cost this little
		return float64(a.lo) / 1e18
	}
	var buf [44]byte
	f, _ := strconv.ParseFloat(string(a.AppendText(buf[:0])), 64) // what AppendText writes always parses
	return f
}

// MicroUSD returns a in millionths of a USD, rounded half to even. Valid up to 9.2·10¹² USD.
func (a Atto) MicroUSD() int64 {
	negative := a.Sign() < 0
	if negative {
		a = a.Neg()
	}
	rounded := divideHalfEven(a, 1_000_000_000_000)
	if negative {
		return -int64(rounded.lo)
	}
	return int64(rounded.lo)
}

// ParseAtto reads a decimal in USD, an exponent allowed: "0.25", "-3", "1.5e-7". Digits beyond the 18th decimal are
// rounded half to even.
func ParseAtto(text string) (Atto, error) {
	d, err := parseDecimal(text)
	if err != nil {
		return Atto{}, err
	}
	a, ok := d.atto()
	if !ok {
		return Atto{}, fmt.Errorf("%q is out of range", text)
	}
	return a, nil
}

// unsignedQuoRem divides a, read as unsigned, by d.
func (a Atto) unsignedQuoRem(d uint64) (quotient Atto, remainder uint64) {
	hi := a.hi / d
	lo, rem := bits.Div64(a.hi%d, a.lo, d)
	return Atto{hi: hi, lo: lo}, rem
}

func appendUnsigned(dst []byte, a Atto) []byte {
	if a.hi == 0 {
		return strconv.AppendUint(dst, a.lo, 10)
	}
	const tail = 10_000_000_000_000_000_000
	head, rest := a.unsignedQuoRem(tail)
	dst = appendUnsigned(dst, head)
	for unit := uint64(tail / 10); unit > 0; unit /= 10 {
		dst = append(dst, byte('0'+rest/unit%10))
	}
	return dst
}

// divideHalfEven divides a ≥ 0 by d and rounds half to even.
func divideHalfEven(a Atto, d uint64) Atto {
	quotient, remainder := a.unsignedQuoRem(d)
	// remainder > d − remainder says "more than half" without overflow.
	if rest := d - remainder; remainder > rest || (remainder == rest && quotient.lo&1 == 1) {
		quotient = quotient.Add(Atto{lo: 1})
	}
	return quotient
}
