package query

import (
	"encoding/json"
	"math"

	"github.com/taskmeter/taskmeter/collector/call"
)

// maxCount is the largest integer a double holds exactly: JSON has no other numbers.
const maxCount = 1<<53 - 1

// invalid is a count that no engine prices.
var invalid = call.Of(-1)

// object is the value's fields; none for what is no object.
func object(value any) fields {
	found, _ := value.(fields)
	return found
}

func list(value any) []any {
	found, _ := value.([]any)
	return found
}

func str(value any) string {
	found, _ := value.(string)
	return found
}

func number(value any) (float64, bool) {
	text, ok := value.(json.Number)
	if !ok {
		return 0, false
	}
	n, err := text.Float64()
	return n, err == nil && !math.IsInf(n, 0)
}

// count is a whole number ≥ 0 and ≤ 2⁵³−1, and absent for anything else.
func count(value any) call.Count {
	n, ok := number(value)
	if !ok || n < 0 || n > maxCount || n != math.Trunc(n) {
		return call.Count{}
	}
	return call.Of(int64(n))
}

// saidCount is a count as somebody wrote it: one that is no number stays none, for the price to refuse.
func saidCount(value any) call.Count {
	if value == nil {
		return call.Count{}
	}
	if n := count(value); n.IsSet() {
		return n
	}
	return invalid
}

// either is the first count that is there.
func either(counts ...call.Count) call.Count {
	for _, each := range counts {
		if each.IsSet() {
			return each
		}
	}
	return call.Count{}
}

// plus adds what is there of parts to a count; absent where the count is.
func plus(n call.Count, parts ...call.Count) call.Count {
	if !n.IsSet() {
		return n
	}
	sum := n.Or(0)
	for _, each := range parts {
		sum += each.Or(0)
	}
	return call.Of(sum)
}
