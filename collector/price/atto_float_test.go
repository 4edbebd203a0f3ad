package price

import (
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestFloat64IsTheNearestDouble(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	amounts := []uint64{0, 1, 3, 1<<53 - 1, 1 << 53, 1<<53 + 1, 1e18}
	for range 100_000 {
		amounts = append(amounts, random.Uint64()>>random.IntN(64))
	}
	for _, amount := range amounts {
		a := FromBits(0, amount)
		want, err := strconv.ParseFloat(a.String(), 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Float64(); got != want {
			t.Fatalf("%s: got %v, want %v", a, got, want)
		}
	}
}
