package genai

import (
	"math"
	"strconv"
	"strings"

	"go.opentelemetry.io/collector/pdata/pcommon"

	"github.com/taskmeter/taskmeter/collector/call"
)

// invalidCount is what a count that makes no sense becomes. Being negative, it is the price engine that rejects it, so
// that nonsense is visible as invalid_usage instead of absent.
var invalidCount = call.Of(-1)

// largestCount is the last integer that a double still tells from its neighbours.
const largestCount = 1 << 53

// count reads a number however it was sent: some exporters know only doubles, some only strings.
func count(value pcommon.Value) call.Count {
	switch value.Type() {
	case pcommon.ValueTypeInt:
		return wholeCount(value.Int())
	case pcommon.ValueTypeDouble:
		return doubleCount(value.Double())
	case pcommon.ValueTypeStr:
		sent := strings.TrimSpace(value.Str())
		if sent == "" {
			return call.Count{}
		}
		if n, err := strconv.ParseInt(sent, 10, 64); err == nil {
			return wholeCount(n)
		}
		f, err := strconv.ParseFloat(sent, 64)
		if err != nil {
			return invalidCount
		}
		return doubleCount(f)
	case pcommon.ValueTypeEmpty:
		return call.Count{}
	default:
		return invalidCount
	}
}

func wholeCount(n int64) call.Count {
	if n < 0 || n > largestCount {
		return invalidCount
	}
	return call.Of(n)
}

func doubleCount(f float64) call.Count {
	if f != math.Trunc(f) || f < 0 || f > largestCount { // NaN differs from everything
		return invalidCount
	}
	return call.Of(int64(f))
}

// orCount reads a word that an other word for the same count outranks.
func orCount(dst *call.Count, value pcommon.Value) {
	if !dst.IsSet() {
		*dst = count(value)
	}
}

func orText(dst *string, value pcommon.Value) {
	if *dst == "" {
		*dst = text(value)
	}
}

// text is the value of a string attribute, and empty for any other type.
func text(value pcommon.Value) string {
	if value.Type() != pcommon.ValueTypeStr {
		return ""
	}
	return value.Str()
}

func number(value pcommon.Value) (float64, bool) {
	switch value.Type() {
	case pcommon.ValueTypeInt:
		return float64(value.Int()), true
	case pcommon.ValueTypeDouble:
		return value.Double(), !math.IsNaN(value.Double())
	case pcommon.ValueTypeStr:
		f, err := strconv.ParseFloat(value.Str(), 64)
		return f, err == nil && !math.IsNaN(f)
	default:
		return 0, false
	}
}
