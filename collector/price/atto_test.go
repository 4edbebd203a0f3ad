package price

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func TestAttoPrintsTheShortestExactDecimal(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ in, want string }{
		{"0", "0"}, {"-0", "0"}, {"10", "10"}, {"0.0000007", "0.0000007"}, {"-0.0123", "-0.0123"},
		{"1.500", "1.5"}, {"1.5e-7", "0.00000015"}, {"2E3", "2000"},
		{"0.000000000000000001", "0.000000000000000001"},
		{"0.0000000000000000005", "0"}, {"0.0000000000000000015", "0.000000000000000002"},
		{"0.0000000000000000025", "0.000000000000000002"}, {"-0.00000000000000000251", "-0.000000000000000003"},
		{"170141183460469231731.687303715884105727", "170141183460469231731.687303715884105727"},
		{"100000000000000000000", "100000000000000000000"},
	} {
		got, err := ParseAtto(c.in)
		if err != nil {
			t.Fatalf("%s: %v", c.in, err)
		}
		if got.String() != c.want {
			t.Errorf("%s prints as %s, want %s", c.in, got, c.want)
		}
	}
}

func TestAttoRefusesWhatIsNoDecimal(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "-", ".5", "1.", "+1", "1,5", "NaN", "Infinity", "0x1", "1e", "1e99", " 1", "1 ", "1e1.5", "--1", "170141183460469231731.687303715884105728"} {
		if got, err := ParseAtto(in); err == nil {
			t.Errorf("%q parses as %s", in, got)
		}
	}
}

func TestAttoAgreesWithBigInt(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	toBig := func(a Atto) *big.Int {
		hi, lo := a.Bits()
		n := new(big.Int).Lsh(big.NewInt(hi), 64)
		return n.Add(n, new(big.Int).SetUint64(lo))
	}
	for range 10_000 {
		a := FromBits(int64(random.Uint64())>>(1+random.IntN(62)), random.Uint64())
		b := FromBits(int64(random.Uint64())>>(1+random.IntN(62)), random.Uint64())
		if got, want := toBig(a.Add(b)), new(big.Int).Add(toBig(a), toBig(b)); got.Cmp(want) != 0 {
			t.Fatalf("%s + %s = %s, want %s", a, b, got, want)
		}
		if got, want := toBig(a.Sub(b)), new(big.Int).Sub(toBig(a), toBig(b)); got.Cmp(want) != 0 {
			t.Fatalf("%s - %s = %s, want %s", a, b, got, want)
		}
		if got, want := a.Cmp(b), toBig(a).Cmp(toBig(b)); got != want {
			t.Fatalf("%s cmp %s = %d, want %d", a, b, got, want)
		}
		if back, err := ParseAtto(a.String()); err != nil || back != a {
			t.Fatalf("%s does not survive its own text: %s, %v", a, back, err)
		}
		want, _ := new(big.Rat).SetFrac(toBig(a), powerOfTen(18)).Float64()
		if got := a.Float64(); got != want {
			t.Fatalf("%s as a double is %g, want %g", a, got, want)
		}
	}
}

func TestMicroUSDRoundsHalfToEven(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int64{
		"0.0000005": 0, "0.0000015": 2, "0.0000025": 2, "-0.0000015": -2, "-0.00000251": -3, "1.25": 1_250_000,
	} {
		a, err := ParseAtto(in)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.MicroUSD(); got != want {
			t.Errorf("%s is %d millionths, want %d", in, got, want)
		}
	}
}

func TestAttoAllocatesOnlyItsText(t *testing.T) {
	a := FromBits(12, 34)
	var buf [64]byte
	if n := testing.AllocsPerRun(100, func() { _ = a.Add(a).Sub(a).Cmp(a); _ = a.AppendText(buf[:0]); _ = a.Float64() }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
