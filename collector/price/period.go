package price

import (
	"math"
	"strings"
	"time"
)

// period is a stretch of time in which something of a price file is in force: from ≤ t < to, in Unix nanoseconds.
type period struct{ from, to int64 }

// The ends of a period that has none.
const (
	always  = math.MinInt64
	forever = math.MaxInt64
)

func readPeriod(from, to *field) period {
	p := period{always, forever}
	if !from.isAbsent() {
		p.from = readInstant(from).UnixNano()
	}
	if !to.isAbsent() {
		p.to = readInstant(to).UnixNano()
	}
	if p.from >= p.to {
		to.fail("must be later than from")
	}
	return p
}

func (p period) contains(atUnixNano int64) bool { return p.from <= atUnixNano && atUnixNano < p.to }

func (p period) overlaps(other period) bool { return p.from < other.to && other.from < p.to }

// since is how a price id ends: @2025-06-10; empty when always.
func (p period) since() string {
	if p.from == always {
		return ""
	}
	return "@" + strings.TrimSuffix(time.Unix(0, p.from).UTC().Format(time.RFC3339), "T00:00:00Z")
}
